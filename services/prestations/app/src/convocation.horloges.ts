import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Horloges } from '@sm/platform';
import { NATURES_ECHEANCE_CONVOCATION } from '@sm/prestations-domaine';
import { ConvocationHandler, NATURE_HORLOGE } from './convocation.handler';

/** What the clocks of a convocation do when they fall due. */
@Injectable()
export class ConvocationHorloges implements OnModuleInit {
  constructor(private readonly horloges: Horloges, private readonly handler: ConvocationHandler) {}

  onModuleInit(): void {
    for (const nature of NATURES_ECHEANCE_CONVOCATION) this.horloges.surEcheance(NATURE_HORLOGE + nature, (tx, h, ctx) => this.handler.echoir(tx, ctx, h.dossier, h.echoitLe));
  }
}
