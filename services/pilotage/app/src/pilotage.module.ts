import { Module } from '@nestjs/common';
import { AgregatConsumer } from './agregat.consumer';
import { AgregatsController } from './agregats.controller';
import { DepotImport } from './depot.import';
import { DossierConsumer } from './dossier.consumer';
import { LectureQuery } from './lecture.query';
import { Publication } from './publication';
import { RacineConsumer } from './racine.consumer';
import { RacinesController } from './racine.controller';
import { RapportController } from './rapport.controller';
import { RapportHandler } from './rapport.handler';
import { Reconstruction } from './reconstruction';

@Module({
  controllers: [RapportController, AgregatsController, DossierConsumer, AgregatConsumer, RacineConsumer, RacinesController],
  providers: [LectureQuery, RapportHandler, Publication, Reconstruction, DepotImport],
  exports: [Publication, Reconstruction],
})
export class PilotageModule {}
