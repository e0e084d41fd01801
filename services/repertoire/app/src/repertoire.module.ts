import { Module } from '@nestjs/common';
import { AssuresHandler } from './assures.handler';
import { Coffre } from './coffre';
import { IdentitesController } from './identites.controller';
import { IdentitesReader } from './identites.reader';
import { PersonneController } from './personne.controller';
import { PersonneHandler } from './personne.handler';
import { ReferenceController } from './reference.controller';
import { RepertoireImports } from './repertoire.imports';
import { ResolutionController } from './resolution.controller';

@Module({
  controllers: [ResolutionController, IdentitesController, PersonneController, ReferenceController],
  providers: [Coffre, AssuresHandler, RepertoireImports, IdentitesReader, PersonneHandler],
})
export class RepertoireModule {}
