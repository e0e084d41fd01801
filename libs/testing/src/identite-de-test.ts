import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

export interface IdentiteDeTest {
  readonly identite: { readonly issuer: string; readonly audience: string; readonly jwksUrl: string; readonly clientId: string; readonly clientSecret: string };
  /** A signed access token for this `sub` (`agent:…`, `machine:…`, `service:…`). */
  jeton(sub: string, options?: { nom?: string; rpps?: string; expireEn?: string }): Promise<string>;
  fermer(): Promise<void>;
}

/** A token issuer on loopback: JWKS, discovery, and client credentials for any client (its `sub` is its id). */
export async function ouvrirIdentiteDeTest(): Promise<IdentiteDeTest> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'essai', alg: 'ES256', use: 'sig' };
  let issuer = '';
  const jeton: IdentiteDeTest['jeton'] = (sub, o = {}) =>
    new SignJWT({ nom: o.nom ?? sub, ...(o.rpps ? { rpps: o.rpps } : {}) }).setProtectedHeader({ alg: 'ES256', kid: 'essai', typ: 'at+jwt' })
      .setIssuer(issuer).setAudience('urn:sm:api').setSubject(sub).setIssuedAt().setExpirationTime(o.expireEn ?? '15m').sign(privateKey);
  const serveur = createServer((requete, reponse) => {
    const envoyer = (corps: object) => reponse.setHeader('content-type', 'application/json').end(JSON.stringify(corps));
    if (requete.url === '/jwks') envoyer({ keys: [jwk] });
    else if (requete.url?.startsWith('/.well-known/')) envoyer({ issuer, jwks_uri: `${issuer}/jwks`, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/auth`, response_types_supported: ['code'] });
    else if (requete.url === '/token') {
      const [, base64 = ''] = (requete.headers.authorization ?? '').split(' ');
      const client = decodeURIComponent(Buffer.from(base64, 'base64').toString().split(':')[0] ?? '');
      void jeton(client).then((access_token) => envoyer({ access_token, token_type: 'Bearer', expires_in: 900 }));
    } else reponse.writeHead(404).end();
  });
  await new Promise<void>((ok) => serveur.listen(0, '127.0.0.1', ok));
  issuer = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
  return {
    identite: { issuer, audience: 'urn:sm:api', jwksUrl: `${issuer}/jwks`, clientId: 'service:essai', clientSecret: 'essai' },
    jeton,
    fermer: () => new Promise((ok) => { serveur.closeAllConnections(); serveur.close(() => ok()); }),
  };
}
