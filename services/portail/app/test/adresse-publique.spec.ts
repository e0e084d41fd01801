import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lireEnvironnement } from '../src/environnement';
import { CLIENTS, PERSONAS } from './exemples';
import { monter } from './montage';
import type { Montage } from './montage';

const HOTE = 'portail.exemple.test';

describe('le portail derrière une adresse publique en https', () => {
  let m: Montage;
  beforeAll(async () => {
    m = await monter({ publicUrl: `https://${HOTE}/` });
  });
  afterAll(() => m.arreter());

  /** What a TLS front would send on: plain http, the public host name. */
  function demander(chemin: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
    const adresse = new URL(m.portail.jwks);
    return new Promise((resolve, reject) => {
      request({ host: adresse.hostname, port: adresse.port, path: chemin, headers: { host: HOTE, ...headers } }, (reponse) => resolve(reponse.resume())).on('error', reject).end();
    });
  }

  it('lie ses cookies à son seul nom et à https, dans le portail comme au fournisseur', async () => {
    const depart = await demander('/connexion');
    expect(m.portail.url).toBe(`https://${HOTE}`);
    expect(depart.headers['set-cookie']?.at(-1)).toMatch(/^__Host-connexion=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
    expect(depart.headers['strict-transport-security']).toContain('max-age');
    const suite = new URL(depart.headers.location ?? '');
    expect(suite.origin).toBe(`https://${HOTE}`);
    const choix = await demander(`${suite.pathname}${suite.search}`);
    expect(choix.statusCode).toBe(303);
    expect(choix.headers['set-cookie']?.every((cookie) => /secure/i.test(cookie))).toBe(true);
  });

  it('nomme ses adresses par son nom public, quoi que dise l’appelant', async () => {
    const reponse = await fetch(`${new URL(m.portail.jwks).origin}/oidc/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'ailleurs.example', 'x-forwarded-proto': 'http' },
    });
    const decouverte = JSON.stringify(await reponse.json());
    expect(decouverte).toContain(`"issuer":"https://${HOTE}/oidc"`);
    expect(decouverte).not.toMatch(/ailleurs|http:/);
  });
});

describe('la configuration par variables', () => {
  const dossier = mkdtempSync(join(tmpdir(), 'portail-'));
  const fichier = (nom: string, contenu: unknown) => {
    writeFileSync(join(dossier, nom), JSON.stringify(contenu));
    return join(dossier, nom);
  };
  const env = {
    SM_PORT: '0', SM_PORTAIL_ETAT: dossier, SM_PORTAIL_SERVICES: 'pilotage=http://127.0.0.1:4001/base,repertoire=http://127.0.0.1:4002',
    SM_PORTAIL_PERSONAS: fichier('personas.json', PERSONAS), SM_PORTAIL_CLIENTS: fichier('clients.json', CLIENTS),
  };
  afterAll(() => rmSync(dossier, { recursive: true }));

  it('lit personnes, machines et services', () => {
    expect(lireEnvironnement(env)).toEqual({
      port: 0, hote: '127.0.0.1', etat: dossier, personas: PERSONAS, clients: CLIENTS,
      services: { pilotage: 'http://127.0.0.1:4001/base', repertoire: 'http://127.0.0.1:4002' },
    });
  });

  it('nomme la variable fautive et jamais sa valeur', () => {
    expect(() => lireEnvironnement({ ...env, SM_PORTAIL_SERVICES: 'valeur-secrete' })).toThrow(/SM_PORTAIL_SERVICES(?![\s\S]*valeur-secrete)/);
    expect(() => lireEnvironnement({ ...env, SM_PORTAIL_CLIENTS: join(dossier, 'absent.json') })).toThrow(/^portail : SM_PORTAIL_CLIENTS doit nommer un fichier JSON/);
    expect(() => lireEnvironnement({ ...env, SM_PORTAIL_PERSONAS: fichier('objet.json', {}) })).toThrow('SM_PORTAIL_PERSONAS');
  });
});
