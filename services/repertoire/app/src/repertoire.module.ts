import { Module } from '@nestjs/common';
import { AssuresHandler } from './assures.handler';
import { Coffre } from './coffre';
import { RepertoireImports } from './repertoire.imports';
import { ResolutionController } from './resolution.controller';

@Module({
  controllers: [ResolutionController],
  providers: [Coffre, AssuresHandler, RepertoireImports],
})
export class RepertoireModule {}
