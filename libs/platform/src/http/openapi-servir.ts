import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { decrireMessages } from '@sm/contracts';
import { decrireApi, type OptionsApi } from './openapi';
import { pageOpenApi } from './openapi-page';

export interface OptionsContrats extends OptionsApi {
  /** Topics that the service listens to, asked at the first reading. */
  readonly ecoutes?: (() => readonly string[]) | undefined;
}

/** Names in the document itself the routes that answer and that it does not describe: none but those of the operator. */
function avouer(document: OpenAPIObject, routes: readonly string[]): OpenAPIObject {
  const decrites = new Set(Object.entries(document.paths).flatMap(([chemin, item]) => Object.keys(item).map((m) => `${m.toUpperCase()} ${chemin.replace(/\{(\w+)\}/g, ':$1')}`)));
  return { ...document, 'x-hors-contrat': [...new Set(routes)].filter((r) => !decrites.has(r)).sort() } as OpenAPIObject;
}

/** Serves `/openapi.json`, `/asyncapi.json` and the readable page `/docs`, built at first call, without a token. */
export function servirContrats(app: NestFastifyApplication, options: OptionsContrats): void {
  let api: OpenAPIObject | undefined;
  const instance = app.getHttpAdapter().getInstance();
  const routes: string[] = [];
  instance.addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().filter((m) => m !== 'HEAD').map((m) => `${m} ${url}`));
  });
  const lire = (): OpenAPIObject => (api ??= avouer(decrireApi(app, options), routes));
  instance.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(lire())));
  instance.get('/asyncapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(decrireMessages(options.service, options.version, options.ecoutes?.() ?? []))));
  instance.get('/docs', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .send(pageOpenApi(lire())),
  );
}
