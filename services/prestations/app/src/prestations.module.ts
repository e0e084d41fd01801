import { Module, type DynamicModule } from '@nestjs/common';
import type { DefinitionService } from '@sm/platform';
import { AtmpController } from './atmp.controller';
import { AtmpPiecesHandler } from './atmp.pieces.handler';
import { DemandesFlux } from './demandes.flux';
import { DossierController } from './dossier.controller';
import { DossierEcriture } from './dossier.ecriture';
import { DossierEntity } from './dossier.entity';
import { DossierHandler } from './dossier.handler';
import { DossierHorloges } from './dossier.horloges';
import { DossierQuery } from './dossier.query';
import { DossierStore } from './dossier.store';
import { FaitsReader } from './faits.reader';
import { LectureController } from './lecture.controller';
import { Dossier1763800000100 } from './migrations/dossier.migration';
import { OuvertureHandler } from './ouverture.handler';
import { PiecesHandler } from './pieces.handler';
import { RepartitionHandler } from './repartition.handler';
import { Repertoire, URL_REPERTOIRE } from './repertoire.client';
import { RepriseFlux } from './reprise.flux';
import { titres } from './titres';
import { TravailController } from './travail.controller';
import { TravailQuery } from './travail.query';

@Module({})
class PrestationsModule {}

/** The service `prestations`. `urlRepertoire` is asked at each call: the directory may start later, elsewhere. */
export function definitionPrestations(options: { urlRepertoire: () => string }): DefinitionService {
  const module: DynamicModule = {
    module: PrestationsModule,
    controllers: [DossierController, AtmpController, LectureController, TravailController],
    providers: [
      { provide: URL_REPERTOIRE, useValue: options.urlRepertoire }, Repertoire, FaitsReader, DossierStore, DossierEcriture, DossierHandler, DossierHorloges, OuvertureHandler, PiecesHandler, AtmpPiecesHandler,
      RepartitionHandler, DossierQuery, TravailQuery, DemandesFlux, RepriseFlux,
    ],
  };
  return { nom: 'prestations', module, migrations: [Dossier1763800000100], entites: [DossierEntity], titres };
}
