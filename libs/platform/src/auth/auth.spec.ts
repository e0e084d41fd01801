import { SignJWT, UnsecuredJWT, createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import type { CryptoKey, JWTHeaderParameters } from 'jose';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProblemeException } from '../http/probleme';
import { CacheJetons } from './cache-jetons';
import { JetonsService } from './jetons.service';
import { VerificateurJeton } from './verificateur-jeton';

const ISSUER = 'https://idp.test';
const AUDIENCE = 'urn:sm:api';
const ENTETE: JWTHeaderParameters = { alg: 'ES256', kid: 'k1', typ: 'at+jwt' };
const maintenant = Math.floor(Date.now() / 1000);
const CHARGE = { iss: ISSUER, aud: AUDIENCE, sub: 'agent:000123', iat: maintenant, exp: maintenant + 600, nom: 'Agent d’essai' };

let privee: CryptoKey;
let publique: CryptoKey;
let etrangere: CryptoKey;
let verificateur: VerificateurJeton;

const cleLocale = async (cle: CryptoKey) => createLocalJWKSet({ keys: [{ ...(await exportJWK(cle)), kid: 'k1', alg: 'ES256' }] });

beforeAll(async () => {
  ({ privateKey: privee, publicKey: publique } = await generateKeyPair('ES256', { extractable: true }));
  ({ privateKey: etrangere } = await generateKeyPair('ES256'));
  verificateur = new VerificateurJeton({ issuer: ISSUER, audience: AUDIENCE, jwksUrl: `${ISSUER}/jwks`, cles: await cleLocale(publique) });
});

const signer = (charge: Record<string, unknown> = {}, entete: Partial<JWTHeaderParameters> = {}, cle: CryptoKey | Uint8Array = privee) =>
  new SignJWT({ ...CHARGE, ...charge }).setProtectedHeader({ ...ENTETE, ...entete }).sign(cle);

async function codeDe(promesse: Promise<unknown>): Promise<[number, string]> {
  try {
    await promesse;
  } catch (erreur) {
    if (erreur instanceof ProblemeException) return [erreur.getStatus(), erreur.refus.code];
    throw erreur;
  }
  return [200, 'accepte'];
}

describe('Un jeton d’accès', () => {
  it('valide donne l’acteur, et reste reconnu sans nouvelle vérification', async () => {
    const jeton = await signer({ rpps: '10001234567' });
    const acteur = { id: 'agent:000123', genre: 'agent', nom: 'Agent d’essai', rpps: '10001234567' };
    expect(await verificateur.verifier(jeton)).toEqual(acteur);
    expect(await verificateur.verifier(jeton)).toEqual(acteur);
  });

  it.each<[string, () => Promise<string>, string]>([
    ['sans signature (alg none)', async () => new UnsecuredJWT(CHARGE).encode(), 'jeton-invalide'],
    ['signé d’une autre clé', () => signer({}, {}, etrangere), 'jeton-invalide'],
    ['signé en HS256 avec la clé publique', async () => signer({}, { alg: 'HS256' }, new TextEncoder().encode(await exportSPKI(publique))), 'jeton-invalide'],
    ['d’une clé inconnue', () => signer({}, { kid: 'k2' }), 'jeton-invalide'],
    ['destiné à un autre', () => signer({ aud: 'urn:autre' }), 'jeton-invalide'],
    ['d’un autre émetteur', () => signer({ iss: 'https://pirate.test' }), 'jeton-invalide'],
    ['d’identité au lieu d’accès', () => signer({}, { typ: 'JWT' }), 'jeton-invalide'],
    ['sans type', () => new SignJWT(CHARGE).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privee), 'jeton-invalide'],
    ['sans expiration', () => signer({ exp: undefined }), 'jeton-invalide'],
    ['sans sujet', () => signer({ sub: undefined }), 'jeton-invalide'],
    ['d’un acteur du système', () => signer({ sub: 'systeme:horloge' }), 'jeton-invalide'],
    ['d’un sujet piégé', () => signer({ sub: "agent:1' or '1'='1" }), 'jeton-invalide'],
    ['au RPPS mal formé', () => signer({ rpps: '123' }), 'jeton-invalide'],
    ['pas encore valable', () => signer({ nbf: maintenant + 60 }), 'jeton-invalide'],
    ['expiré', () => signer({ exp: maintenant - 6 }), 'jeton-expire'],
    ['interminable', async () => 'a'.repeat(9000), 'jeton-invalide'],
    ['au contenu échangé', async () => {
      const [entete, , signature] = (await signer()).split('.');
      const charge = Buffer.from(JSON.stringify({ ...CHARGE, sub: 'agent:000001' })).toString('base64url');
      return `${entete}.${charge}.${signature}`;
    }, 'jeton-invalide'],
    ['dont un caractère de signature est changé', async () => {
      const jeton = await signer();
      const rang = jeton.lastIndexOf('.') + 10;
      return `${jeton.slice(0, rang)}${jeton[rang] === 'A' ? 'B' : 'A'}${jeton.slice(rang + 1)}`;
    }, 'jeton-invalide'],
  ])('%s est refusé', async (_, forger, code) => {
    expect(await codeDe(verificateur.verifier(await forger()))).toEqual([401, code]);
  });

  it('expiré depuis moins de cinq secondes passe encore, horloges décalées', async () => {
    expect(await codeDe(verificateur.verifier(await signer({ exp: maintenant - 2, iat: maintenant - 60 })))).toEqual([200, 'accepte']);
  });

  it('connu n’ouvre plus rien une fois expiré', () => {
    const cache = new CacheJetons(2);
    const acteur = { id: 'agent:1', genre: 'agent', nom: '' } as const;
    for (const jeton of ['a', 'b', 'c']) cache.garder(jeton, acteur, maintenant + 60, maintenant * 1000);
    expect([cache.taille, cache.lire('a', maintenant * 1000), cache.lire('c', maintenant * 1000)]).toEqual([2, undefined, acteur]);
    expect(cache.lire('c', (maintenant + 61) * 1000)).toBeUndefined();
  });
});

