import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { JournalTechnique } from '@sm/platform';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { ConfigPortail } from './config';

const ENTETES: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // `same-origin` and not `no-referrer`: the latter makes browsers send `Origin: null` with forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
};

const PORTES = /^\/(api|oidc|sante)(\/|$)/;

function correlation(brut: IncomingMessage): string {
  const recue = brut.headers['x-correlation-id'];
  return typeof recue === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(recue) ? recue : randomUUID();
}

/** The Fastify instance under Nest: correlation, security headers, one public host, small forms. */
export function creerServeur(config: ConfigPortail, journal: JournalTechnique): FastifyInstance {
  const hotePublic = new URL(config.publique).host;
  const instance = fastify({ genReqId: correlation, bodyLimit: 16_384 });
  instance.addHook('onRequest', async (requete, reponse) => {
    const entetes = config.https ? { ...ENTETES, 'strict-transport-security': 'max-age=31536000' } : ENTETES;
    reponse.headers({ ...entetes, 'x-correlation-id': requete.id });
    if (requete.headers.host !== hotePublic && requete.method === 'GET' && requete.url.startsWith('/') && !PORTES.test(requete.url)) {
      return reponse.redirect(`${config.publique}${requete.url}`, 307);
    }
    return undefined;
  });
  instance.addHook('onResponse', async (requete, reponse) => {
    const route = requete.routeOptions.url;
    if (route?.startsWith('/sante')) return;
    journal.info('requete', { correlation: requete.id, methode: requete.method, route, status: reponse.raw.statusCode, ms: Math.round(reponse.elapsedTime) });
  });
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_requete, corps, suite) => {
    suite(null, Object.fromEntries(new URLSearchParams(String(corps))));
  });
  return instance;
}
