import type { FastifyInstance } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { ConfigPortail } from '../config';

/** Mounts the identity provider under `/oidc` of the portal's own server; it reads the request bodies itself. */
export function monterIdentite(instance: FastifyInstance, config: ConfigPortail, fournisseur: Provider): void {
  const { protocol, host } = new URL(config.publique);
  const traiter = fournisseur.callback();
  void instance.register(async (portee) => {
    portee.removeAllContentTypeParsers();
    portee.addContentTypeParser('*', (_requete, _corps, suite) => suite(null));
    portee.all('/oidc/*', async (requete, reponse) => {
      const { raw } = requete;
      raw.headers['x-forwarded-proto'] = protocol.slice(0, -1);
      raw.headers['x-forwarded-host'] = host;
      raw.headers['x-correlation-id'] = requete.id;
      Object.assign(raw, { originalUrl: raw.url, url: raw.url?.replace(/^\/oidc/, '') || '/' });
      reponse.hijack();
      for (const [nom, valeur] of Object.entries(reponse.getHeaders())) if (valeur !== undefined) reponse.raw.setHeader(nom, valeur);
      await traiter(raw, reponse.raw);
    });
  });
}
