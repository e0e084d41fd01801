import { PageDemandee } from '@sm/platform';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { MOTIFS_RETRAIT, NATURES_PIECE, type MotifRetrait, type NaturePiece } from './piece-jointe.types';
import { MOTIFS_LECTURE, type MotifLecture } from './travail.dto';

export class DepotDemande {
  @IsIn(NATURES_PIECE) readonly nature: NaturePiece;
}

export class ListePieces extends PageDemandee {
  /** Why names are asked for, by whoever is not in charge. */
  @IsOptional() @IsIn(MOTIFS_LECTURE) readonly motif?: MotifLecture;
}

export class TitreDemande {
  /** No control character. */
  @IsString() @Length(1, 200) @Matches(/^\P{Cc}+$/u) readonly titre: string;
}

export class RetraitDemande {
  @IsIn(MOTIFS_RETRAIT) readonly motif: MotifRetrait;
}
