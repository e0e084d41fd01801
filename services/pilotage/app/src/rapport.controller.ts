import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { Acteur } from '@sm/kernel';
import type { Rapport } from '@sm/pilotage-domaine';
import { ActeurCourant, Public, Repond } from '@sm/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EditionHandler } from './edition.handler';
import { CheminRapport, DemandeRapport } from './rapport.dto';
import { RapportHandler } from './rapport.handler';
import { rapportEnCsv } from './rendus/csv';
import { rapportDiffusableEnCsv, rapportDiffusableEnHtml } from './rendus/diffusable';
import { rapportEnHtml } from './rendus/html';
import { envoyer, formatDemande } from './rendus/reponse';
import { STYLE } from './rendus/style';

@Controller('rapports')
export class RapportController {
  constructor(private readonly handler: RapportHandler, private readonly editions: EditionHandler) {}

  @Get('style.css')
  @Public() @Repond<string>('text/css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  style(): string {
    return STYLE;
  }

  /** Yearly activity report of a unit: JSON, CSV or printable HTML. */
  @Get(':unite/:annee') @Repond<Rapport>('application/json', 'text/csv', 'text/html') @ApiResponse({ status: 200 }) @ApiResponse({ status: 304 })
  async lire(@ActeurCourant() acteur: Acteur, @Param() chemin: CheminRapport, @Query() demande: DemandeRapport, @Req() requete: FastifyRequest, @Res() reponse: FastifyReply): Promise<void> {
    const format = formatDemande(requete, demande.format);
    if (demande.edition === 'diffusable') {
      const diffuse = await this.editions.rapport(acteur, chemin.unite, chemin.annee, demande);
      const texte = format === 'csv' ? rapportDiffusableEnCsv(diffuse) : format === 'html' ? rapportDiffusableEnHtml(diffuse) : JSON.stringify(diffuse);
      return envoyer(requete, reponse, format, texte, `rapport-${chemin.unite}-${chemin.annee}-diffusable-${diffuse.numero}`);
    }
    const rapport = await this.handler.rapport(acteur, chemin.unite, chemin.annee, demande);
    const corps = format === 'csv' ? rapportEnCsv(rapport) : format === 'html' ? rapportEnHtml(rapport) : JSON.stringify(rapport);
    envoyer(requete, reponse, format, corps, `rapport-${chemin.unite}-${chemin.annee}`);
  }
}
