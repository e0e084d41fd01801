/** Local days `YYYY-MM-DD`, both inclusive; `du` null = start unknown, `au` null = still open. */
export interface Periode {
  readonly du: string | null;
  readonly au: string | null;
}

export const enVigueur = (periode: Periode, jour: string): boolean =>
  (periode.du === null || periode.du <= jour) && (periode.au === null || jour <= periode.au);

/** True when the two periods share at least one day. */
export const seChevauchent = (a: Periode, b: Periode): boolean =>
  (a.du === null || b.au === null || a.du <= b.au) && (b.du === null || a.au === null || b.du <= a.au);

const lendemain = (jour: string): string => new Date(Date.parse(jour) + 86_400_000).toISOString().slice(0, 10);

const debut = (p: Periode): string => p.du ?? '';

/** Unites periods that touch or overlap, in order: two contiguous lines that say the same thing become one fact. */
export function fusionner<T extends Periode>(periodes: readonly T[], joindre: (a: T, b: T) => T): T[] {
  const fusionnees: T[] = [];
  for (const suivante of [...periodes].sort((a, b) => (debut(a) < debut(b) ? -1 : Number(debut(a) > debut(b))))) {
    const derniere = fusionnees.at(-1);
    if (derniere === undefined || (derniere.au !== null && lendemain(derniere.au) < debut(suivante))) {
      fusionnees.push(suivante);
      continue;
    }
    const au = derniere.au === null || suivante.au === null ? null : derniere.au > suivante.au ? derniere.au : suivante.au;
    fusionnees[fusionnees.length - 1] = { ...joindre(derniere, suivante), du: derniere.du, au };
  }
  return fusionnees;
}
