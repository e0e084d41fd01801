import type { Fusion } from './mesures';

export interface EtatJour {
  readonly unite: number;
  readonly jour: string;
  readonly valeur: number;
}

/** The last state of each unit, added over units. */
function stock(etats: readonly EtatJour[]): number {
  const derniers = new Map<number, EtatJour>();
  for (const e of etats) {
    const connu = derniers.get(e.unite);
    if (!connu || connu.jour < e.jour) derniers.set(e.unite, e);
  }
  return [...derniers.values()].reduce((total, e) => total + e.valeur, 0);
}

/**
 * Merges day states as the indicator declares. Null when nothing can be said: no state, or distinct counts of several days or units
 * (*non ventilable*: the same person may be in two of them). `EXTREME` keeps the greatest.
 */
export function fusionner(fusion: Fusion, etats: readonly EtatJour[]): number | null {
  if (etats.length === 0) return null;
  switch (fusion) {
    case 'SOMME':
    case 'DISTRIBUTION':
      return etats.reduce((total, e) => total + e.valeur, 0);
    case 'STOCK':
      return stock(etats);
    case 'EXTREME':
      return etats.reduce((max, e) => Math.max(max, e.valeur), -Infinity);
    case 'DISTINCT':
      return etats.length === 1 ? (etats[0]?.valeur ?? null) : null;
  }
}
