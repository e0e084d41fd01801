import { indexer, lieuDe, type Index, type Systeme } from './systeme';

/**
 * A move from one table to another that shows the same figures: `parts` whole cases are added to (or taken from) each atom, on every leaf of `plus`, and the reverse on every leaf of `moins`.
 * With `moins` empty, whole cases move: `plus` then holds one leaf of each classification.
 */
export interface Direction {
  readonly parts: readonly (readonly [atome: number, quantite: number])[];
  readonly plus: readonly number[];
  readonly moins: readonly number[];
}

/** Sums of a direction over the cells it touches: reused from one direction to the next, for there are many. */
export class Balance {
  private readonly sommes: Float64Array;
  private readonly vues: number[] = [];
  private readonly marques: Uint8Array;
  readonly index: Index;

  constructor(private readonly s: Systeme) {
    this.index = indexer(s);
    this.sommes = new Float64Array(s.zones.length * s.noeuds.length);
    this.marques = new Uint8Array(this.sommes.length);
  }

  /** Weighs a direction; its cells that move are then read by `mouvements`. */
  peser({ parts, plus, moins }: Direction): void {
    for (const c of this.vues) this.sommes[c] = this.marques[c] = 0;
    this.vues.length = 0;
    const largeur = this.s.noeuds.length;
    for (const [feuilles, signe] of [[plus, 1], [moins, -1]] as const) {
      for (const k of feuilles) {
        for (const [atome, q] of parts) {
          for (const z of this.index.zonesDe[lieuDe(this.s, atome, k)] ?? []) for (const n of this.index.noeudsDe[k] ?? []) this.ajouter(z * largeur + n, signe * q);
        }
      }
    }
  }

  private ajouter(cellule: number, quantite: number): void {
    if (!this.marques[cellule]) {
      this.marques[cellule] = 1;
      this.vues.push(cellule);
    }
    this.sommes[cellule]! += quantite;
  }

  somme(cellule: number): number {
    return this.sommes[cellule] ?? 0;
  }

  /** Cells whose value the direction changes. */
  mouvements(): number[] {
    return this.vues.filter((c) => this.sommes[c] !== 0);
  }
}

/** Whether no quantity becomes negative. */
export function estPossible(s: Systeme, { parts, plus, moins }: Direction): boolean {
  const f = s.classeDe.length;
  const sommes = new Map<number, number>();
  for (const [feuilles, signe] of [[plus, 1], [moins, -1]] as const) {
    for (const k of feuilles) {
      for (const [a, q] of parts) {
        const lieu = lieuDe(s, a, k) * f + k;
        sommes.set(lieu, (sommes.get(lieu) ?? 0) + signe * q);
      }
    }
  }
  for (const [lieu, q] of sommes) if (s.quantites[lieu]! + q < 0) return false;
  return true;
}
