import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Horloges } from '@sm/platform';
import { NATURES_ECHEANCE } from '@sm/prestations-domaine';
import { natureHorloge } from './dossier.ecriture';
import { DossierHandler } from './dossier.handler';

/** What the clocks of a dossier do when they fall due. */
@Injectable()
export class DossierHorloges implements OnModuleInit {
  constructor(private readonly horloges: Horloges, private readonly handler: DossierHandler) {}

  onModuleInit(): void {
    for (const nature of NATURES_ECHEANCE) this.horloges.surEcheance(natureHorloge(nature), (tx, h, ctx) => this.handler.echoir(tx, ctx, h.dossier, nature, h.echoitLe));
  }
}
