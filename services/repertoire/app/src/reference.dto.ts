import { PageDemandee } from '@sm/platform';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const JOUR = /^\d{4}-\d{2}-\d{2}$/;
const DEPARTEMENT = /^(\d{2}|2[AB]|9[78]\d)$/;

export class ProfessionnelsDemandes extends PageDemandee {
  @IsOptional() @Matches(DEPARTEMENT)
  readonly departement?: string;

  @IsOptional() @IsString() @MaxLength(80)
  readonly specialite?: string;

  /** Positions held on that day; today when absent. */
  @IsOptional() @Matches(JOUR)
  readonly jour?: string;
}

export class OffreDemandee {
  @Matches(DEPARTEMENT)
  readonly departement: string;

  @IsOptional() @Matches(JOUR)
  readonly jour?: string;
}

/** A dated position, with where it comes from. */
export class PositionProfessionnel {
  readonly rpps: string;
  readonly nom: string;
  readonly prenom: string;
  readonly profession: string;
  readonly specialite: string | null;
  readonly commune: string | null;
  readonly departement: string;
  readonly du: string;
  readonly au: string | null;
  readonly source: string;
  readonly numero: string;
}

export class ProfessionnelRendu {
  readonly rpps: string;
  readonly positions: readonly PositionProfessionnel[];
}

export class StructureRendue {
  readonly finess: string;
  readonly finessJuridique: string | null;
  /** False in Corsica: the number is taken as written. */
  readonly cleVerifiee: boolean;
  readonly nom: string;
  readonly categorie: string;
  readonly commune: string | null;
  readonly departement: string;
  readonly du: string;
  readonly au: string | null;
  readonly source: string;
  readonly numero: string;
}

export class SourceDuChiffre {
  readonly source: string;
  readonly effectif: number;
  /** When that source last changed one of these lines. */
  readonly majLe: string;
}

/** One figure of the supply table: distinct persons or establishments, whatever the number of sources that state them. */
export class LigneOffre {
  readonly genre: 'professionnel' | 'structure';
  readonly famille: string;
  readonly specialite: string | null;
  readonly effectif: number;
  readonly sources: readonly SourceDuChiffre[];
}

export class OffreRendue {
  readonly departement: string;
  readonly jour: string;
  readonly lignes: readonly LigneOffre[];
}
