import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemeException, probleme } from './probleme';

/** Strong entity tag of a row version. */
export const etag = (version: number): string => `"${version}"`;

/**
 * The version a caller read, from `If-Match: "7"`; a proxy that compresses may have weakened it to `W/"7"`.
 * @throws ProblemeException 428 `version-requise` when absent, 400 `version-invalide` for `*`, lists and anything else.
 */
export function lireVersion(entete: string | undefined): number {
  if (entete === undefined || entete.trim() === '') throw probleme('version-requise', 428);
  const chiffres = /^(?:W\/)?"(0|[1-9]\d{0,8})"$/.exec(entete.trim())?.[1];
  if (chiffres === undefined) throw probleme('version-invalide', 400);
  return Number(chiffres);
}

/** Parameter decorator: the version named by `If-Match`, required. */
export const VersionAttendue = createParamDecorator((_: unknown, contexte: ExecutionContext): number =>
  lireVersion(contexte.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** The refusal of a write whose version is no longer current (412). */
export const versionPerimee = (): ProblemeException => new ProblemeException({ code: 'version-perimee', categorie: 'conflit' }, 412);
