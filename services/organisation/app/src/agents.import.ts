import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Imports } from '@sm/platform';
import type { DemandeAffectation } from './affectation';
import { AffectationHandler } from './affectation.handler';
import { COLONNES_AGENTS, validerLigneAgent } from './ligne-agent';

/** Intake of the staff file: `POST /imports?flux=agents`. */
@Injectable()
export class AgentsImport implements OnModuleInit {
  constructor(private readonly imports: Imports, private readonly handler: AffectationHandler) {}

  onModuleInit(): void {
    this.imports.declarer<DemandeAffectation>({
      nom: 'agents',
      formats: ['csv'],
      colonnes: COLONNES_AGENTS,
      action: 'organisation.gerer',
      procedure: '*',
      valider: validerLigneAgent,
      appliquer: (tx, ctx, demandes, commande) => this.handler.appliquer(tx, ctx, demandes, commande),
    });
  }
}
