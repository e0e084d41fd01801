import { Module } from '@nestjs/common';
import { AgregatConsumer } from './agregat.consumer';
import { AgregatsController } from './agregats.controller';
import { DepotImport } from './depot.import';
import { EditionController } from './edition.controller';
import { EditionHandler } from './edition.handler';
import { EditionStore } from './edition.store';
import { DossierConsumer } from './dossier.consumer';
import { LectureQuery } from './lecture.query';
import { Publication } from './publication';
import { RacineConsumer } from './racine.consumer';
import { RacinesController } from './racine.controller';
import { RapportController } from './rapport.controller';
import { RapportHandler } from './rapport.handler';
import { Reconstruction } from './reconstruction';

@Module({
  controllers: [RapportController, AgregatsController, EditionController, DossierConsumer, AgregatConsumer, RacineConsumer, RacinesController],
  providers: [LectureQuery, RapportHandler, EditionStore, EditionHandler, Publication, Reconstruction, DepotImport],
  exports: [Publication, Reconstruction],
})
export class PilotageModule {}
