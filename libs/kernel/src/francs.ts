import { prochainOuvre } from './feries';
import { ajouterJours, enVigueur, type Jour } from './temps';

/** How *jours francs* are counted, as dated data: `decalage` days are added to the length of the delay. */
export interface ConventionJoursFrancs {
  readonly decalage: number;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: 'sure' | 'likely';
}

/** Neither the start day D nor the expiry day counts: the last useful day is D+N+1. */
export const CONVENTIONS_JOURS_FRANCS: readonly ConventionJoursFrancs[] = [
  { decalage: 1, du: null, au: null, source: 'règle générale de procédure (art. 642 CPC pour le report)', confiance: 'likely' },
];

/** Whole number of days of a delay. @throws RangeError when negative or fractional. */
export function verifierDuree(n: number): number {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError('durée impossible');
  return n;
}

const decalage = (jour: Jour, conventions: readonly ConventionJoursFrancs[]): number => conventions.find((c) => enVigueur(c, jour))?.decalage ?? 1;

/** Last useful day of a delay of `n` jours francs from `jour`, before any move to a working day. @throws RangeError on an impossible day or length. */
export function termeJoursFrancs(jour: Jour, n: number, conventions: readonly ConventionJoursFrancs[] = CONVENTIONS_JOURS_FRANCS): Jour {
  return ajouterJours(jour, verifierDuree(n) + decalage(jour, conventions));
}

/** Last day to act "at least `n` jours francs before" `jour`, never moved. @throws RangeError on an impossible day or length. */
export function departJoursFrancs(jour: Jour, n: number, conventions: readonly ConventionJoursFrancs[] = CONVENTIONS_JOURS_FRANCS): Jour {
  return ajouterJours(jour, -verifierDuree(n) - decalage(jour, conventions));
}

/** Last useful day of a delay of `n` jours francs from `jour`, moved to the next working day. @throws RangeError on an impossible day or length. */
export const echeanceJoursFrancs = (
  jour: Jour,
  n: number,
  { departement, conventions }: { readonly departement: string; readonly conventions?: readonly ConventionJoursFrancs[] },
): Jour => prochainOuvre(termeJoursFrancs(jour, n, conventions), departement);

/** Safe day for staff, D+N whatever the convention, never moved. @throws RangeError on an impossible day or length. */
export const jourSurJoursFrancs = (jour: Jour, n: number): Jour => ajouterJours(jour, verifierDuree(n));
