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
import { MesureControle } from './mesure.controle';
import { MesureController } from './mesure.controller';
import { MesureEntity } from './mesure.entity';
import { MesureHandler } from './mesure.handler';
import { MesureQuery } from './mesure.query';
import { MesureStore } from './mesure.store';
import { MesuresImport } from './mesures.import';
import { Organisation1763800000000 } from './migrations/1763800000000-organisation';
import { CodesPublies1763910000000 } from './migrations/1763910000000-codes-publies';
import { Mesures1764100000000 } from './migrations/1764100000000-mesures';
import { titresOrganisation } from './titres';

@Module({})
export class OrganisationModule {
  static avec({ amorceSub }: ConfigOrganisation): DynamicModule {
    return {
      module: OrganisationModule,
      controllers: [ArbreController, AffectationController, MesureController],
      providers: [
        ArbreStore, AffectationStore, AgentStore, AffectationHandler, AffectationQuery, EffectifsQuery, AgentsImport, Amorce,
        MesureStore, MesureControle, MesureHandler, MesureQuery, MesuresImport,
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
  migrations: [Organisation1763800000000, CodesPublies1763910000000, Mesures1764100000000],
  entites: [AffectationEntity, AgentEntity, CaisseEntity, MesureEntity, UniteCodeEntity, UniteEntity, UniteLienEntity, UniteNomEntity, VersionArbreEntity],
  titres: titresOrganisation,
});
