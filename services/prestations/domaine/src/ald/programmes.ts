import { enVigueur, type Confiance } from '@sm/kernel';

interface CriterePrevention {
  readonly programme: 'sophia';
  readonly alds: readonly number[];
  readonly du: string | null;
  readonly au: string | null;
  readonly article: string;
  readonly confiance: Confiance;
}

/** ALD that make a person a target of a support programme; the opt-out is for the prevention service (processes.md E2). */
const CRITERES: readonly CriterePrevention[] = [
  { programme: 'sophia', alds: [8], du: '2013-01-01', au: null, article: 'L.162-1-11 CSS', confiance: 'likely' },
];

/** Programme whose criteria this ALD meets on that day, or null. */
export const programmeCible = (ald: number | null, jour: string): CriterePrevention['programme'] | null =>
  ald === null ? null : (CRITERES.find((critere) => critere.alds.includes(ald) && enVigueur(critere, jour))?.programme ?? null);
