import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Imports } from '@sm/platform';
import { COLONNES_MESURES, validerLigneMesure } from './ligne-mesure';
import type { Mesure } from './mesure';
import { MesureHandler } from './mesure.handler';

/** Intake of a register kept elsewhere until now: `POST /imports?flux=mesures`. */
@Injectable()
export class MesuresImport implements OnModuleInit {
  constructor(private readonly imports: Imports, private readonly handler: MesureHandler) {}

  onModuleInit(): void {
    this.imports.declarer<Mesure>({
      nom: 'mesures',
      formats: ['csv'],
      colonnes: COLONNES_MESURES,
      action: 'organisation.gerer',
      procedure: '*',
      valider: validerLigneMesure,
      appliquer: (tx, ctx, mesures, commande) => this.handler.appliquer(tx, ctx, mesures, commande),
    });
  }
}
