import type { Marges } from './mesures-carte';
import { repartir } from './repartition';

/** Values of the axes, and how many cases. */
export interface Cellule {
  readonly axe: Readonly<Record<string, string>>;
  readonly valeur: number;
}

type Compte = readonly (readonly [valeur: string, nombre: number])[];

const compter = (total: number, parts: Marges[number][1]): Compte => {
  const nombres = repartir(total, parts.map(([, poids]) => poids));
  return parts.map(([valeur], i) => [valeur, nombres[i] ?? 0]);
};

/** Shares `total` among the values of each axis in turn, one inside the other. */
function croiser(total: number, croises: Marges, axe: Cellule['axe'] = {}): Cellule[] {
  const [premier, ...suite] = croises;
  if (!premier) return [{ axe, valeur: total }];
  const [nom, parts] = premier;
  return compter(total, parts).flatMap(([valeur, nombre]) => croiser(nombre, suite, { ...axe, [nom]: valeur }));
}

/** Cuts cells so that the values of one more axis have exactly these numbers (north-west corner): one cell more at most for each value but the first. */
function couper(cellules: readonly Cellule[], nom: string, compte: Compte): Cellule[] {
  const sortie: Cellule[] = [];
  let rang = 0;
  let reste = compte[0]?.[1] ?? 0;
  for (const { axe, valeur } of cellules) {
    for (let du = valeur; du > 0; ) {
      while (reste === 0) reste = compte[++rang]?.[1] ?? du;
      const pris = Math.min(du, reste);
      sortie.push({ axe: { ...axe, [nom]: compte[rang]?.[0] ?? '' }, valeur: pris });
      du -= pris;
      reste -= pris;
    }
  }
  return sortie;
}

/** Cells of `total` cases: shares of the crossed axes and margins of the others are exact (largest remainder), and so is their sum. Empty cells are left out. */
export function cellules(total: number, croises: Marges, marges: Marges): Cellule[] {
  return marges.reduce((vues, [nom, parts]) => couper(vues, nom, compter(total, parts)), croiser(total, croises)).filter((c) => c.valeur > 0);
}

/** The same cells for a part of their cases, empty ones kept: what is published later for the whole replaces each of them. */
export function prorata(pleines: readonly Cellule[], total: number): Cellule[] {
  const parts = repartir(total, pleines.map((c) => c.valeur), pleines.map((c) => c.valeur));
  return pleines.map(({ axe }, i) => ({ axe, valeur: parts[i] ?? 0 }));
}
