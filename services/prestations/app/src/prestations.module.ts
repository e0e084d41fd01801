import { Module, type DynamicModule } from '@nestjs/common';
import type { DefinitionService } from '@sm/platform';
import { DemandesFlux } from './demandes.flux';
import { DossierEntity } from './dossier.entity';
import { DossierHandler } from './dossier.handler';
import { DossierHorloges } from './dossier.horloges';
import { DossierStore } from './dossier.store';
import { FaitsReader } from './faits.reader';
import { Dossier1763800000100 } from './migrations/dossier.migration';
import { Repertoire, URL_REPERTOIRE } from './repertoire.client';
import { RepriseFlux } from './reprise.flux';
import { titres } from './titres';

@Module({})
class PrestationsModule {}

/** The service `prestations`. `urlRepertoire` is asked at each call: the directory may start later, elsewhere. */
export function definitionPrestations(options: { urlRepertoire: () => string }): DefinitionService {
  const module: DynamicModule = {
    module: PrestationsModule,
    controllers: [],
    providers: [{ provide: URL_REPERTOIRE, useValue: options.urlRepertoire }, Repertoire, FaitsReader, DossierStore, DossierHandler, DossierHorloges, DemandesFlux, RepriseFlux],
  };
  return { nom: 'prestations', module, migrations: [Dossier1763800000100], entites: [DossierEntity], titres };
}
