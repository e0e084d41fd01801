import type { Acteur } from '@sm/kernel';
import { createHash } from 'node:crypto';

interface Entree {
  readonly acteur: Acteur;
  readonly expireA: number;
}

const VIE_MAX_MS = 5 * 60 * 1000;

/** Verified tokens by SHA-256 (the token itself is not kept), least recently used out first. A withdrawn key still opens for 5 minutes at most. */
export class CacheJetons {
  private readonly entrees = new Map<string, Entree>();

  constructor(private readonly capacite = 5000) {}

  private cle(jeton: string): string {
    return createHash('sha256').update(jeton).digest('base64');
  }

  lire(jeton: string, maintenantMs: number): Acteur | undefined {
    const cle = this.cle(jeton);
    const entree = this.entrees.get(cle);
    if (entree === undefined) return undefined;
    this.entrees.delete(cle);
    if (entree.expireA <= maintenantMs) return undefined;
    this.entrees.set(cle, entree);
    return entree.acteur;
  }

  /** @param expS `exp` of the token, in seconds. */
  garder(jeton: string, acteur: Acteur, expS: number, maintenantMs: number): void {
    if (this.entrees.size >= this.capacite) {
      const ancienne = this.entrees.keys().next();
      if (!ancienne.done) this.entrees.delete(ancienne.value);
    }
    this.entrees.set(this.cle(jeton), { acteur, expireA: Math.min(expS * 1000, maintenantMs + VIE_MAX_MS) });
  }

  get taille(): number {
    return this.entrees.size;
  }
}
