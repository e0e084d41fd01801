import { ajouterMois, enVigueur, type Confiance, type Jour } from '@sm/kernel';

/** How long a kind of trace is kept, by the day of the trace. */
export interface Conservation {
  readonly objet: 'lecture_medicale';
  readonly mois: number;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

/** Six months to a year is the usual length, three years that of several health decrees for traces of creation, reading, change and deletion (processes.md §2.7). */
export const CONSERVATIONS: readonly Conservation[] = [
  { objet: 'lecture_medicale', mois: 36, du: null, au: null, source: 'délibération CNIL 2021-122 (journalisation) ; durée des décrets de santé', confiance: 'likely' },
];

/** Earliest local day whose traces are still kept on `jour`. @throws RangeError on an impossible day, or when no rule holds */
export function conserveDepuis(objet: Conservation['objet'], jour: Jour): Jour {
  const regle = CONSERVATIONS.find((c) => c.objet === objet && enVigueur(c, jour));
  if (!regle) throw new RangeError(`aucune durée de conservation pour ${objet}`);
  return ajouterMois(jour, -regle.mois);
}
