import type { NomAxe } from './axes';
import { CAPACITE_DELAI } from './distribution';
import type { Fait } from './faits';

/** How states of several days, units or sources merge. */
export type Fusion = 'SOMME' | 'DISTINCT' | 'STOCK' | 'EXTREME' | 'DISTRIBUTION';

/** A family of day counters fed by one kind of fact. Its axes make its cells; `caisse` and `departement` are always among them, so that a unit with several stays divisible. */
export interface Mesure {
  readonly code: string;
  readonly fait: Fait['fait'];
  readonly fusion: Fusion;
  readonly axes: readonly NomAxe[];
}

/** Adding a family here, then a rebuild, is all it takes to count the same facts otherwise. */
export const MESURES: readonly Mesure[] = [
  { code: 'ald.demande', fait: 'recue', fusion: 'SOMME', axes: ['caisse', 'canal', 'departement', 'nature'] },
  { code: 'ald.avis', fait: 'traitee', fusion: 'SOMME', axes: ['caisse', 'canal', 'departement', 'nature', 'regime', 'sens'] },
  { code: 'ald.delai', fait: 'traitee', fusion: 'DISTRIBUTION', axes: ['caisse', 'delai', 'departement', 'nature'] },
];

export const fusionDe = (code: string): Fusion => MESURES.find((m) => m.code === code)?.fusion ?? 'SOMME';

/** Days of a fact as its bucket: exact up to 366, all the rest together. */
export const casierDelai = (jours: number): string => String(Math.min(jours, CAPACITE_DELAI));
