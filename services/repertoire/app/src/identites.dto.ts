import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsUUID } from 'class-validator';
import type { Identite } from './identite';

/** Why an identity is read: a closed list, kept in the journal with each reading. */
export const MOTIFS_LECTURE = ['instruction', 'courrier', 'accueil', 'rapprochement', 'verification'] as const;

export class IdentitesDemandees {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @IsUUID(undefined, { each: true })
  readonly personnes: string[];

  @IsIn(MOTIFS_LECTURE)
  readonly motif: (typeof MOTIFS_LECTURE)[number];
}

export class IdentiteLue {
  /** The id asked for. */
  readonly id: string;
  /** Who answers to it today: another id after a merger. */
  readonly titulaire: string;
  readonly nom: string;
  readonly nomUsage: string | null;
  readonly prenoms: string;
  readonly naissance: string;
  readonly sexe: Identite['sexe'];
  readonly rang: number;
  readonly qualite: Identite['qualite'];
  /** Masked unless `nirComplet`; null for a beneficiary without a number. */
  readonly nir: string | null;
  readonly nirComplet: boolean;
  readonly provisoire: boolean;
  readonly adresse: string | null;
  readonly codePostal: string | null;
  readonly commune: string | null;
}

export class IdentitesLues {
  /** Those that exist in the reader's units; the others are simply not there. */
  readonly identites: readonly IdentiteLue[];
}
