import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { decrireDtos } from './openapi-dto';
import { pageOpenApi } from './openapi-page';

type Operation = { responses?: Record<string, unknown> };
const METHODES = ['get', 'post', 'put', 'patch', 'delete'] as const;

const PROBLEME = {
  type: 'object',
  description: 'RFC 9457. `code` est stable ; `title` est en français et peut changer.',
  required: ['type', 'title', 'status', 'code', 'correlation'],
  properties: {
    type: { type: 'string', examples: ['urn:sm:probleme:version-perimee'] },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    detail: { type: 'string' },
    article: { type: 'string', description: 'Article qui fonde le refus.' },
    correlation: { type: 'string', format: 'uuid' },
    details: {
      oneOf: [
        { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } },
        { type: 'array', items: { type: 'object', required: ['champ', 'code'], properties: { champ: { type: 'string' }, code: { type: 'string' } } } },
      ],
    },
  },
};

/** Builds the OpenAPI 3.1 document of an application: DTO rules, bearer security, problem+json as the default answer of every route. */
export function decrireApi(app: NestFastifyApplication, options: { service: string; version: string }): OpenAPIObject {
  decrireDtos(app);
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Service médical — ${options.service}`)
    .setVersion(options.version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'jeton')
    .addSecurityRequirements('jeton')
    .build();
  const document = SwaggerModule.createDocument(app, base);
  const composants: Record<string, unknown> = { ...document.components?.schemas, Probleme: PROBLEME };
  const reponse = { description: 'Refus ou erreur', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Probleme' } } } };
  for (const chemin of Object.values(document.paths)) {
    for (const methode of METHODES) {
      const operation = chemin[methode] as Operation | undefined;
      if (operation) operation.responses = { ...operation.responses, default: reponse };
    }
  }
  return { ...document, components: { ...document.components, schemas: composants } } as OpenAPIObject;
}

/** Serves `/openapi.json` and its readable page `/docs`, built at first call, without a token. */
export function servirApi(app: NestFastifyApplication, options: { service: string; version: string }): void {
  let document: OpenAPIObject | undefined;
  const lire = (): OpenAPIObject => (document ??= decrireApi(app, options));
  const instance = app.getHttpAdapter().getInstance();
  instance.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(lire())));
  instance.get('/docs', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .send(pageOpenApi(lire())),
  );
}
