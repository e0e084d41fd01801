import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Imports, type FluxImport } from '@sm/platform';
import { COLONNES_ASSURES } from './assure';
import { AssuresHandler } from './assures.handler';
import { COLONNES_PROFESSIONNELS, COLONNES_STRUCTURES, lireProfessionnel, lireStructure } from './reference';
import { ecrireReference } from './reference.store';

type Reglages = Pick<FluxImport<unknown>, 'formats' | 'action' | 'procedure' | 'tailleLot'>;
const REGLAGES: Reglages = { formats: ['csv', 'ndjson'], action: 'import.deposer', procedure: '*', tailleLot: 2000 };

/** The three files that the directory takes in. */
@Injectable()
export class RepertoireImports implements OnModuleInit {
  constructor(private readonly imports: Imports, private readonly assures: AssuresHandler) {}

  onModuleInit(): void {
    this.imports.declarer({ ...REGLAGES, nom: 'assures', colonnes: COLONNES_ASSURES, valider: (brut) => this.assures.valider(brut), appliquer: (tx, ctx, valeurs, commande) => this.assures.appliquer(tx, ctx, valeurs, commande) });
    this.imports.declarer({ ...REGLAGES, nom: 'professionnels', colonnes: COLONNES_PROFESSIONNELS, valider: lireProfessionnel, appliquer: (tx, _ctx, valeurs) => ecrireReference(tx, 'professionnel', valeurs) });
    this.imports.declarer({ ...REGLAGES, nom: 'structures', colonnes: COLONNES_STRUCTURES, valider: lireStructure, appliquer: (tx, _ctx, valeurs) => ecrireReference(tx, 'structure', valeurs) });
  }
}
