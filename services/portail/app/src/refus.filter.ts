import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { JournalTechnique } from '@sm/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { gabarit } from './pages/gabarit';
import { pageRefus } from './pages/refus';
import { RefusPortail, refusDeStatut } from './refus';
import type { SessionStore } from './session/session.store';

/** The page that says a refusal, or an internal error, to a person. */
export function texteRefus(refus: RefusPortail, correlation: string, identite: Parameters<typeof gabarit>[0]['identite']): string {
  return gabarit({ titre: refus.titre.replace(/\.$/, ''), chemin: '', identite, contenu: pageRefus(refus, correlation) });
}

function statutDe(erreur: unknown): number {
  if (erreur instanceof HttpException) return erreur.getStatus();
  return typeof erreur === 'object' && erreur !== null && 'statusCode' in erreur && typeof erreur.statusCode === 'number' ? erreur.statusCode : 500;
}

/** Turns everything thrown by a page into a friendly page. */
@Catch()
export class RefusFilter implements ExceptionFilter {
  constructor(private readonly sessions: SessionStore, private readonly journal: JournalTechnique) {}

  catch(erreur: unknown, hote: ArgumentsHost): void {
    const requete = hote.switchToHttp().getRequest<FastifyRequest>();
    const reponse = hote.switchToHttp().getResponse<FastifyReply>();
    const refus = erreur instanceof RefusPortail ? erreur : refusDeStatut(statutDe(erreur));
    if (refus.statut === 500) this.journal.erreur('erreur-interne', erreur, { correlation: requete.id });
    const identite = this.sessions.lire(requete)?.identite ?? null;
    void reponse.code(refus.statut).type('text/html; charset=utf-8').send(texteRefus(refus, requete.id, identite));
  }
}
