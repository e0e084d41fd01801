import { basesDe, directionsDe, type Cible, type Terrain } from './candidats';
import { Balance, estPossible, type Direction } from './direction';
import { estPetit, type Exigences } from './parametres';
import { aUnSens, estMontree, valeursDe, type Systeme } from './systeme';

export interface Masquage {
  /** By cell: hidden or not. A cell that the lattice does not show is never marked. */
  readonly masquees: Uint8Array;
  readonly primaires: number;
  readonly secondaires: number;
  /** For each small number, the direction that leaves it unknown. */
  readonly certificats: ReadonlyMap<number, Direction>;
  /** Small numbers for which no direction was found: nothing may be shown then. */
  readonly insolubles: readonly number[];
}

export interface Options {
  /** Cells hidden by a former edition: they stay so. */
  readonly heritees?: readonly number[];
  /** Cells already public: hiding them again would hide nothing. */
  readonly publiques?: ReadonlySet<number>;
  /** Cells to protect besides the small numbers. */
  readonly sensibles?: readonly number[];
  /** Without it, small numbers alone are hidden: what an attacker then recovers shows why it is needed. */
  readonly secondaire?: boolean;
}

/** Of each atom: the zone made of it alone, and the smallest one that is not fine. */
function zonesPropres(s: Systeme): readonly [number[], number[]] {
  const [seules, ancrees] = [[], []] as [number[], number[]];
  const taille = (z: number | undefined): number => (z === undefined ? Infinity : s.zones[z]!.atomes.length);
  s.zones.forEach(({ atomes, fine }, z) => {
    if (atomes.length === 1) seules[atomes[0]!] = z;
    if (!fine) for (const a of atomes) if (taille(z) < taille(ancrees[a])) ancrees[a] = z;
  });
  return [seules, ancrees];
}

class Recherche {
  private readonly balance: Balance;
  private readonly terrain: Terrain;
  private readonly couts: Float64Array;
  readonly masquees: Uint8Array;
  readonly certificats = new Map<number, Direction>();

  constructor(private readonly s: Systeme, private readonly exigences: Exigences, valeurs: Float64Array, private readonly publiques: ReadonlySet<number>) {
    this.balance = new Balance(s);
    this.masquees = new Uint8Array(valeurs.length);
    const n = s.noeuds.length;
    this.couts = valeurs.map((v, c) => (estMontree(s, c) ? Math.log2(2 + v) * (1 + Math.log2(s.zones[Math.floor(c / n)]!.atomes.length)) : 0));
    const [zoneDe, zoneAncre] = zonesPropres(s);
    const f = s.classeDe.length;
    const poidsFeuilles = s.classeDe.map((_, k) => Array.from({ length: s.atomes }, (__, a) => s.quantites[a * f + k]!).reduce((x, y) => x + y, 0));
    this.terrain = { s, index: this.balance.index, masquees: this.masquees, zoneDe, zoneAncre, poidsFeuilles, voisins: { lignes: [], colonnes: [] } };
  }

  masquer(cellule: number): void {
    if (estMontree(this.s, cellule) && !this.publiques.has(cellule)) this.masquees[cellule] = 1;
  }

  /** Hides what the cheapest direction needs; false when there is none. */
  proteger(cellule: number): boolean {
    if (this.certificats.has(cellule)) return true;
    const n = this.s.noeuds.length;
    const zone = Math.floor(cellule / n);
    const cible: Cible = { zone, noeud: cellule % n, quantite: this.exigences.largeur, dedans: new Set(this.s.zones[zone]?.atomes) };
    const meilleure = this.chercher(cible, cellule);
    if (meilleure) this.retenir(meilleure);
    return meilleure !== null;
  }

  private chercher(cible: Cible, cellule: number): Direction | null {
    let [meilleure, cout]: [Direction | null, number] = [null, Infinity];
    for (const base of basesDe(this.terrain, cible)) {
      for (const direction of directionsDe(this.terrain, cible, base)) {
        if (!estPossible(this.s, direction)) continue;
        this.balance.peser(direction);
        if (this.balance.somme(cellule) < this.exigences.largeur) continue;
        const c = this.cout(cout);
        if (c < cout) [meilleure, cout] = [direction, c];
        if (cout === 0) return meilleure;
      }
    }
    return meilleure;
  }

  private cout(plafond: number): number {
    let total = 0;
    for (const c of this.balance.mouvements()) {
      if (this.masquees[c]) continue;
      if (this.publiques.has(c)) return Infinity;
      total += this.couts[c]!;
      if (total >= plafond) return Infinity;
    }
    return total;
  }

  private retenir(direction: Direction): void {
    this.balance.peser(direction);
    for (const c of this.balance.mouvements()) {
      this.masquer(c);
      if (this.balance.somme(c) >= this.exigences.largeur && !this.certificats.has(c)) this.certificats.set(c, direction);
    }
  }
}

/** Cells whose number is small, shown or not, but for those already public. */
function petites(s: Systeme, exigences: Exigences, publiques: ReadonlySet<number>): number[] {
  const n = s.noeuds.length;
  return [...valeursDe(s).entries()].flatMap(([c, v]) => (estPetit(v, exigences) && !publiques.has(c) && aUnSens(s, s.zones[Math.floor(c / n)]!, s.noeuds[c % n]!) ? [c] : []));
}

/**
 * Hides the small numbers and what would give them back, over the whole lattice at once: every small number keeps, beside its true table, another one that shows
 * exactly the same figures and in which it is greater by `largeur` at least. Hence none is known exactly, nor within less than that.
 */
export function masquer(s: Systeme, exigences: Exigences, { heritees = [], publiques = new Set(), sensibles = [], secondaire = true }: Options = {}): Masquage {
  const valeurs = valeursDe(s);
  const recherche = new Recherche(s, exigences, valeurs, publiques);
  const n = s.noeuds.length;
  const taille = (c: number): number => s.zones[Math.floor(c / n)]?.atomes.length ?? 0;
  const cibles = [...new Set([...petites(s, exigences, publiques), ...sensibles])].sort((a, b) => taille(b) - taille(a) || a - b);
  for (const c of [...cibles, ...heritees]) recherche.masquer(c);
  const primaires = recherche.masquees.reduce((x, y) => x + y, 0);
  const insolubles = secondaire ? cibles.filter((c) => !recherche.proteger(c)) : [];
  const { masquees, certificats } = recherche;
  return { masquees, certificats, insolubles, primaires, secondaires: masquees.reduce((x, y) => x + y, 0) - primaires };
}

/** Checks anew, cell by cell, what the search asserts: small numbers for which no certificate holds. Empty when the edition may be shown. */
export function sansCertificat(
  s: Systeme, exigences: Exigences, { masquees, certificats }: Pick<Masquage, 'masquees' | 'certificats'>, publiques: ReadonlySet<number> = new Set(), sensibles: readonly number[] = [],
): number[] {
  const balance = new Balance(s);
  const tenues = new Set<Direction>();
  const tient = (d: Direction): boolean => {
    if (tenues.has(d)) return true;
    const juste = estPossible(s, d) && balance.mouvements().every((c) => !estMontree(s, c) || masquees[c]);
    if (juste) tenues.add(d);
    return juste;
  };
  return [...new Set([...petites(s, exigences, publiques), ...sensibles])].filter((c) => {
    const d = certificats.get(c);
    if (!d) return true;
    balance.peser(d);
    return !tient(d) || balance.somme(c) < exigences.largeur;
  });
}
