import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, CleIdempotence } from '@sm/platform';
import { DossierQuery } from './dossier.query';
import { ReaffectationQuery, type DossierAReaffecter } from './reaffectation.query';
import { RepartitionHandler, type ChargePraticien, type Repartition } from './repartition.handler';
import { ChargeDemandee, ReaffectationDemandee, RepartitionDemandee, ResumeDemande } from './travail.dto';
import { TravailQuery, type Resume } from './travail.query';

/** The day's work of a unit. */
@Controller('travail')
export class TravailController {
  constructor(private readonly dossiers: DossierQuery, private readonly travail: TravailQuery, private readonly repartition: RepartitionHandler, private readonly aReaffecter: ReaffectationQuery) {}

  @Get('resume')
  resume(@ActeurCourant() acteur: Acteur, @Query() { horizon }: ResumeDemande): Promise<Resume> {
    return this.travail.resume(this.dossiers.portee(acteur), horizon);
  }

  /** Open dossiers of each practitioner, for whoever assigns them. */
  @Get('charge')
  charge(@ActeurCourant() acteur: Acteur, @Query() { unite }: ChargeDemandee): Promise<ChargePraticien[]> {
    return this.repartition.charges(acteur, unite);
  }

  /** Urgent dossiers whose practitioner is away or has left, for whoever assigns them. */
  @Get('a-reaffecter')
  reaffecter(@ActeurCourant() acteur: Acteur, @Query() { horizon, limite }: ReaffectationDemandee): Promise<DossierAReaffecter[]> {
    return this.aReaffecter.lister(acteur, horizon, limite);
  }

  @Post('repartition') @HttpCode(200)
  repartir(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() demande: RepartitionDemandee): Promise<Repartition> {
    return this.repartition.repartir(acteur, cle, demande);
  }
}
