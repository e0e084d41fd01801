import { jourValide } from '@sm/kernel';
import { ecrireAxe, lireAxe } from './axes';
import { mesure } from './mesures';

/** The whole state of one counter of another source, as it deposits it; the greatest (generation, n) holds. */
export interface EtatDepose {
  readonly source: string;
  readonly unite: number;
  readonly indicateur: string;
  readonly axe: string;
  readonly jour: string;
  readonly generation: number;
  readonly n: number;
  readonly valeur: number;
}

type Brut = Readonly<Record<string, unknown>>;
interface Erreur {
  readonly champ: string;
  readonly code: string;
}

const CHAMPS = ['source', 'unite', 'indicateur', 'axe', 'jour', 'generation', 'n', 'valeur'] as const;
const SOURCE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ENTIER_MAX = 2_147_483_647;

const entier = (v: unknown, min: number, max: number): boolean => typeof v === 'number' && Number.isInteger(v) && v >= min && v <= max;

/** An axis is admitted in its only writing, with names of its measure. */
function axeAdmis(indicateur: unknown, axe: unknown): boolean {
  const definition = typeof indicateur === 'string' ? mesure(indicateur) : null;
  if (!definition || typeof axe !== 'string') return false;
  try {
    return ecrireAxe(lireAxe(axe), definition.axes) === axe;
  } catch {
    return false;
  }
}

/** Reads one deposited line. Total on hostile input; errors bear a field and a code, never a value. `aujourdHui`: a state of a day to come is refused. */
export function lireDepot(brut: Brut, aujourdHui: string): { readonly valeur: EtatDepose } | { readonly erreurs: readonly Erreur[] } {
  const { source, unite, indicateur, axe, jour, generation, n, valeur } = brut;
  const inconnu = Object.keys(brut).find((nom) => !(CHAMPS as readonly string[]).includes(nom));
  const connu = typeof indicateur === 'string' && mesure(indicateur) !== null;
  const jourLu = typeof jour === 'string' && jourValide(jour);
  const constats: readonly (readonly [boolean, string, string])[] = [
    [inconnu === undefined, '*', 'champ-inconnu'],
    [typeof source === 'string' && SOURCE.test(source), 'source', 'source-invalide'],
    [entier(unite, 1, ENTIER_MAX), 'unite', 'unite-invalide'],
    [connu, 'indicateur', 'indicateur-inconnu'],
    [!connu || axeAdmis(indicateur, axe), 'axe', 'axe-invalide'],
    [jourLu, 'jour', 'jour-invalide'],
    [!jourLu || jour <= aujourdHui, 'jour', 'jour-a-venir'],
    [entier(generation, 1, ENTIER_MAX), 'generation', 'version-invalide'],
    [entier(n, 1, ENTIER_MAX), 'n', 'version-invalide'],
    [entier(valeur, 0, Number.MAX_SAFE_INTEGER), 'valeur', 'valeur-invalide'],
  ];
  const erreurs = constats.filter(([juste]) => !juste).map(([, champ, code]) => ({ champ, code }));
  return erreurs.length ? { erreurs } : { valeur: { source, unite, indicateur, axe, jour, generation, n, valeur } as EtatDepose };
}

/** Whether a state is later than another of the same counter. */
export const plusRecent = (a: Pick<EtatDepose, 'generation' | 'n'>, b: Pick<EtatDepose, 'generation' | 'n'>): boolean =>
  a.generation > b.generation || (a.generation === b.generation && a.n > b.n);

/** Sources whose figures are invented say it by their name. */
const estInventee = (source: string): boolean => /^demonstration(-|$)/.test(source);

/** What to tell the reader of figures of these sources; null when none is invented. */
export function avertissementDe(sources: readonly string[]): string | null {
  const inventees = sources.filter(estInventee);
  return inventees.length ? `Chiffres en partie inventés pour la démonstration (source : ${inventees.join(', ')}).` : null;
}
