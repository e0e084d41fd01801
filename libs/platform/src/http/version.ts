import { Injectable, UseInterceptors, createParamDecorator } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { documenterEnTete } from './en-tete-requis';
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
export const VersionAttendue = createParamDecorator(
  (_: unknown, contexte: ExecutionContext): number => lireVersion(contexte.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
  [documenterEnTete('If-Match', 'Version lue, telle que "7".')],
);

@Injectable()
class EtagInterceptor implements NestInterceptor {
  intercept(contexte: ExecutionContext, suite: CallHandler): Observable<unknown> {
    const reply = contexte.switchToHttp().getResponse<FastifyReply>();
    return suite.handle().pipe(
      tap((corps: unknown) => {
        const version = typeof corps === 'object' && corps !== null && 'version' in corps ? corps.version : undefined;
        if (typeof version === 'number') reply.header('etag', etag(version));
      }),
    );
  }
}

/** Method decorator: the `version` of the answer is also its ETag, to be sent back in `If-Match`. */
export const AvecEtag = () => UseInterceptors(EtagInterceptor);

/** Whether an interceptor is the one of `AvecEtag`. */
export const estEtag = (intercepteur: unknown): boolean => intercepteur === EtagInterceptor;

/** The refusal of a write whose version is no longer current (412). */
export const versionPerimee = (): ProblemeException => new ProblemeException({ code: 'version-perimee', categorie: 'conflit' }, 412);
