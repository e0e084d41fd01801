import type { Action, Procedure } from '@sm/kernel';
import type { Tx } from '../db/db';
import type { Contexte } from '../db/roles';

export interface ErreurLigne {
  readonly champ: string;
  readonly code: string;
}

export type LigneValidee<L> = { readonly valeur: L } | { readonly erreurs: readonly ErreurLigne[] };
export type SortLigne = 'acceptee' | 'inchangee' | { readonly erreurs: readonly ErreurLigne[] };

/** A kind of intake: how a line is understood and how a batch of lines is written. */
export interface FluxImport<L> {
  readonly nom: string;
  readonly formats: readonly ('csv' | 'ndjson')[];
  /** CSV columns that must be there; others are refused. */
  readonly colonnes?: readonly string[];
  readonly facultatives?: readonly string[];
  /** What the caller must be allowed to do. */
  readonly action: Action;
  readonly procedure: Procedure;
  readonly tailleLot?: number;
  /** Pure; total on hostile input. */
  valider(brut: Readonly<Record<string, unknown>>): LigneValidee<L>;
  /** Outside the transaction (a call to another service, say); one answer a line. */
  preparer?(ctx: Contexte, valeurs: readonly L[]): Promise<LigneValidee<L>[]>;
  /** In the transaction that records progress; one answer a line, in order. Lines already known answer `inchangee`. */
  appliquer(tx: Tx, ctx: Contexte, valeurs: readonly L[], commande: string): Promise<SortLigne[]>;
}

export interface EtatImport {
  readonly import: string;
  readonly flux: string;
  readonly statut: 'en_cours' | 'termine' | 'interrompu';
  readonly lues: number;
  readonly acceptees: number;
  readonly inchangees: number;
  readonly rejetees: number;
  readonly demarreLe: string;
  readonly finiLe: string | null;
}

export interface Rejet {
  readonly ligne: number;
  readonly champ: string;
  readonly code: string;
}
