import { ajouterJours, type Jour } from '@sm/kernel';

/** Local days, both inclusive; `du` null = start unknown, `au` null = still open. */
export interface Periode {
  readonly du: Jour | null;
  readonly au: Jour | null;
}

const debut = (p: Periode): string => p.du ?? '';

/** Unites periods that touch or overlap, in order: two contiguous lines that say the same thing become one fact. */
export function fusionner<T extends Periode>(periodes: readonly T[], joindre: (a: T, b: T) => T): T[] {
  const fusionnees: T[] = [];
  for (const suivante of [...periodes].sort((a, b) => debut(a).localeCompare(debut(b)))) {
    const derniere = fusionnees.at(-1);
    if (derniere === undefined || (derniere.au !== null && ajouterJours(derniere.au, 1) < debut(suivante))) {
      fusionnees.push(suivante);
      continue;
    }
    const au = derniere.au === null || suivante.au === null ? null : derniere.au > suivante.au ? derniere.au : suivante.au;
    fusionnees[fusionnees.length - 1] = { ...joindre(derniere, suivante), du: derniere.du, au };
  }
  return fusionnees;
}
