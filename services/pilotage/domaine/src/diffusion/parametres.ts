import { enVigueur } from '@sm/kernel';

/** What a figure counts, hence whose secret a small one would tell. */
export type Compte = 'personnes' | 'dossiers' | 'professionnels' | 'structures';

/** Zeros shown, or hidden like the small numbers: processes.md §2.6 leaves it open. */
export type RegleZero = 'publies' | 'masques';

export interface SeuilDiffusion {
  readonly comptes: readonly Compte[];
  /** The least number that may be shown. */
  readonly minimum: number;
  readonly zeros: RegleZero;
  readonly du: string | null;
  readonly au: string | null;
  readonly source: string;
  readonly confiance: 'sure' | 'likely' | 'unsure';
}

/** Dated: a new threshold is a row, never an edit. */
export const SEUILS_DIFFUSION: readonly SeuilDiffusion[] = [
  { comptes: ['personnes', 'dossiers'], minimum: 11, zeros: 'publies', du: null, au: null, source: 'Usage du SNDS : aucune case de moins de 11 personnes ou séjours ; zéros : paramètre', confiance: 'sure' },
  { comptes: ['professionnels', 'structures'], minimum: 11, zeros: 'publies', du: null, au: null, source: 'Petits nombres de professionnels : masqués hors du service médical', confiance: 'likely' },
];

/** Threshold of a counting unit on a day. Throws when no row holds: nothing is shown without a rule. */
export function seuilDiffusion(compte: Compte, jour: string, seuils: readonly SeuilDiffusion[] = SEUILS_DIFFUSION): SeuilDiffusion {
  const seuil = seuils.find((s) => s.comptes.includes(compte) && enVigueur(s, jour));
  if (!seuil) throw new Error('seuil-de-diffusion-absent');
  return seuil;
}

/** Maps of the perimeter `constant` that an edition publishes: a closed list, for each free map would be one more subtraction. */
export const CARTES_FIXES: readonly string[] = ['2010-01-01', '2020-01-01', '2025-10-01'];

/** Delay classes of an edition, each from this number of days; the threshold of IND-002-32 is one of the bounds. */
export const BORNES_DELAI: readonly number[] = [0, 15, 25, 50, 100];

/** Figures published by the month; all others by the year only: each month shown is one more relation to break for every rare category. */
export const INDICATEURS_MENSUELS: readonly string[] = [
  'IND-002-29', 'IND-002-30', 'IND-002-31', 'ALD-01', 'IND-002-33', 'IND-002-35', 'IND-002-36', 'IND-002-37', 'IND-003-06',
];

export interface Exigences {
  readonly minimum: number;
  readonly zeros: RegleZero;
  /** Least width of what can be known of a small number: the whole zone under the threshold and one more. */
  readonly largeur: number;
}

export const exigencesDe = ({ minimum, zeros }: Pick<SeuilDiffusion, 'minimum' | 'zeros'>): Exigences => ({ minimum, zeros, largeur: minimum });

/** Whether a number must not be shown by itself. */
export const estPetit = (valeur: number, { minimum, zeros }: Pick<Exigences, 'minimum' | 'zeros'>): boolean =>
  valeur < minimum && (valeur > 0 || zeros === 'masques');
