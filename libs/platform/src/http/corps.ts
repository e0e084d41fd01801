import { applyDecorators, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { analyserJson } from './json';
import { probleme } from './probleme';

/** Bodies of ordinary requests, in bytes. Streams have no limit: their reader goes at its own pace. */
export const TAILLE_CORPS_MAX = 1024 * 1024;

export const TYPES_FLUX = ['text/csv', 'application/x-ndjson', 'application/octet-stream'] as const;

/** Method decorator: the route takes a raw stream of one of these types (CSV, NDJSON, bytes by default); elsewhere they are refused with 415. */
export const AccepteFlux = (...types: readonly string[]): MethodDecorator => {
  const admis = types.length ? types : TYPES_FLUX;
  return applyDecorators(RouteConfig({ flux: admis }), ApiConsumes(...admis), ApiBody({ schema: { type: 'string', format: 'binary' } }));
};

const fluxAdmis = (request: FastifyRequest): readonly string[] => (request.routeOptions.config as { flux?: readonly string[] } | undefined)?.flux ?? [];

/** Media type without its parameters, in lower case. */
export const essence = (type: string): string => type.split(';', 1)[0]!.trim().toLowerCase();

/** The raw body, unread, and its media type with parameters. Leaving it half read does not cut the connection: the refusal must still reach the sender. */
export interface FluxRecu {
  readonly octets: AsyncIterable<Uint8Array>;
  readonly type: string;
}

/** Parameter decorator for an `@AccepteFlux()` route. @throws ProblemeException 415 when the body is not a stream. */
export const Flux = createParamDecorator((_: unknown, contexte: ExecutionContext): FluxRecu => {
  const request = contexte.switchToHttp().getRequest<FastifyRequest>();
  const corps = request.body;
  if (!(corps instanceof Readable)) throw probleme('type-contenu-refuse', 415);
  return { octets: { [Symbol.asyncIterator]: () => corps.iterator({ destroyOnReturn: false }) }, type: request.headers['content-type'] ?? '' };
});

const charsetJson = (type: string): boolean => {
  const charset = /;\s*charset\s*=\s*"?([^";]+)/i.exec(type)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset.trim());
};

/** Replaces Fastify's body parsers by ours: checked JSON, raw streams where asked, nothing else. */
export function installerCorps(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: TAILLE_CORPS_MAX }, (request, octets, done) => {
    try {
      if (fluxAdmis(request).length > 0 || !charsetJson(request.headers['content-type'] ?? '')) throw probleme('type-contenu-refuse', 415);
      done(null, analyserJson(octets as Buffer));
    } catch (erreur) {
      done(erreur as Error);
    }
  });
  instance.addContentTypeParser('*', (request, octets, done) => {
    if (request.is404 || fluxAdmis(request).includes(essence(request.headers['content-type'] ?? ''))) done(null, octets);
    else done(probleme('type-contenu-refuse', 415));
  });
}
