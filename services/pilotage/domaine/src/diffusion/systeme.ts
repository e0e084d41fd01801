/**
 * Everything that an edition may show of one family, as sums over the same unknowns: `quantites[atome × feuilles + feuille]`, whole and never negative.
 * An atom is a unit over a stretch of days in which no map changes; a leaf is a value of one classification. Each classification of an atom adds up to the same total.
 */
export interface Systeme {
  readonly atomes: number;
  /** Classification of each leaf; the first one is the total, a single leaf. */
  readonly classeDe: readonly number[];
  /** Whether each classification is kept by stretch. The others are kept at the anchor of the atom: they are shown by the year only. */
  readonly fines: readonly boolean[];
  /** First of the atoms of the same unit that every zone of the year takes together. */
  readonly ancres: readonly number[];
  readonly noeuds: readonly Noeud[];
  readonly zones: readonly Zone[];
  readonly quantites: Float64Array;
  /** Row and column of each atom in the grid units × stretches, and the atom of each place. */
  readonly lignes: number;
  readonly colonnes: number;
}

/** Leaves of one classification added up; the whole of it is the total. A node that is not shown is protected all the same: it can be had by subtraction. */
export interface Noeud {
  readonly code: string;
  readonly feuilles: readonly number[];
  readonly montre: boolean;
  /** Shown on fine zones too. */
  readonly fin: boolean;
}

/** Atoms added up, whatever the map, the level and the period that say so: two readings of the same atoms are one zone. */
export interface Zone {
  readonly atomes: readonly number[];
  readonly montree: boolean;
  /** A month: only some of the nodes are shown there. */
  readonly fine: boolean;
}

/** Places of a cell: zone × number of nodes + node. */
export const celluleDe = (s: Systeme, zone: number, noeud: number): number => zone * s.noeuds.length + noeud;

/** Whether a cell belongs to the lattice shown. */
export function estMontree(s: Systeme, cellule: number): boolean {
  const n = s.noeuds.length;
  const [zone, noeud] = [s.zones[Math.floor(cellule / n)], s.noeuds[cellule % n]];
  return Boolean(zone?.montree && noeud?.montre && (!zone.fine || noeud.fin));
}

/** Where the quantities of a leaf of that atom are. */
export const lieuDe = (s: Systeme, atome: number, feuille: number): number => (s.fines[s.classeDe[feuille]!] ? atome : s.ancres[atome]!);

/** Whether a cell means something: what is kept by the year has no value on less than its anchor's stretch. */
export const aUnSens = (s: Systeme, zone: Zone, noeud: Noeud): boolean => !zone.fine || noeud.feuilles.every((k) => s.fines[s.classeDe[k]!]);

/** Value of every cell. */
export function valeursDe(s: Systeme): Float64Array {
  const [n, f] = [s.noeuds.length, s.classeDe.length];
  const valeurs = new Float64Array(s.zones.length * n);
  s.zones.forEach((zone, z) => {
    const parFeuille = new Float64Array(f);
    for (const a of zone.atomes) for (let k = 0; k < f; k++) parFeuille[k]! += s.quantites[a * f + k]!;
    s.noeuds.forEach((noeud, i) => {
      valeurs[z * n + i] = noeud.feuilles.reduce((t, k) => t + parFeuille[k]!, 0);
    });
  });
  return valeurs;
}

/** Zones of each atom, and nodes of each leaf. */
export interface Index {
  readonly zonesDe: readonly (readonly number[])[];
  readonly noeudsDe: readonly (readonly number[])[];
}

export function indexer(s: Systeme): Index {
  const zonesDe = Array.from({ length: s.atomes }, (): number[] => []);
  s.zones.forEach((zone, z) => zone.atomes.forEach((a) => zonesDe[a]?.push(z)));
  const noeudsDe = s.classeDe.map((_, k) => s.noeuds.flatMap((noeud, i) => (noeud.feuilles.includes(k) ? [i] : [])));
  return { zonesDe, noeudsDe };
}
