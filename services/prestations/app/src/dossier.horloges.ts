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
    const natures = new Map(Object.values(MOTEURS).flatMap(({ procedure, naturesEcheance }) => naturesEcheance.map((nature) => [natureHorloge(procedure, nature), nature])));
    this.horloges.surEcheances([...natures.keys()], (tx, dues, ctx) => this.handler.echoir(tx, ctx, dues.map((h) => ({ dossier: h.dossier, nature: natures.get(h.nature)!, echoitLe: h.echoitLe }))));
  }
}
