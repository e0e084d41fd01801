import { createHash } from 'node:crypto';

const tourner = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** Seeded generator xoshiro128++ (Blackman and Vigna, 2019): integers and exact divisions only, so the same seed gives the same bytes on any engine. */
export class Hasard {
  private readonly s: Int32Array;

  constructor(etat: readonly [number, number, number, number]) {
    this.s = Int32Array.from(etat);
  }

  /** An independent sequence named by the seed and a purpose. */
  static de(graine: number, usage: string): Hasard {
    const h = createHash('sha256').update(`${graine}|${usage}`).digest();
    return new Hasard([h.readInt32LE(0), h.readInt32LE(4), h.readInt32LE(8), h.readInt32LE(12) | 1]);
  }

  /** Next unsigned 32-bit word. */
  mot(): number {
    const s = this.s as Int32Array & Record<0 | 1 | 2 | 3, number>;
    const resultat = (tourner((s[0] + s[3]) | 0, 7) + s[0]) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = tourner(s[3], 11);
    return resultat;
  }

  /** A number in [0, 1). */
  part(): number {
    return this.mot() / 4294967296;
  }

  /** An integer between `min` and `max`, both included. */
  entier(min: number, max: number): number {
    return min + Math.floor(this.part() * (max - min + 1));
  }

  /** True with probability `p`. */
  vrai(p: number): boolean {
    return this.part() < p;
  }

  /** One element of a list that is not empty. */
  parmi<T>(liste: readonly T[]): T {
    const choisi = liste[Math.floor(this.part() * liste.length)];
    if (choisi === undefined) throw new Error('liste vide');
    return choisi;
  }

  /** One element, each with a chance proportional to `poids` (same length as `liste`). */
  pondere<T>(liste: readonly T[], poids: readonly number[]): T {
    let reste = this.part() * poids.reduce((a, b) => a + b, 0);
    for (let i = 0; i < liste.length; i++) {
      reste -= poids[i] ?? 0;
      if (reste < 0) return liste[i] as T;
    }
    return liste[liste.length - 1] as T;
  }

  /** The list in a drawn order, in place (Fisher and Yates). */
  melanger<T>(liste: T[]): T[] {
    for (let i = liste.length - 1; i > 0; i--) {
      const j = this.entier(0, i);
      [liste[i], liste[j]] = [liste[j] as T, liste[i] as T];
    }
    return liste;
  }
}
