import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, CleIdempotence } from '@sm/platform';
import { EditionHandler, type EditionPubliee } from './edition.handler';
import { CheminEdition } from './rapport.dto';

@ApiTags('Éditions')
@Controller('editions')
export class EditionController {
  constructor(private readonly handler: EditionHandler) {}

  /** Publishes an edition of a year, with its suppression pattern. */
  @Post(':annee')
  @HttpCode(201)
  editer(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Param() { annee }: CheminEdition): Promise<EditionPubliee> {
    return this.handler.editer(acteur, annee, cle);
  }
}
