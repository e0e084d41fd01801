import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { gabarit } from './pages/gabarit';
import { pageRefus } from './pages/refus';
import { RefusPortail, refusDeStatut } from './refus';
import type { SessionStore } from './session/session.store';

const logger = new Logger('Portail');

/** The page that says a refusal, or an internal error, to a person. */
export function texteRefus(refus: RefusPortail, correlation: string, identite: Parameters<typeof gabarit>[0]['identite']): string {
  return gabarit({ titre: refus.titre, chemin: '', identite, contenu: pageRefus(refus, correlation) });
}

function enRefus(erreur: unknown, correlation: string): RefusPortail {
  if (erreur instanceof RefusPortail) return erreur;
  const statut = erreur instanceof HttpException ? erreur.getStatus() : statutFastify(erreur);
  if (statut >= 500) logger.error(`erreur interne (${correlation})`, erreur instanceof Error ? erreur.stack : undefined);
  return refusDeStatut(statut);
}

function statutFastify(erreur: unknown): number {
  return typeof erreur === 'object' && erreur !== null && 'statusCode' in erreur && typeof erreur.statusCode === 'number' ? erreur.statusCode : 500;
}

/** Turns everything thrown by a page into a friendly page. */
@Catch()
export class RefusFilter implements ExceptionFilter {
  constructor(private readonly sessions: SessionStore) {}

  catch(erreur: unknown, hote: ArgumentsHost): void {
    const requete = hote.switchToHttp().getRequest<FastifyRequest>();
    const reponse = hote.switchToHttp().getResponse<FastifyReply>();
    const refus = enRefus(erreur, requete.id);
    const identite = this.sessions.lire(requete)?.identite ?? null;
    void reponse.code(refus.statut).type('text/html; charset=utf-8').send(texteRefus(refus, requete.id, identite));
  }
}
