import type { NomAxe } from './axes';
import { CAPACITE_DELAI } from './distribution';
import type { Fait } from './fait';

/** How states of several days, units or sources merge. */
export type Fusion = 'SOMME' | 'DISTINCT' | 'STOCK' | 'EXTREME' | 'DISTRIBUTION';

/** A family of day counters fed by one kind of fact. Its axes make its cells; `caisse` and `departement` are among those of dossiers, so that a unit with several stays divisible. */
export interface Mesure {
  readonly code: string;
  /** Null: no fact of this service feeds it, it is only deposited by another source. */
  readonly fait: Fait['fait'] | null;
  readonly fusion: Fusion;
  readonly axes: readonly NomAxe[];
}

/** Adding a family here, then a rebuild, is all it takes to count the same facts otherwise. */
export const MESURES: readonly Mesure[] = [
  { code: 'ald.demande', fait: 'recue', fusion: 'SOMME', axes: ['caisse', 'canal', 'departement', 'nature'] },
  { code: 'ald.avis', fait: 'traitee', fusion: 'SOMME', axes: ['caisse', 'canal', 'departement', 'nature', 'regime', 'sens'] },
  { code: 'ald.delai', fait: 'traitee', fusion: 'DISTRIBUTION', axes: ['caisse', 'delai', 'departement', 'nature'] },
  { code: 'arret.avis', fait: 'avis_arret', fusion: 'SOMME', axes: ['caisse', 'conclusion', 'departement', 'mode', 'risque'] },
  { code: 'arret.notice', fait: 'notice_arret', fusion: 'SOMME', axes: ['caisse', 'canal', 'departement', 'nature', 'risque'] },
  { code: 'atmp.avis', fait: 'avis_atmp', fusion: 'SOMME', axes: ['caisse', 'conclusion', 'departement', 'objet', 'risque'] },
  { code: 'mp.avis', fait: 'avis_mp', fusion: 'SOMME', axes: ['caisse', 'conclusion', 'departement'] },
  { code: 'arret.controle', fait: null, fusion: 'SOMME', axes: ['caisse', 'departement', 'sens'] },
  { code: 'organisation.effectif', fait: null, fusion: 'STOCK', axes: ['profession'] },
];

const PAR_CODE = new Map(MESURES.map((m) => [m.code, m]));

/** Definition of a measure; null when there is none of that code. */
export const mesure = (code: string): Mesure | null => PAR_CODE.get(code) ?? null;

export const fusionDe = (code: string): Fusion => mesure(code)?.fusion ?? 'SOMME';

/** What a measure counts, by the first word of its code (`ald`, `organisation`): the grain at which a unit belongs to one source. */
export const familleDe = (code: string): string => code.split('.', 1)[0] ?? code;

/** Days of a fact as its bucket: exact up to 366, all the rest together. */
export const casierDelai = (jours: number): string => String(Math.min(jours, CAPACITE_DELAI));
