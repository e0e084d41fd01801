import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

const SAUT = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];
const PRIVES = ['expect', 'cookie', 'host', 'authorization', 'x-requete-portail', 'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];
const SECURITE = ['set-cookie', 'content-security-policy', 'x-content-type-options', 'x-correlation-id', 'access-control-allow-origin', 'access-control-allow-credentials'];

function sans(entetes: IncomingHttpHeaders, retires: readonly string[]): OutgoingHttpHeaders {
  const nommes = String(entetes.connection ?? '').toLowerCase().split(',').map((nom) => nom.trim());
  const exclus = new Set([...SAUT, ...retires, ...nommes]);
  return Object.fromEntries(Object.entries(entetes).filter(([nom]) => !exclus.has(nom)));
}

/** Headers sent to a service: the caller's, less cookies and hop-by-hop ones, with the token, the correlation and the caller's address as this door sees it. */
export function versService(entetes: IncomingHttpHeaders, jeton: string | null, correlation: string, appelant: string): OutgoingHttpHeaders {
  return {
    ...sans(entetes, PRIVES),
    // Said anew: Node sends the body of a DELETE or a GET unframed otherwise, and the service would read it as a next request.
    ...(entetes['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {}),
    'x-correlation-id': correlation,
    'x-forwarded-for': appelant,
    ...(jeton ? { authorization: `Bearer ${jeton}` } : {}),
  };
}

/** Headers sent back to the caller: the service's, less its cookies; whatever it answers can run nothing in the portal's origin. */
export function versAppelant(entetes: IncomingHttpHeaders, correlation: string): OutgoingHttpHeaders {
  return {
    ...sans(entetes, SECURITE),
    'x-correlation-id': correlation,
    'x-content-type-options': 'nosniff',
    // Without `allow-same-origin` a browser refuses the page its own stylesheet; without `allow-scripts` nothing runs.
    'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-same-origin",
  };
}
