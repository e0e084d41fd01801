import type { Action } from './table-droits';
import type { Jour } from './temps';

/** Acts that may be delegated in writing; the rest is done by its holder, or by an interim. */
export const ACTES_DELEGABLES = ['avis.rendre', 'dossier.affecter'] as const satisfies readonly Action[];
export type ActeDelegable = (typeof ACTES_DELEGABLES)[number];

/** Written delegation of signature: the acts of one person, lent to another on one unit, for dates (`au` inclusive). */
export interface Delegation {
  readonly id: string;
  readonly version: number;
  readonly delegantId: string;
  readonly delegataireId: string;
  readonly uniteId: number;
  readonly actes: readonly ActeDelegable[];
  /** Kinds of avis that may be signed (`ald`, `arret`...). */
  readonly genres: readonly string[];
  readonly du: Jour;
  readonly au: Jour;
}

/** Somebody is away; why is nobody's business here. */
export interface Absence {
  readonly id: string;
  readonly acteurId: string;
  readonly du: Jour;
  readonly au: Jour | null;
}

/** With whom or what a conflict of interest is declared: person id of the directory, RPPS, FINESS, code of a fund. */
export interface ObjetConflit {
  readonly genre: 'personne' | 'professionnel' | 'structure' | 'caisse';
  readonly ref: string;
}

/** Conflict of interest declared by or for a practitioner (R.4127-100 to R.4127-104 CSP). */
export interface Conflit {
  readonly id: string;
  readonly acteurId: string;
  readonly objet: ObjetConflit;
  readonly du: Jour;
  readonly au: Jour | null;
}
