import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, CleIdempotence, UuidDeChemin } from '@sm/platform';
import { EffacementDemande } from './effacement.dto';
import { EffacementHandler, type ReponseEffacement } from './effacement.handler';

/** Erasure of the medical content of a dossier, at the end of its conservation or by order. */
@Controller('effacements')
export class EffacementController {
  constructor(private readonly handler: EffacementHandler) {}

  /** Destroys the key of the dossier: what it sealed stays closed everywhere, backups of the bytes included. Asked again, nothing changes. */
  @Post(':dossier') @HttpCode(200)
  effacer(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @Param('dossier', UuidDeChemin) dossier: string, @Body() { motif }: EffacementDemande): Promise<ReponseEffacement> {
    return this.handler.effacer(acteur, { id, dossier, motif });
  }
}
