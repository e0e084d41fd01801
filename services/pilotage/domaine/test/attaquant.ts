/**
 * Reads an edition as somebody who wants the hidden figures would. Written apart from the masking, of which it knows nothing but what is printed:
 * sums of unknown whole numbers, never negative. Used by tests and by no route.
 */
export interface Lecture {
  readonly inconnues: number;
  /** Sums printed, or known by construction (the classifications of a place have one total). */
  readonly equations: readonly Equation[];
}

export interface Equation {
  readonly termes: readonly (readonly [inconnue: number, coefficient: number])[];
  readonly valeur: number;
}

interface Fraction {
  readonly n: number;
  readonly d: number;
}

const pgcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : pgcd(b, a % b));

/** Exact, or refused: a numerator out of the safe integers would make a false proof. */
function fraction(n: number, d: number): Fraction {
  const g = pgcd(n, d) * (d < 0 ? -1 : 1) || 1;
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(d)) throw new Error('fraction-trop-grande');
  return { n: n / g, d: d / g };
}
const moins = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
const fois = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
const sur = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n);

interface Rangee {
  readonly coefficients: Map<number, Fraction>;
  valeur: Fraction;
}

function retrancher(cible: Rangee, facteur: Fraction, r: Rangee): void {
  for (const [i, c] of r.coefficients) {
    const reste = moins(cible.coefficients.get(i) ?? { n: 0, d: 1 }, fois(facteur, c));
    if (reste.n === 0) cible.coefficients.delete(i);
    else cible.coefficients.set(i, reste);
  }
  cible.valeur = moins(cible.valeur, fois(facteur, r.valeur));
}

const rangee = ({ termes, valeur }: Equation): Rangee => {
  const coefficients = new Map<number, Fraction>();
  for (const [i, c] of termes) {
    const somme = (coefficients.get(i)?.n ?? 0) + c;
    if (somme === 0) coefficients.delete(i);
    else coefficients.set(i, { n: somme, d: 1 });
  }
  return { coefficients, valeur: { n: valeur, d: 1 } };
};

/** Reduced row echelon form of what is known, in exact fractions. */
export class Elimination {
  readonly pivots = new Map<number, Rangee>();

  constructor({ equations }: Lecture) {
    for (const e of equations) this.apprendre(rangee(e));
  }

  private reduire(r: Rangee): Rangee {
    for (const [i, c] of [...r.coefficients]) {
      const pivot = this.pivots.get(i);
      if (pivot) retrancher(r, c, pivot);
    }
    return r;
  }

  private apprendre(brute: Rangee): void {
    const r = this.reduire(brute);
    const [premier] = r.coefficients;
    if (!premier) {
      if (r.valeur.n !== 0) throw new Error('figures-contradictoires');
      return;
    }
    const [i, c] = premier;
    for (const [k, v] of r.coefficients) r.coefficients.set(k, sur(v, c));
    r.valeur = sur(r.valeur, c);
    for (const autre of this.pivots.values()) {
      const facteur = autre.coefficients.get(i);
      if (facteur) retrancher(autre, facteur, r);
    }
    this.pivots.set(i, r);
  }

  /** Value of a sum when the figures printed determine it; null otherwise. */
  deduire(termes: Equation['termes']): number | null {
    const r = this.reduire(rangee({ termes, valeur: 0 }));
    return r.coefficients.size ? null : -r.valeur.n / r.valeur.d;
  }
}

const EPSILON = 1e-7;

/** Least and greatest value of a sum over all tables with the same figures and no negative number: simplex, from the reduced form. */
export class Bornes {
  private readonly tableau: number[][];
  private readonly base: number[];

  constructor(private readonly inconnues: number, elimination: Elimination) {
    const rangees = [...elimination.pivots.values()];
    this.tableau = rangees.map(({ coefficients, valeur }, l) => {
      const signe = valeur.n < 0 ? -1 : 1;
      const ligne = Array.from({ length: inconnues + rangees.length + 1 }, () => 0);
      for (const [i, { n, d }] of coefficients) ligne[i] = (signe * n) / d;
      ligne[inconnues + l] = 1;
      ligne[ligne.length - 1] = (signe * valeur.n) / valeur.d;
      return ligne;
    });
    this.base = rangees.map((_, l) => inconnues + l);
    this.amorcer();
  }

  private amorcer(): void {
    const reste = this.optimiser(Array.from({ length: this.inconnues + this.base.length }, (_, i) => (i >= this.inconnues ? -1 : 0)), this.inconnues + this.base.length);
    if (reste < -EPSILON) throw new Error('figures-impossibles');
    this.base.forEach((b, l) => {
      if (b < this.inconnues) return;
      const sortie = this.tableau[l]!.findIndex((x, i) => i < this.inconnues && Math.abs(x) > EPSILON);
      if (sortie >= 0) this.pivoter(l, sortie);
    });
  }

  private pivoter(l: number, entree: number): void {
    const pivot = this.tableau[l]!;
    const p = pivot[entree]!;
    for (let i = 0; i < pivot.length; i++) pivot[i]! /= p;
    for (const ligne of this.tableau) {
      const f = ligne[entree]!;
      if (ligne === pivot || f === 0) continue;
      for (let i = 0; i < ligne.length; i++) ligne[i]! -= f * pivot[i]!;
    }
    this.base[l] = entree;
  }

  /** Greatest value of an objective; Bland's rule, so that it always ends. */
  private optimiser(objectif: readonly number[], colonnes: number): number {
    for (;;) {
      const gain = (i: number): number => (objectif[i] ?? 0) - this.tableau.reduce((t, ligne, l) => t + (objectif[this.base[l]!] ?? 0) * ligne[i]!, 0);
      let entree = 0;
      while (entree < colonnes && gain(entree) <= EPSILON) entree++;
      if (entree === colonnes) return this.tableau.reduce((t, ligne, l) => t + (objectif[this.base[l]!] ?? 0) * ligne.at(-1)!, 0);
      let [sortie, rapport] = [-1, Infinity];
      this.tableau.forEach((ligne, l) => {
        if (ligne[entree]! <= EPSILON) return;
        const r = ligne.at(-1)! / ligne[entree]!;
        if (r < rapport - EPSILON || (r < rapport + EPSILON && this.base[l]! < this.base[sortie]!)) [sortie, rapport] = [l, r];
      });
      if (sortie < 0) return Infinity;
      this.pivoter(sortie, entree);
    }
  }

  /** Interval in which a sum of distinct unknowns is known to be. */
  de(inconnues: readonly number[]): readonly [number, number] {
    const objectif = (signe: 1 | -1): number[] => Array.from({ length: this.inconnues }, (_, i) => (inconnues.includes(i) ? signe : 0));
    return [-this.optimiser(objectif(-1), this.inconnues) + 0, this.optimiser(objectif(1), this.inconnues)];
  }
}
