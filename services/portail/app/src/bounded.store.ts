/** Map with a size and a time limit: the oldest entry leaves first, an expired one is never returned. Times in milliseconds. */
export class BoundedStore<T> {
  private readonly entrees = new Map<string, { valeur: T; expire: number }>();

  constructor(private readonly taille: number, private readonly maintenant: () => number = () => Date.now()) {}

  get size(): number {
    return this.entrees.size;
  }

  set(cle: string, valeur: T, dureeMs: number): void {
    this.entrees.delete(cle);
    this.entrees.set(cle, { valeur, expire: this.maintenant() + dureeMs });
    for (const [ancienne] of this.entrees) {
      if (this.entrees.size <= this.taille) return;
      this.entrees.delete(ancienne);
    }
  }

  get(cle: string): T | undefined {
    const entree = this.entrees.get(cle);
    if (!entree) return undefined;
    if (entree.expire > this.maintenant()) return entree.valeur;
    this.entrees.delete(cle);
    return undefined;
  }

  /** Reads and removes: a value taken once cannot be taken again. */
  take(cle: string): T | undefined {
    const valeur = this.get(cle);
    this.entrees.delete(cle);
    return valeur;
  }

  delete(cle: string): void {
    this.entrees.delete(cle);
  }

  /** First live value that satisfies the test. */
  find(test: (valeur: T) => boolean): T | undefined {
    for (const cle of this.entrees.keys()) {
      const valeur = this.get(cle);
      if (valeur !== undefined && test(valeur)) return valeur;
    }
    return undefined;
  }

  deleteWhere(test: (valeur: T) => boolean): void {
    for (const [cle, { valeur }] of this.entrees) if (test(valeur)) this.entrees.delete(cle);
  }
}
