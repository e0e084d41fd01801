import { Controller, Get, Query } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, type Page } from '@sm/platform';
import { DossierQuery } from './dossier.query';
import { EcheancesDemandees, PrevisionDemandee } from './echeances.dto';
import { EcheancesQuery, type LigneEcheance, type Prevision } from './echeances.query';

/** Register of the clocks that run, and forecast of what becomes tacit. */
@Controller('travail/echeances')
export class EcheancesController {
  constructor(private readonly dossiers: DossierQuery, private readonly echeances: EcheancesQuery) {}

  @Get()
  lister(@ActeurCourant() acteur: Acteur, @Query() demande: EcheancesDemandees): Promise<Page<LigneEcheance>> {
    return this.echeances.lister(this.dossiers.portee(acteur), demande);
  }

  @Get('resume')
  prevoir(@ActeurCourant() acteur: Acteur, @Query() demande: PrevisionDemandee): Promise<Prevision> {
    return this.echeances.prevoir(this.dossiers.portee(acteur), demande);
  }
}
