import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant } from '@sm/platform';
import { IdentitesDemandees, IdentitesLues } from './identites.dto';
import { IdentitesReader } from './identites.reader';

@Controller('identites')
export class IdentitesController {
  constructor(private readonly reader: IdentitesReader) {}

  /** Names and numbers of persons, for screens and letters. A POST: nothing of it enters an address, and it leaves a trace. */
  @Post() @HttpCode(200)
  async lire(@ActeurCourant() acteur: Acteur, @Body() demande: IdentitesDemandees): Promise<IdentitesLues> {
    return { identites: await this.reader.lire(acteur, demande) };
  }
}
