import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { joursEntre, jourValide, type Acteur } from '@sm/kernel';
import type { Tableau } from '@sm/pilotage-domaine';
import { ActeurCourant, Repond, probleme } from '@sm/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DemandeAgregats, DemandeSerie } from './rapport.dto';
import { RapportHandler, type Serie } from './rapport.handler';
import { tableauEnCsv } from './rendus/csv';
import { envoyer, formatDemande } from './rendus/reponse';

const JOURS_MAX = 3660;

@Controller('agregats')
export class AgregatsController {
  constructor(private readonly handler: RapportHandler) {}

  /** Figures by unit of a level, from what the levels below published. */
  @Get() @Repond<Tableau>('application/json', 'text/csv') @ApiResponse({ status: 200 }) @ApiResponse({ status: 304 })
  async tableau(@ActeurCourant() acteur: Acteur, @Query() demande: DemandeAgregats, @Req() requete: FastifyRequest, @Res() reponse: FastifyReply): Promise<void> {
    const tableau = await this.handler.tableau(acteur, demande.annee, demande.niveau, demande);
    const format = formatDemande(requete, demande.format) === 'csv' ? 'csv' : 'json';
    envoyer(requete, reponse, format, format === 'csv' ? tableauEnCsv(tableau) : JSON.stringify(tableau), `agregats-${demande.niveau}-${demande.annee}`);
  }

  /** One figure day by day. */
  @Get('series')
  serie(@ActeurCourant() acteur: Acteur, @Query() { indicateur, unite, du, au }: DemandeSerie): Promise<Serie> {
    if (!jourValide(du) || !jourValide(au) || du > au || joursEntre(du, au) > JOURS_MAX) throw probleme('periode-invalide', 400);
    return this.handler.serie(acteur, indicateur, unite, du, au);
  }
}
