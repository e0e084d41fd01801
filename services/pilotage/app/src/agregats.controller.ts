import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { joursEntre, jourValide, type Acteur } from '@sm/kernel';
import type { Tableau } from '@sm/pilotage-domaine';
import { ActeurCourant, Repond, probleme } from '@sm/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EditionHandler } from './edition.handler';
import { DemandeAgregats, DemandeSerie } from './rapport.dto';
import { RapportHandler, type Serie } from './rapport.handler';
import { tableauEnCsv } from './rendus/csv';
import { tableauDiffusableEnCsv, tableauDiffusableEnHtml } from './rendus/diffusable';
import { envoyer, formatDemande } from './rendus/reponse';

const JOURS_MAX = 3660;

@Controller('agregats')
export class AgregatsController {
  constructor(private readonly handler: RapportHandler, private readonly editions: EditionHandler) {}

  /** Figures by unit of a level, from what the levels below published. */
  @Get() @Repond<Tableau>('application/json', 'text/csv') @ApiResponse({ status: 200 }) @ApiResponse({ status: 304 })
  async tableau(@ActeurCourant() acteur: Acteur, @Query() demande: DemandeAgregats, @Req() requete: FastifyRequest, @Res() reponse: FastifyReply): Promise<void> {
    if (demande.edition === 'diffusable') return this.diffuser(acteur, demande, requete, reponse);
    if (demande.mois !== undefined) throw probleme('periode-invalide', 400);
    const tableau = await this.handler.tableau(acteur, demande.annee, demande.niveau, demande);
    const format = formatDemande(requete, demande.format) === 'csv' ? 'csv' : 'json';
    envoyer(requete, reponse, format, format === 'csv' ? tableauEnCsv(tableau) : JSON.stringify(tableau), `agregats-${demande.niveau}-${demande.annee}`);
  }

  private async diffuser(acteur: Acteur, d: DemandeAgregats, requete: FastifyRequest, reponse: FastifyReply): Promise<void> {
    const tableau = await this.editions.tableau(acteur, d.annee, d.niveau, d.mois ?? String(d.annee), d);
    const format = formatDemande(requete, d.format);
    const corps = format === 'csv' ? tableauDiffusableEnCsv(tableau) : format === 'html' ? tableauDiffusableEnHtml(tableau) : JSON.stringify(tableau);
    envoyer(requete, reponse, format, corps, `agregats-${d.niveau}-${d.mois ?? d.annee}-diffusable-${tableau.numero}`);
  }

  /** One figure day by day. */
  @Get('series')
  serie(@ActeurCourant() acteur: Acteur, @Query() { indicateur, unite, du, au, edition }: DemandeSerie): Promise<Serie> {
    if (edition === 'diffusable') throw probleme('hors-treillis', 400);
    if (!jourValide(du) || !jourValide(au) || du > au || joursEntre(du, au) > JOURS_MAX) throw probleme('periode-invalide', 400);
    return this.handler.serie(acteur, indicateur, unite, du, au);
  }
}
