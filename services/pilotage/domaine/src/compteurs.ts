import { ecrireAxe, type Axe } from './axes';
import type { EvenementCompte, Fait } from './fait';
import { replierFaits } from './faits';
import { MESURES, casierDelai } from './mesures';

/** One cell of the counters of a day; `valeur` is a number of dossiers, or a move of it. */
export interface Compteur {
  readonly unite: number;
  readonly indicateur: string;
  readonly axe: string;
  readonly jour: string;
  readonly valeur: number;
}

type Modifiable = { -readonly [C in keyof Compteur]: Compteur[C] };

export const cleCompteur = (c: Omit<Compteur, 'valeur'>): string => `${c.unite}|${c.indicateur}|${c.jour}|${c.axe}`;

/** Cells in which a fact counts, each for `signe`. */
export function compteursDe(f: Fait, signe: 1 | -1 = 1): Compteur[] {
  const { jour, unite } = f;
  if (jour === null) return [];
  const axe: Axe = { ...f.axe, caisse: f.caisse, departement: f.departement, ...(f.valeur === null ? {} : { delai: casierDelai(f.valeur) }) };
  return MESURES.filter((m) => m.fait === f.fait).map((m) => ({ unite, indicateur: m.code, axe: ecrireAxe(axe, m.axes), jour, valeur: signe }));
}

/** Adds moves cell by cell, in the order of the keys; cells that do not move are left out. */
export function replierCompteurs(mouvements: Iterable<Compteur>): Compteur[] {
  const sommes = new Map<string, Modifiable>();
  for (const m of mouvements) {
    const cle = cleCompteur(m);
    const connu = sommes.get(cle);
    if (connu) connu.valeur += m.valeur;
    else sommes.set(cle, { ...m });
  }
  return [...sommes].filter(([, c]) => c.valeur !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, c]) => c);
}

/** How counters move when a fact replaces another: the difference, so that corrections and transfers are right. */
export const mouvements = (ancien: Fait | null, nouveau: Fait): Compteur[] => [...(ancien ? compteursDe(ancien, -1) : []), ...compteursDe(nouveau)];

/** The counters that these events give, computed from nothing: the oracle of the projection. */
export const recalculer = (evenements: Iterable<EvenementCompte>): Compteur[] => replierCompteurs(replierFaits(evenements).flatMap((f) => compteursDe(f)));

export interface Ecart {
  readonly cle: string;
  readonly attendu: number;
  readonly obtenu: number;
}

/** Cells on which two states of the counters differ; an absent cell is worth zero. */
export function comparer(attendus: readonly Compteur[], obtenus: readonly Compteur[]): Ecart[] {
  const gauche = new Map(attendus.map((c) => [cleCompteur(c), c.valeur]));
  const droite = new Map(obtenus.map((c) => [cleCompteur(c), c.valeur]));
  return [...new Set([...gauche.keys(), ...droite.keys()])].sort()
    .map((cle) => ({ cle, attendu: gauche.get(cle) ?? 0, obtenu: droite.get(cle) ?? 0 }))
    .filter((e) => e.attendu !== e.obtenu);
}
