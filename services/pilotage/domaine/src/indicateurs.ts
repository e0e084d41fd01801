import { lireAxe, retient, type Filtre, type NomAxe } from './axes';
import { effectif, fusionnerDistributions, sousLeSeuil } from './distribution';
import type { Fusion } from './mesures';

/** Service level in force from `du` to `au`, both inclusive, null = open. `jours` is a bound never reached: strictly under. */
export interface Seuil {
  readonly jours: number;
  readonly du: string | null;
  readonly au: string | null;
  readonly source: string;
  readonly confiance: 'sure' | 'likely' | 'unsure';
}

/** ALD answered in less than 25 calendar days: a service level, no legal delay (processes of 2016). */
export const SEUILS_ALD: readonly Seuil[] = [
  { jours: 25, du: null, au: null, source: 'Rapport d’activité 2016 de l’échelon local de Seine-Saint-Denis ; L.324-1 CSS', confiance: 'sure' },
];

/** How a figure is read from the day counters: data, not code. */
export type Calcul =
  | { readonly genre: 'compte'; readonly mesure: string; readonly filtre: Filtre }
  /** Same as `compte` for what other sources alone deposit: no counter says nothing, rather than zero. */
  | { readonly genre: 'compte_depose'; readonly mesure: string; readonly filtre: Filtre }
  /** Last state of each cell in the period; null when there is none. */
  | { readonly genre: 'stock'; readonly mesure: string; readonly filtre: Filtre }
  /** Share, among the cells of `filtre`, of those of `numerateur`. */
  | { readonly genre: 'part'; readonly mesure: string; readonly filtre: Filtre; readonly numerateur: Filtre }
  /** The count of the period over that of the reference year. */
  | { readonly genre: 'rapport_annuel'; readonly mesure: string; readonly filtre: Filtre; readonly reference: number }
  | { readonly genre: 'part_sous_seuil'; readonly mesure: string; readonly filtre: Filtre; readonly seuils: readonly Seuil[] };

export interface Indicateur {
  readonly id: string;
  readonly libelle: string;
  readonly unite: string;
  readonly service: string;
  readonly genre: 'activite' | 'qualite' | 'resultat' | 'finance' | 'effectif' | 'contexte';
  readonly fusion: Fusion;
  /** Which day of the act places it in a period. */
  readonly periode: string;
  readonly axes: readonly NomAxe[];
  readonly calcul: Calcul | null;
  /** Days between which this definition holds. */
  readonly valideDu: string | null;
  readonly valideAu: string | null;
}

export interface Section {
  readonly rubrique: string;
  readonly titre: string;
  readonly indicateurs: readonly Indicateur[];
}

export type Reste = Partial<Pick<Indicateur, 'calcul' | 'axes' | 'valideDu' | 'valideAu'>>;
type Definition = readonly [id: string, libelle: string, unite: string, service: string, genre: Indicateur['genre'], fusion: Fusion, periode: string, reste?: Reste];

export const section = (rubrique: string, titre: string, definitions: readonly Definition[]): Section => ({
  rubrique,
  titre,
  indicateurs: definitions.map(([id, libelle, unite, service, genre, fusion, periode, reste]) => (
    { id, libelle, unite, service, genre, fusion, periode, axes: [], calcul: null, valideDu: null, valideAu: null, ...reste })),
});

/** Counters added up over a stretch of days on which nothing of the tree changes; `periode` is its first day. */
export interface LigneLue {
  readonly unite: number;
  readonly periode: string;
  readonly indicateur: string;
  readonly axe: string;
  readonly valeur: number;
}

export interface Chiffre {
  readonly valeur: number | null;
  readonly numerateur?: number;
  readonly denominateur?: number;
}

const retenues = (calcul: Calcul, lignes: readonly LigneLue[]): LigneLue[] =>
  lignes.filter((l) => l.indicateur === calcul.mesure && retient(calcul.filtre, lireAxe(l.axe)));

