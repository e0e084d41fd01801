/** Last bucket: more than 366 days. */
export const CAPACITE_DELAI = 367;

/** Number of cases by exact number of days. */
export type Distribution = ReadonlyMap<number, number>;

/** Adds distributions bucket by bucket: order and grouping do not matter. */
export function fusionnerDistributions(distributions: Iterable<Distribution>): Map<number, number> {
  const somme = new Map<number, number>();
  for (const d of distributions) for (const [jours, n] of d) somme.set(jours, (somme.get(jours) ?? 0) + n);
  return somme;
}

export const effectif = (d: Distribution): number => [...d.values()].reduce((a, b) => a + b, 0);

/**
 * Nearest-rank percentile: the delay actually observed at rank ceil(n × percent / 100); null when there is no case.
 * @param pourcent whole, 1 to 100
 */
export function quantile(d: Distribution, pourcent: number): number | null {
  const rang = Math.ceil((effectif(d) * pourcent) / 100);
  let cumul = 0;
  for (const [jours, n] of [...d].sort(([a], [b]) => a - b)) {
    cumul += n;
    if (n > 0 && cumul >= rang) return jours;
  }
  return null;
}

/** Cases whose delay is strictly under the threshold. */
export const sousLeSeuil = (d: Distribution, seuil: number): number => [...d].reduce((total, [jours, n]) => (jours < seuil ? total + n : total), 0);
