import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { JetonsService, VerificateurJeton } from '@sm/platform';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { demarrerPortail } from '../src/demarrage';
import { AUDIENCE } from '../src/identite/fournisseur';
import { PERSONAS } from './exemples';
import { demanderJeton, monter } from './montage';
import type { Montage } from './montage';
import { NavigateurHttp } from './navigateur-http';

const champ = async (reponse: Response, nom: string): Promise<string> => {
  const corps: unknown = await reponse.json();
  return String(Reflect.get(Object(corps), nom));
};

describe("le fournisseur d'identité de développement", () => {
  let m: Montage;
  const dits: string[] = [];

  beforeAll(async () => {
    for (const nom of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, nom).mockImplementation((...mots) => void dits.push(mots.join(' ')));
    m = await monter();
  });
  afterAll(async () => {
    await m.arreter();
    jest.restoreAllMocks();
  });

  const verifier = (jeton: string) =>
    jwtVerify(jeton, createRemoteJWKSet(new URL(m.portail.jwks)), { issuer: m.portail.emetteur, audience: AUDIENCE, typ: 'at+jwt', algorithms: ['ES256'] });

  it('démarre sans avertissement', () => {
    expect(dits).toEqual([]);
  });

  it('donne à une machine un jeton à son nom, vérifiable par la clé publiée', async () => {
    for (const [id, secret, sub] of [['amorce', 'secret-de-test-amorce', 'machine:amorce'], ['service-pilotage', 'secret-de-test-pilotage', 'service:pilotage']] as const) {
      const reponse = await demanderJeton(m.portail.emetteur, id, secret);
      expect(reponse.status).toBe(200);
      const { payload } = await verifier(await champ(reponse, 'access_token'));
      expect(payload).toMatchObject({ sub, nom: sub, acr: 'urn:sm:acr:machine', client_id: id });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    }
  });

  it('est compris de la plateforme : un service obtient son jeton et un autre le vérifie', async () => {
    const commun = { issuer: m.portail.emetteur, audience: AUDIENCE };
    const jeton = await new JetonsService({ ...commun, clientId: 'service-pilotage', clientSecret: 'secret-de-test-pilotage' }).jeton();
    const acteur = await new VerificateurJeton({ ...commun, jwksUrl: m.portail.jwks }).verifier(jeton);
    expect(acteur).toEqual({ id: 'service:pilotage', genre: 'service', nom: 'service:pilotage' });
  });

  it('refuse un mauvais secret, une audience inconnue, un client inconnu', async () => {
    const essais = [
      [await demanderJeton(m.portail.emetteur, 'amorce', 'secret-de-test-autre'), 401, 'invalid_client'],
      [await demanderJeton(m.portail.emetteur, 'personne', 'secret-de-test-autre'), 401, 'invalid_client'],
      [await demanderJeton(m.portail.emetteur, 'amorce', 'secret-de-test-amorce', { resource: 'urn:autre' }), 400, 'invalid_target'],
    ] as const;
    for (const [reponse, statut, erreur] of essais) {
      expect(reponse.status).toBe(statut);
      expect(await champ(reponse, 'error')).toBe(erreur);
    }
  });

  it("ne donne pas de jeton de personne à une machine, et n'en donne pas sans preuve PKCE", async () => {
    const adresse = (client: string) => `${m.portail.emetteur}/auth?${new URLSearchParams({ client_id: client, response_type: 'code', scope: 'openid', redirect_uri: `${m.portail.url}/retour`, state: 's' })}`;
    const machine = await fetch(adresse('amorce'), { redirect: 'manual' });
    expect(machine.status).toBe(400);
    expect(await machine.text()).toContain("La connexion n’a pas abouti");
    const sansPreuve = await fetch(adresse('portail'), { redirect: 'manual' });
    expect(sansPreuve.headers.get('location')).toContain('error=invalid_request');
  });

  it('présente une carte par personne, sans mot de passe, et dit que tout est inventé', async () => {
    const navigateur = new NavigateurHttp(m.portail.url);
    const { reponse } = await navigateur.suivre(await navigateur.appeler('/connexion'));
    const page = await reponse.text();
    expect(page.match(/<li class="carte">/g)).toHaveLength(PERSONAS.length);
    for (const mot of ['médecin-conseil chef de service', 'ELSM-931', 'démonstration', 'inventées']) expect(page).toContain(mot);
    expect(page).not.toMatch(/type="password"|<script/);
  });

  it('écrit dans le jeton le nom et le RPPS de la personne, jamais ses droits', async () => {
    const navigateur = new NavigateurHttp(m.portail.url);
    await navigateur.entrer('agent:931-0001');
    await navigateur.appeler('/api/pilotage/vu');
    const jeton = (m.factice.demandes.at(-1)?.entetes.authorization ?? '').replace('Bearer ', '');
    const { payload } = await verifier(jeton);
    expect(decodeProtectedHeader(jeton)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(payload).toMatchObject({ sub: 'agent:931-0001', nom: 'Dr Anselme Vauquelin', rpps: '10000000012', acr: 'urn:sm:acr:demonstration', amr: ['demonstration'] });
    expect(payload).not.toHaveProperty('role');
  });

  it('garde ses clés privées pour lui et les mêmes après un redémarrage', async () => {
    const fichier = join(m.options.etat, 'identite.json');
    expect(statSync(fichier).mode & 0o777).toBe(0o600);
    const avant = readFileSync(fichier, 'utf8');
    const second = await demarrerPortail(m.options);
    expect(readFileSync(fichier, 'utf8')).toBe(avant);
    const jwks = await (await fetch(second.jwks)).text();
    expect(jwks).not.toContain('"d"');
    await second.arreter();
  });

  it('refuse de démarrer en production, sur une clé abîmée ou des options fausses, sans dire les secrets', async () => {
    await expect(demarrerPortail({ ...m.options, production: true })).rejects.toThrow('refuse de démarrer en production');
    const ancien = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    await expect(demarrerPortail(m.options)).rejects.toThrow('refuse de démarrer en production');
    process.env['NODE_ENV'] = ancien;
    await expect(demarrerPortail({ ...m.options, clients: [{ id: 'x', secret: 'court-et-secret', sub: 'machine:x' }] })).rejects.toThrow(/^portail : clients\[0\].secret doit compter au moins 16 caractères$/);
    await expect(demarrerPortail({ ...m.options, clients: [{ id: 'x', secret: 'assez-long-pour-passer', sub: 'agent:1' }] })).rejects.toThrow('clients[0].sub');
    const etat = mkdtempSync(join(tmpdir(), 'portail-'));
    writeFileSync(join(etat, 'identite.json'), '{"jwk":');
    await expect(demarrerPortail({ ...m.options, etat })).rejects.toThrow('illisible');
    rmSync(etat, { recursive: true });
  });
});
