import { prochainOuvre, jourOuvrable } from './feries';
import { debutDuJour, jourLocal, zoneDuDepartement } from './fuseaux';
import { departJoursFrancs, termeJoursFrancs, verifierDuree } from './francs';
import { ajouterJours, ajouterMois, enVigueur, joursEntre, type Jour } from './temps';

export type UniteDelai = 'jours' | 'jours francs' | 'jours ouvrables' | 'heures' | 'mois' | 'ans';

/** How far a rule of law was checked: text read, known, to be confirmed, parameter. */
export type Confiance = 'sure-checked' | 'sure' | 'likely' | 'unsure';

/** One dated delay. `valeur` null = no length in the text (service level only). `aRebours`: counted backwards from its start. */
export interface LigneDelai {
  readonly typeDossier: string;
  readonly etape: string;
  readonly valeur: number | null;
  readonly unite: UniteDelai;
  readonly depart: string;
  readonly aRebours: boolean;
  readonly effet: string;
  /** Who owns the clock: for any other than `sm`, expiry is a presumption until the owner's message. */
  readonly proprietaire: string;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

/** A suspension allowed by a text, both days included, with the code of its reason. */
export interface Pause {
  readonly du: Jour;
  readonly au: Jour;
  readonly motif: string;
}

/** The row in force on that day for the step of a case type; null when there is none. Never throws. */
export const delaiApplicable = (lignes: readonly LigneDelai[], typeDossier: string, etape: string, jour: Jour): LigneDelai | null =>
  lignes.find((l) => l.typeDossier === typeDossier && l.etape === etape && enVigueur(l, jour)) ?? null;

/** Moves an end by the pauses that begin before it; a day common to several pauses counts once, a reversed pause not at all. */
function allonger(depart: Jour, terme: Jour, pauses: readonly Pause[]): Jour {
  let fin = terme;
  let libre = ajouterJours(depart, 1);
  for (const { du, au } of [...pauses].sort((a, b) => (a.du < b.du ? -1 : a.du > b.du ? 1 : 0))) {
    if (du > fin || au < du) continue;
    const jours = joursEntre(du > libre ? du : libre, au) + 1;
    if (jours <= 0) continue;
    fin = ajouterJours(fin, jours);
    libre = ajouterJours(au, 1);
  }
  return fin;
}

function compterOuvrables(depart: Jour, n: number, departement: string): Jour {
  let jour = depart;
  for (let reste = verifierDuree(n); reste > 0; ) {
    jour = ajouterJours(jour, 1);
    if (jourOuvrable(jour, departement)) reste--;
  }
  return jour;
}

function terme(depart: Jour, n: number, unite: Exclude<UniteDelai, 'heures'>, departement: string): Jour {
  switch (unite) {
    case 'jours':
      return ajouterJours(depart, n);
    case 'jours francs':
      return termeJoursFrancs(depart, n);
    case 'jours ouvrables':
      return compterOuvrables(depart, n, departement);
    case 'mois':
      return ajouterMois(depart, n);
    case 'ans':
      return ajouterMois(depart, 12 * n);
  }
}

function termeARebours(jour: Jour, n: number, unite: UniteDelai): Jour {
  switch (unite) {
    case 'jours':
      return ajouterJours(jour, -n);
    case 'mois':
      return ajouterMois(jour, -n);
    case 'ans':
      return ajouterMois(jour, -12 * n);
    case 'jours francs':
      return departJoursFrancs(jour, n);
    default:
      throw new RangeError('unité sans compte à rebours');
  }
}

/**
 * Last useful day of a delay counted from `depart` (the day after is day 1), lengthened by the pauses, then moved to the next working day
 * (but for jours ouvrables, which already skip the others). Backwards: the last day on which the act is in time, never moved.
 * Null when the row has no length or counts in hours (see `echeanceHeures`).
 * @throws RangeError on an impossible day, or a backwards delay in jours ouvrables.
 */
export function echeance(ligne: LigneDelai, depart: Jour, { departement, pauses = [] }: { readonly departement: string; readonly pauses?: readonly Pause[] }): Jour | null {
  if (ligne.valeur === null || ligne.unite === 'heures') return null;
  const n = verifierDuree(ligne.valeur);
  if (ligne.aRebours) return termeARebours(depart, n, ligne.unite);
  const fin = allonger(depart, terme(depart, n, ligne.unite, departement), pauses);
  return ligne.unite === 'jours ouvrables' ? fin : prochainOuvre(fin, departement);
}

/** Instant `n` hours after `depart`; the hours of excluded days (Sundays and public holidays when `horsChomes`) do not count. @throws RangeError on an impossible instant or length. */
export function echeanceHeures(depart: Date, n: number, { departement, horsChomes = false }: { readonly departement: string; readonly horsChomes?: boolean }): Date {
  const zone = zoneDuDepartement(departement);
  let reste = verifierDuree(n) * 3_600_000;
  let instant = depart.getTime();
  if (Number.isNaN(instant)) throw new RangeError('instant impossible');
  if (!horsChomes) return new Date(instant + reste);
  for (;;) {
    const jour = jourLocal(new Date(instant), zone);
    const fin = debutDuJour(ajouterJours(jour, 1), zone).getTime();
    if (jourOuvrable(jour, departement)) {
      if (instant + reste <= fin) return new Date(instant + reste);
      reste -= fin - instant;
    }
    instant = fin;
  }
}

/** Days on which to alert, at the given percentages (0 to 100) of the time between `depart` and `fin`, rounded down, without duplicates. @throws RangeError on an impossible day. */
export function joursAlerte(depart: Jour, fin: Jour, pourcentages: readonly number[]): Jour[] {
  const duree = Math.max(0, joursEntre(depart, fin));
  const rangs = pourcentages.filter((p) => p >= 0 && p <= 100).map((p) => Math.floor((duree * p) / 100));
  return [...new Set(rangs)].sort((a, b) => a - b).map((rang) => ajouterJours(depart, rang));
}
