import { Hasard } from './hasard';
import { jour, jourDeSemaine, ouvre, texteDuJour, type Jour } from './calendrier';

/** The figures of the founding report (IND-002-29 to 32), and the stated number behind its 94.2 %. */
export const REFERENCE = { demandes: 86_192, initiales: 48_589, prolongations: 37_603, pse: 17_483, moinsDe25Jours: 81_193 } as const;

export interface Attendus {
  readonly demandes: number;
  readonly initiales: number;
  readonly prolongations: number;
  readonly pse: number;
  readonly moinsDe25Jours: number;
}

/** The counts of a sample of `taille` histories, in the proportions of the year; the whole year by default. */
export function attendusPour(taille: number): Attendus {
  const part = (n: number): number => Math.round((n * taille) / REFERENCE.demandes);
  const initiales = part(REFERENCE.initiales);
  return { demandes: taille, initiales, prolongations: taille - initiales, pse: part(REFERENCE.pse), moinsDe25Jours: part(REFERENCE.moinsDe25Jours) };
}

/** Shares `total` among the weights (largest remainder), never above `plafonds`; the sum is exact. */
export function repartir(total: number, poids: readonly number[], plafonds?: readonly number[]): number[] {
  const somme = poids.reduce((a, b) => a + b, 0);
  const voulus = poids.map((p) => (total * p) / somme);
  const parts = voulus.map((v, i) => Math.min(Math.floor(v), plafonds?.[i] ?? Infinity));
  let reste = total - parts.reduce((a, b) => a + b, 0);
  const ordre = voulus.map((v, i) => ({ i, manque: v - (parts[i] ?? 0) })).sort((a, b) => b.manque - a.manque || a.i - b.i);
  while (reste > 0) {
    const avant = reste;
    for (const { i } of ordre) {
      if (reste === 0) break;
      if ((parts[i] ?? 0) >= (plafonds?.[i] ?? Infinity)) continue;
      parts[i] = (parts[i] ?? 0) + 1;
      reste--;
    }
    if (reste === avant) throw new Error('plafonds trop bas');
  }
  return parts;
}

export interface Journee {
  readonly jour: Jour;
  readonly demandes: number;
  readonly initiales: number;
  readonly pse: number;
  readonly tardives: number;
}

const MOIS = [1.03, 0.98, 1.1, 1.0, 0.95, 1.08, 0.84, 0.58, 1.04, 1.08, 1.04, 0.9];
const SEMAINE = [0, 1.04, 1.1, 0.86, 1.06, 0.94, 0];
/** Files wait longer after the summer and the end of the year. */
const ATTENTE = [1.5, 1.1, 0.8, 0.8, 0.9, 0.7, 0.8, 1.2, 1.9, 1.4, 0.8, 0.7];

/** Month of a day, from 0. */
export const mois = (j: Jour): number => Number(texteDuJour(j).slice(5, 7)) - 1;
const pont = (j: Jour): boolean => (jourDeSemaine(j) === 5 && !ouvre(j - 1)) || (jourDeSemaine(j) === 1 && !ouvre(j + 1));

/** Relative load of an open day: weekday, month, bridges, end of year, and a little chance. */
export function affluence(j: Jour, hasard: Hasard, parMois: readonly number[] = MOIS): number {
  const date = texteDuJour(j).slice(5);
  const fetes = date >= '12-23' || date <= '01-03' ? 0.4 : 1;
  return (parMois[mois(j)] ?? 1) * (SEMAINE[jourDeSemaine(j)] ?? 0) * fetes * (pont(j) ? 0.55 : 1) * (0.92 + 0.16 * hasard.part());
}

/** Every day of 2016, then those on which the offices are open. */
export const JOURS: readonly Jour[] = Array.from({ length: 366 }, (_, i) => jour('2016-01-01') + i);
export const JOURS_OUVRES: readonly Jour[] = JOURS.filter(ouvre);

/** The open days of 2016 with what is decided on each: totals are exactly `attendus`. */
export function planAnnuel(attendus: Attendus, hasard: Hasard): Journee[] {
  const jours = JOURS_OUVRES;
  const demandes = repartir(attendus.demandes, jours.map((j) => affluence(j, hasard)));
  const parJour = (total: number, poids: (j: Jour) => number): number[] =>
    repartir(total, jours.map((j, i) => (demandes[i] ?? 0) * poids(j) * (0.9 + 0.2 * hasard.part())), demandes);
  const initiales = parJour(attendus.initiales, () => 1);
  const pse = parJour(attendus.pse, (j) => 0.8 + 0.035 * mois(j));
  const tardives = parJour(attendus.demandes - attendus.moinsDe25Jours, (j) => ATTENTE[mois(j)] ?? 1);
  return jours.map((j, i) => ({ jour: j, demandes: demandes[i] ?? 0, initiales: initiales[i] ?? 0, pse: pse[i] ?? 0, tardives: tardives[i] ?? 0 }));
}
