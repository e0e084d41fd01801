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

/** Shares of the avis of the sample's year (`attendus.ts`). */
const RISQUE: Marges[number] = ['risque', [['maladie', 780], ['at', 180], ['mp', 40]]];
const MODE: Marges[number] = ['mode', [['pieces', 547], ['sur_personne', 271], ['prescripteur', 104], ['telephone', 78]]];
const CONCLUSION: Marges[number] = ['conclusion', [['justifie', 766], ['reprise', 120], ['sans_objet', 47], ['stabilise', 27], ['absence', 14], ['non_controlable', 13], ['pdp', 11], ['rapport_employeur', 2]]];
const OBJET: Marges[number] = ['objet', [['imputabilite', 560], ['rechute', 240], ['nouvelle_lesion', 200]]];
const LESION: Marges[number] = ['conclusion', [['imputable', 820], ['non_imputable', 130], ['partiel', 50]]];
const MALADIE: Marges[number] = ['conclusion', [['maladie_designee', 594], ['hors_tableau', 172], ['lien_direct', 140], ['lien_non_etabli', 94]]];

/** Rates close to those of Seine-Saint-Denis in 2016: 86 192 requests, 29 929 avis of leaves, 38 969 notices, 17 521 and 2 336 avis for 1.6 million inhabitants. */
export const MESURES_CARTE: readonly MesureCarte[] = [
  { indicateur: 'ald.avis', serie: 'ald', pour1000: 54, pas: [1, 3], croises: [NATURE, CANAL], marges: [SENS, REGIME] },
  { indicateur: 'ald.delai', serie: 'ald', pour1000: 54, pas: [3, 12], croises: [NATURE], marges: [DELAI] },
  { indicateur: 'ald.demande', serie: 'ald-demandes', pour1000: 54.4, pas: [3, 12], croises: [NATURE], marges: [] },
  { indicateur: 'arret.avis', serie: 'arret', pour1000: 18.7, pas: [12, 12], croises: [], marges: [RISQUE, MODE, CONCLUSION] },
  { indicateur: 'arret.notice', serie: 'notice', pour1000: 24.4, pas: [12, 12], croises: [], marges: [['canal', [['electronique', 1]]]] },
  { indicateur: 'atmp.avis', serie: 'atmp', pour1000: 11, pas: [12, 12], croises: [], marges: [OBJET, LESION] },
  { indicateur: 'mp.avis', serie: 'mp', pour1000: 1.46, pas: [12, 12], croises: [], marges: [MALADIE] },
];
