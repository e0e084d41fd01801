import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Horloges } from '@sm/platform';
import { natureHorloge } from './dossier.ecriture';
import { DossierHandler } from './dossier.handler';
import { MOTEURS } from './procedures';

/** What the clocks of a dossier do when they fall due. */
@Injectable()
export class DossierHorloges implements OnModuleInit {
  constructor(private readonly horloges: Horloges, private readonly handler: DossierHandler) {}

  onModuleInit(): void {
    for (const { procedure, naturesEcheance } of Object.values(MOTEURS)) {
      for (const nature of naturesEcheance) this.horloges.surEcheance(natureHorloge(procedure, nature), (tx, h, ctx) => this.handler.echoir(tx, ctx, h.dossier, nature, h.echoitLe));
    }
  }
}
