import { randomUUID } from 'node:crypto';
import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConfigPortail } from '../config';
import { RefusPortail, refusDeStatut } from '../refus';
import { memeOrigine } from '../session/origine';
import { SessionStore } from '../session/session.store';
import type { Session } from '../session/session.store';
import { REVUES, pageConsultations } from './consultations';
import type { FiltreConsultations } from './consultations';
import { requeteConsultations } from './consultations';
import { gabarit } from './gabarit';
import { ACCES_CONSULTATIONS } from './roles';
import { ServiceReader } from './service.reader';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const JOUR = /^(\d{4}-\d{2}-\d{2})?$/;

function lire(query: Record<string, unknown>, nom: string, forme: RegExp): string {
  const valeur = query[nom] ?? '';
  if (typeof valeur !== 'string' || !forme.test(valeur)) throw new RefusPortail(400, 'parametre-invalide', undefined, nom);
  return valeur;
}

const filtreDe = (query: Record<string, unknown>): FiltreConsultations => ({
  revue: lire(query, 'revue', /^(attendue|faite)?$/), resultat: lire(query, 'resultat', /^(lu|refuse)?$/), acteur: lire(query, 'acteur', /^(agent:[A-Za-z0-9._-]{1,64})?$/),
  dossier: lire(query, 'dossier', new RegExp(`${ID.source}|^$`)), du: lire(query, 'du', JOUR), au: lire(query, 'au', JOUR), curseur: lire(query, 'curseur', /^[\w-]{0,1024}$/),
});

/** Register of the readings of medical records, for the accounts that audit them. */
@Controller('consultations')
export class ConsultationsController {
  constructor(private readonly config: ConfigPortail, private readonly sessions: SessionStore, private readonly services: ServiceReader) {}

  @Get()
  async registre(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Query() query: Record<string, unknown>): Promise<void> {
    const session = this.sessions.lire(requete);
    if (!session) return void reponse.redirect(`/connexion?${new URLSearchParams({ retour: requete.url })}`, 303);
    const filtre = filtreDe(query);
    const donnees = await this.services.lire('prestations', `/consultations?${requeteConsultations(filtre)}`, await this.jeton(session), requete.id);
    const page = gabarit({ titre: 'Consultations', chemin: ACCES_CONSULTATIONS, identite: session.identite, contenu: pageConsultations(filtre, donnees) });
    void reponse.type('text/html; charset=utf-8').send(page);
  }

  /** One button, one conclusion: nothing is read from the body. */
  @Post(':id/revue/:resultat')
  async revoir(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Param('id') id: string, @Param('resultat') resultat: string): Promise<void> {
    if (!memeOrigine(requete, this.config.publique)) throw new RefusPortail(403, 'origine-refusee');
    const session = this.sessions.lire(requete);
    if (!session) throw refusDeStatut(401);
    if (!ID.test(id) || !REVUES.has(resultat)) throw refusDeStatut(404);
    await this.services.ecrire('prestations', `/consultations/${id}/revue`, { corps: { resultat }, cle: randomUUID() }, await this.jeton(session), requete.id);
    void reponse.redirect(`${ACCES_CONSULTATIONS}?revue=attendue`, 303);
  }

  private async jeton(session: Session): Promise<string> {
    const jeton = await this.sessions.jeton(session);
    if (!jeton) throw new RefusPortail(401, 'session-terminee');
    return jeton;
  }
}
