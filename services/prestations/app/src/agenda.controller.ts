import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, AvecEtag, CleIdempotence, UuidDeChemin, VersionAttendue, type Page } from '@sm/platform';
import { AgendaDemande, CreneauOuvert, FermetureDemandee, LibresDemandes, RythmeOuvert } from './agenda.dto';
import { AgendaHandler, type CreneauxOuverts, type Fermeture } from './agenda.handler';
import { AgendaQuery, type LigneAgenda } from './agenda.query';

/** Slots of the units: opened one by one or by the week, closed with their reason. */
@Controller('agenda')
export class AgendaController {
  constructor(private readonly handler: AgendaHandler, private readonly lecture: AgendaQuery) {}

  @Post('creneaux') @HttpCode(201)
  ouvrir(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() demande: CreneauOuvert): Promise<CreneauxOuverts> {
    return this.handler.ouvrir(acteur, cle, demande);
  }

  /** The same week over a period, in one command: all its slots, or none. */
  @Post('rythmes') @HttpCode(201)
  ouvrirRythme(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() demande: RythmeOuvert): Promise<CreneauxOuverts> {
    return this.handler.ouvrirRythme(acteur, cle, demande);
  }

  @Post('creneaux/:id/fermeture') @HttpCode(200) @AvecEtag()
  fermer(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @VersionAttendue() version: number, @Param('id', UuidDeChemin) id: string, @Body() demande: FermetureDemandee): Promise<Fermeture> {
    return this.handler.fermer(acteur, { cle, id, version, demande });
  }

  @Get()
  lire(@ActeurCourant() acteur: Acteur, @Query() demande: AgendaDemande): Promise<Page<LigneAgenda>> {
    return this.lecture.lire(acteur, demande);
  }

  @Get('libres')
  libres(@ActeurCourant() acteur: Acteur, @Query() demande: LibresDemandes): Promise<Page<LigneAgenda>> {
    return this.lecture.libres(acteur, demande);
  }
}
