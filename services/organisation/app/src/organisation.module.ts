import { Module, type DynamicModule } from '@nestjs/common';
import type { DefinitionService } from '@sm/platform';
import { documentation } from './api';
import { AffectationController } from './affectation.controller';
import { AffectationEntity, AgentEntity } from './affectation.entity';
import { AffectationHandler } from './affectation.handler';
import { AffectationQuery } from './affectation.query';
import { AffectationStore } from './affectation.store';
import { AgentStore } from './agent.store';
import { AgentsImport } from './agents.import';
import { Amorce, SUB_AMORCE } from './amorce';
import { ArbreController } from './arbre.controller';
import { CaisseEntity, UniteCodeEntity, UniteEntity, UniteLienEntity, UniteNomEntity, VersionArbreEntity } from './arbre.entity';
import { ArbreStore } from './arbre.store';
import type { ConfigOrganisation } from './config';
import { EffectifsQuery } from './effectifs.query';
import { Organisation1763800000000 } from './migrations/1763800000000-organisation';
import { titresOrganisation } from './titres';

@Module({})
export class OrganisationModule {
  static avec({ amorceSub }: ConfigOrganisation): DynamicModule {
    return {
      module: OrganisationModule,
      controllers: [ArbreController, AffectationController],
      providers: [
        ArbreStore, AffectationStore, AgentStore, AffectationHandler, AffectationQuery, EffectifsQuery, AgentsImport, Amorce,
        { provide: SUB_AMORCE, useValue: amorceSub ?? null },
      ],
    };
  }
}

/** The service, ready for `demarrerService`. */
export const definitionOrganisation = (config: ConfigOrganisation): DefinitionService => ({
  nom: 'organisation',
  documentation,
  module: OrganisationModule.avec(config),
  migrations: [Organisation1763800000000],
  entites: [AffectationEntity, AgentEntity, CaisseEntity, UniteCodeEntity, UniteEntity, UniteLienEntity, UniteNomEntity, VersionArbreEntity],
  titres: titresOrganisation,
});
