import { createParamDecorator, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Acteur } from '@sm/kernel';
import type { FastifyRequest } from 'fastify';
import { contexteRequete } from '../http/contexte-requete';
import { probleme } from '../http/probleme';
import { CLE_PUBLIC } from './public.decorator';
import { VerificateurJeton } from './verificateur-jeton';

type RequeteAuthentifiee = FastifyRequest & { acteur?: Acteur };

function jetonPorte(entete: string | undefined): string {
  if (entete === undefined || entete.trim() === '') throw probleme('jeton-absent', 401, { entetes: { 'www-authenticate': 'Bearer' } });
  const jeton = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(entete.trim())?.[1];
  if (jeton === undefined) throw probleme('jeton-invalide', 401, { entetes: { 'www-authenticate': 'Bearer error="invalid_token"' } });
  return jeton;
}

/** Global guard: every HTTP route needs a valid token, `@Public()` ones excepted. Rights are checked further, unit by unit. */
@Injectable()
export class GardeJeton implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verificateur: VerificateurJeton,
  ) {}

  async canActivate(contexte: ExecutionContext): Promise<boolean> {
    if (contexte.getType() !== 'http') return true;
    if (this.reflector.getAllAndOverride<boolean | undefined>(CLE_PUBLIC, [contexte.getHandler(), contexte.getClass()])) return true;
    const request = contexte.switchToHttp().getRequest<RequeteAuthentifiee>();
    const acteur = await this.verificateur.verifier(jetonPorte(request.headers.authorization));
    request.acteur = acteur;
    const courant = contexteRequete();
    if (courant) courant.acteur = acteur;
    return true;
  }
}

/** Parameter decorator: who acts. @throws ProblemeException 401 on a route that is open without a token. */
export const ActeurCourant = createParamDecorator((_: unknown, contexte: ExecutionContext): Acteur => {
  const { acteur } = contexte.switchToHttp().getRequest<RequeteAuthentifiee>();
  if (acteur === undefined) throw probleme('jeton-absent', 401, { entetes: { 'www-authenticate': 'Bearer' } });
  return acteur;
});
