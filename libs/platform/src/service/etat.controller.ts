import { Controller, Get } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant } from '../auth/garde-jeton';
import { Tenancy } from '../tenancy/tenancy';
import { EtatDuService, type EtatService } from './etat.service';
import { exigerExploitation } from './exploitation';

/** Where the service stands with its work, for an operator and for whoever waits for the end of a loading. */
@Controller('exploitation')
export class EtatController {
  constructor(private readonly etat: EtatDuService, private readonly tenancy: Tenancy) {}

  @Get('etat')
  lire(@ActeurCourant() acteur: Acteur): Promise<EtatService> {
    exigerExploitation(this.tenancy, acteur);
    return this.etat.lire();
  }
}
