import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, AvecEtag, CleIdempotence, UuidDeChemin, VersionAttendue } from '@sm/platform';
import { FusionDemandee, PersonneRendue } from './personne.dto';
import { PersonneHandler } from './personne.handler';

@Controller('personnes')
export class PersonneController {
  constructor(private readonly handler: PersonneHandler) {}

  /** Administrative part of a person: attachment and status, no name, no number. */
  @Get(':id') @AvecEtag()
  lire(@ActeurCourant() acteur: Acteur, @Param('id', UuidDeChemin) id: string): Promise<PersonneRendue> {
    return this.handler.lire(acteur, id);
  }

  /** Merges another record into this person. */
  @Post(':id/fusion') @HttpCode(200) @AvecEtag()
  fusionner(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @VersionAttendue() version: number, @Param('id', UuidDeChemin) id: string, @Body() demande: FusionDemandee): Promise<PersonneRendue> {
    return this.handler.fusionner(acteur, cle, id, version, demande);
  }

  /** Undoes a merger: this absorbed record stands for itself again. */
  @Post(':id/separation') @HttpCode(200) @AvecEtag()
  separer(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @VersionAttendue() version: number, @Param('id', UuidDeChemin) id: string): Promise<PersonneRendue> {
    return this.handler.separer(acteur, cle, id, version);
  }
}
