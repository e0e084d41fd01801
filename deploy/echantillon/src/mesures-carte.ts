/** Shares of the values of an axis; only their proportions count. */
type Parts = readonly (readonly [valeur: string, poids: number])[];
export type Marges = readonly (readonly [axe: string, parts: Parts])[];

/** A measure of the full map. Adding one is adding a line: its code must be one that pilotage counts. */
export interface MesureCarte {
  readonly indicateur: string;
  /** Measures of one series share the same cases: their totals are equal in every period. */
  readonly serie: string;
  /** Cases a year for 1 000 inhabitants. */
  readonly pour1000: number;
  /** Months in a period: in the years shown in detail, in the others. */
  readonly pas: readonly [detail: 1 | 3 | 12, ordinaire: 1 | 3 | 12];
  /** Axes shared out one inside the other. */
  readonly croises: Marges;
  /** Axes whose totals alone are meant: as few cells as possible hold them. */
  readonly marges: Marges;
}

const NATURE: Marges[number] = ['nature', [['initiale', 564], ['prolongation', 436]]];
const CANAL: Marges[number] = ['canal', [['papier', 797], ['pse', 203]]];
const SENS: Marges[number] = ['sens', [['favorable', 930], ['defavorable_medical', 45], ['defavorable_admin', 25]]];
const REGIME: Marges[number] = ['regime', [['liste', 925], ['hors_liste', 40], ['polypathologie', 10], ['non_exonerante', 25]]];
const DELAI: Marges[number] = ['delai', [['6', 300], ['12', 380], ['19', 250], ['29', 50], ['45', 20]]];

/** Rates close to those of Seine-Saint-Denis in 2016: 86 192 requests for 1.6 million inhabitants. */
export const MESURES_CARTE: readonly MesureCarte[] = [
  { indicateur: 'ald.avis', serie: 'ald', pour1000: 54, pas: [1, 3], croises: [NATURE, CANAL], marges: [SENS, REGIME] },
  { indicateur: 'ald.delai', serie: 'ald', pour1000: 54, pas: [3, 12], croises: [NATURE], marges: [DELAI] },
  { indicateur: 'ald.demande', serie: 'ald-demandes', pour1000: 54.4, pas: [3, 12], croises: [NATURE], marges: [] },
];
