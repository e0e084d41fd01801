import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { documenterEnTete } from './en-tete-requis';
import { probleme } from './probleme';

const FORME = /^[A-Za-z0-9_-]{8,128}$/;

/** Reads the command id. @throws ProblemeException 400 `cle-idempotence-requise` or `cle-idempotence-invalide`. */
export function lireCleIdempotence(entete: string | string[] | undefined): string {
  if (entete === undefined || entete === '') throw probleme('cle-idempotence-requise', 400);
  if (typeof entete !== 'string' || !FORME.test(entete)) throw probleme('cle-idempotence-invalide', 400);
  return entete;
}

/** Parameter decorator: the `Idempotency-Key` of the command, required. */
export const CleIdempotence = createParamDecorator(
  (_: unknown, contexte: ExecutionContext): string =>
    lireCleIdempotence(contexte.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key']),
  [documenterEnTete('Idempotency-Key', 'Identifiant de la commande, de 8 à 128 lettres, chiffres, tirets ou soulignés.')],
);
