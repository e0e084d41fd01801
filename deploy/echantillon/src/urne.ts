import type { Hasard } from './hasard';

/** A known number of each kind, drawn one by one without putting back: the totals are exact by construction, the order is drawn. */
export class Urne<T> {
  private readonly restants: number[];

  /** @param nombres how many of each kind, whole, in the order of `genres` */
  constructor(private readonly genres: readonly T[], nombres: readonly number[]) {
    this.restants = [...nombres];
  }

  get reste(): number {
    return this.restants.reduce((a, b) => a + b, 0);
  }

  /** Throws when nothing is left. */
  tirer(h: Hasard): T {
    let rang = h.entier(0, this.reste - 1);
    for (const [i, n] of this.restants.entries()) {
      rang -= n;
      if (rang >= 0) continue;
      this.restants[i] = n - 1;
      return this.genres[i] as T;
    }
    throw new Error('urne vide');
  }
}
