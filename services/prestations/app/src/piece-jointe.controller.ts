import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { AccepteFlux, ActeurCourant, CleIdempotence, Flux, Repond, UuidDeChemin, type FluxRecu, type Page } from '@sm/platform';
import { ProvenanceCourante, type Provenance } from './consultation.journal';
import { DepotDemande, ListePieces, RetraitDemande, TitreDemande } from './piece-jointe.dto';
import { PieceJointeHandler, type ReponsePiece } from './piece-jointe.handler';
import { PieceJointeQuery, type VuePiece } from './piece-jointe.query';
import { ReponsesActe, ReponsesDepot, ReponsesLecture, ReponsesListe } from './piece-jointe.reponses';
import { TYPES_PIECE } from './piece-jointe.types';
import { LectureMedicale } from './travail.dto';

const Dossier = (): ParameterDecorator => Param('id', UuidDeChemin);
const Piece = (): ParameterDecorator => Param('pj', UuidDeChemin);

/** Attachments of a dossier. No name of a file is ever in an address or a header: it may tell an illness. */
@Controller('dossiers/:id/pieces-jointes')
export class PieceJointeController {
  constructor(private readonly handler: PieceJointeHandler, private readonly query: PieceJointeQuery) {}

  /** The body is the file, streamed, under its own type. */
  @Post() @HttpCode(201) @AccepteFlux(...TYPES_PIECE) @ReponsesDepot()
  deposer(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @Dossier() dossier: string, @Query() { nature }: DepotDemande, @Flux() flux: FluxRecu): Promise<ReponsePiece> {
    return this.handler.deposer(acteur, { id, dossier, nature, flux });
  }

  @Get() @ReponsesListe()
  lister(@ActeurCourant() acteur: Acteur, @Dossier() dossier: string, @Query() { motif, ...page }: ListePieces, @ProvenanceCourante() provenance: Provenance): Promise<Page<VuePiece>> {
    return this.query.lister(acteur, dossier, { motif: motif ?? null, provenance }, page);
  }

  /** The reading is written in the register; `motif` is required of whoever is not in charge. */
  @Get(':pj') @Repond<string>(...TYPES_PIECE) @ReponsesLecture()
  @Header('content-security-policy', "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox") @Header('x-content-type-options', 'nosniff') @Header('cache-control', 'no-store')
  async lire(@ActeurCourant() acteur: Acteur, @Dossier() dossier: string, @Piece() piece: string, @Query() { motif }: LectureMedicale, @ProvenanceCourante() provenance: Provenance): Promise<StreamableFile> {
    const { flux, type, taille, fichier } = await this.query.lire(acteur, dossier, piece, { motif: motif ?? null, provenance });
    return new StreamableFile(flux, { type: type === 'text/plain' ? 'text/plain; charset=utf-8' : type, length: taille, disposition: `attachment; filename="${fichier}"` });
  }

  /** Gives the piece its name, sealed with the key of the dossier. */
  @Post(':pj/titre') @HttpCode(200) @ReponsesActe()
  intituler(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @Dossier() dossier: string, @Piece() piece: string, @Body() { titre }: TitreDemande): Promise<ReponsePiece> {
    return this.handler.intituler(acteur, { id, dossier, piece }, titre);
  }

  /** Read no more; the sealed bytes stay until the dossier is erased. */
  @Post(':pj/retrait') @HttpCode(200) @ReponsesActe()
  retirer(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @Dossier() dossier: string, @Piece() piece: string, @Body() { motif }: RetraitDemande): Promise<ReponsePiece> {
    return this.handler.retirer(acteur, { id, dossier, piece }, motif);
  }
}