describe('Le fournisseur d’identité', () => {
  let serveur: Server;
  let url: string;
  let repondre: (requete: IncomingMessage, reponse: ServerResponse) => void;
  const json = (reponse: ServerResponse, statut: number, corps: unknown) =>
    reponse.writeHead(statut, { 'content-type': 'application/json' }).end(JSON.stringify(corps));

  beforeAll(async () => {
    serveur = createServer((requete, reponse) => repondre(requete, reponse));
    await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', pret));
    url = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((fini) => serveur.close(fini)));

  it('injoignable donne 503 et non un refus ; revenu, il sert aussitôt', async () => {
    const distant = () => new VerificateurJeton({ issuer: ISSUER, audience: AUDIENCE, jwksUrl: `${url}/jwks` });
    repondre = (_, reponse) => json(reponse, 500, {});
    const un = distant();
    expect(await codeDe(un.verifier(await signer()))).toEqual([503, 'identite-indisponible']);
    const jwk = { ...(await exportJWK(publique)), kid: 'k1', alg: 'ES256' };
    repondre = (_, reponse) => json(reponse, 200, { keys: [jwk] });
    expect(await codeDe(un.verifier(await signer()))).toEqual([200, 'accepte']);
    const mort = new VerificateurJeton({ issuer: ISSUER, audience: AUDIENCE, jwksUrl: 'http://127.0.0.1:9/jwks' });
    expect(await codeDe(mort.verifier(await signer()))).toEqual([503, 'identite-indisponible']);
  });

  it('donne un jeton au service une seule fois pour dix appels, après une panne passagère', async () => {
    let demandes = 0;
    let pannes = 2;
    repondre = (requete, reponse) => {
      if (requete.url?.startsWith('/.well-known')) {
        return json(reponse, 200, { issuer: url, token_endpoint: `${url}/token`, jwks_uri: `${url}/jwks` });
      }
      if (pannes-- > 0) return json(reponse, 503, {});
      demandes++;
      return json(reponse, 200, { access_token: `jeton-${demandes}`, token_type: 'Bearer', expires_in: 300 });
    };
    const jetons = new JetonsService({ issuer: url, audience: AUDIENCE, clientId: 'prestations', clientSecret: 'secret' });
    expect(new Set(await Promise.all(Array.from({ length: 10 }, () => jetons.jeton())))).toEqual(new Set(['jeton-1']));
    expect(await jetons.entetes()).toEqual({ authorization: 'Bearer jeton-1' });
    jetons.invalider();
    expect(await jetons.jeton()).toBe('jeton-2');
  });

  it('qui refuse le client n’est pas redemandé', async () => {
    let demandes = 0;
    repondre = (requete, reponse) => {
      if (requete.url?.startsWith('/.well-known')) return json(reponse, 200, { issuer: url, token_endpoint: `${url}/token` });
      demandes++;
      return json(reponse, 401, { error: 'invalid_client' });
    };
    const jetons = new JetonsService({ issuer: url, audience: AUDIENCE, clientId: 'prestations', clientSecret: 'faux' });
    expect(await codeDe(jetons.jeton())).toEqual([503, 'identite-indisponible']);
    expect(demandes).toBe(1);
  });
});