/** Delay distribution of the lines of one measure. */
export function distributionDe(lignes: readonly LigneLue[], mesure = 'ald.delai'): Map<number, number> {
  return fusionnerDistributions(lignes.filter((l) => l.indicateur === mesure).map((l) => new Map([[Number(lireAxe(l.axe).delai), l.valeur]])));
}

const enVigueur = (d: { du: string | null; au: string | null }, jour: string): boolean => (d.du ?? '') <= jour && jour <= (d.au ?? '9999');

/** One decimal, from whole numbers; null when there is nothing to divide. */
export const pourcentage = (numerateur: number, denominateur: number): number | null =>
  denominateur === 0 ? null : Math.round((numerateur * 1000) / denominateur) / 10;

const somme = (lignes: readonly LigneLue[]): number => lignes.reduce((total, l) => total + l.valeur, 0);

/** Name under which the lines of another year are given beside those of the period. */
export const mesureDeReference = (mesure: string, annee: number): string => `${mesure}@${annee}`;

/** Years read beside the period, each with the measure wanted. */
export const referencesDe = (indicateurs: readonly Indicateur[]): { readonly annee: number; readonly mesure: string }[] =>
  indicateurs.flatMap(({ calcul }) => (calcul?.genre === 'rapport_annuel' ? [{ annee: calcul.reference, mesure: calcul.mesure }] : []));

function stockDe(lignes: readonly LigneLue[]): number {
  const derniers = new Map<string, LigneLue>();
  for (const l of lignes) if ((derniers.get(`${l.unite}|${l.axe}`)?.periode ?? '') <= l.periode) derniers.set(`${l.unite}|${l.axe}`, l);
  return somme([...derniers.values()]);
}

const quotient = (numerateur: number, denominateur: number): number | null => (denominateur === 0 ? null : Math.round((numerateur * 100) / denominateur) / 100);

/** The figure of an indicator on these lines; null when it is not computed, or when only another source could have told it. The threshold is the one of the day of the act. */
export function chiffreDe({ calcul, valideDu, valideAu }: Indicateur, lignes: readonly LigneLue[]): Chiffre {
  if (!calcul) return { valeur: null };
  const vues = retenues(calcul, lignes).filter((l) => enVigueur({ du: valideDu, au: valideAu }, l.periode));
  if (calcul.genre === 'compte') return { valeur: somme(vues) };
  if (calcul.genre === 'part_sous_seuil') return partSousSeuil(calcul, vues);
  if (!vues.length) return { valeur: null };
  if (calcul.genre === 'compte_depose') return { valeur: somme(vues) };
  if (calcul.genre === 'stock') return { valeur: stockDe(vues) };
  const numerateur = somme(calcul.genre === 'part' ? retenues({ ...calcul, filtre: calcul.numerateur }, vues) : vues);
  const denominateur = somme(calcul.genre === 'part' ? vues : retenues({ ...calcul, mesure: mesureDeReference(calcul.mesure, calcul.reference) }, lignes));
  const valeur = calcul.genre === 'part' ? pourcentage(numerateur, denominateur) : quotient(numerateur, denominateur);
  return { valeur, numerateur, denominateur };
}

function partSousSeuil(calcul: Extract<Calcul, { genre: 'part_sous_seuil' }>, vues: readonly LigneLue[]): Chiffre {
  let numerateur = 0;
  for (const periode of new Set(vues.map((l) => l.periode))) {
    const seuil = calcul.seuils.find((s) => enVigueur(s, periode));
    if (seuil) numerateur += sousLeSeuil(distributionDe(vues.filter((l) => l.periode === periode), calcul.mesure), seuil.jours);
  }
  const denominateur = effectif(distributionDe(vues, calcul.mesure));
  return { valeur: pourcentage(numerateur, denominateur), numerateur, denominateur };
}

/** Days on which a threshold changes: to be added to those on which the tree does. */
export const rupturesDe = (indicateurs: readonly Indicateur[], du: string, au: string): string[] =>
  indicateurs.flatMap((i) => (i.calcul?.genre === 'part_sous_seuil' ? i.calcul.seuils : [])).flatMap((s) => (s.du && s.du > du && s.du <= au ? [s.du] : []));
