import { enVigueur, type Affectation, type CodeRole, type Jour } from '@sm/kernel';
import type { ErreurChamp } from './affectation';
import type { ContenuMesure } from './mesure';

type Delegation = Extract<ContenuMesure, { readonly genre: 'delegation' }>;

interface RegleDelegation {
  readonly genre: string;
  /** Roles that may sign it under a written delegation; the others never. */
  readonly a: readonly CodeRole[];
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly confiance: 'sure' | 'probable' | 'incertaine';
}

/**
 * Avis that a delegation may cover, and for whom (processes.md §2.3: a nurse signs some avis under written delegation, never those reserved to
 * the médecin-conseil). No text lists them: accidents and diseases at work are kept to the practitioners.
 */
export const REGLES_DELEGATION: readonly RegleDelegation[] = [
  { genre: 'ald', a: ['MC', 'ISM'], du: null, au: null, confiance: 'incertaine' },
  { genre: 'arret', a: ['MC', 'ISM'], du: null, au: null, confiance: 'incertaine' },
  { genre: 'atmp', a: ['MC'], du: null, au: null, confiance: 'incertaine' },
];

/** Both sides of a delegation on its first day, in its unit. */
export interface Parties {
  /** Acts that the delegator may do there. */
  readonly pouvoirs: readonly string[];
  readonly delegant: readonly Affectation[];
  readonly delegataire: readonly Affectation[];
}

const delegable = (genre: string, roles: readonly CodeRole[], jour: Jour): boolean =>
  REGLES_DELEGATION.some((r) => r.genre === genre && enVigueur(r, jour) && r.a.some((role) => roles.includes(role)));

/** What a delegation may not do: lend more than its author holds, or to somebody who may not receive it. */
export function delegationFautive({ actes, genres }: Pick<Delegation, 'actes' | 'genres'>, { pouvoirs, delegant, delegataire }: Parties, jour: Jour): ErreurChamp[] {
  const roles = delegataire.map((a) => a.role);
  const habilitations = delegant.flatMap((a) => a.habilitations);
  return [
    ...(actes.every((acte) => pouvoirs.includes(acte)) ? [] : [{ champ: 'actes', code: 'delegant-sans-pouvoir' }]),
    ...(genres.every((genre) => habilitations.includes(genre)) ? [] : [{ champ: 'genres', code: 'genre-hors-pouvoir' }]),
    ...(delegataire.length > 0 ? [] : [{ champ: 'delegataire', code: 'acteur-inconnu' }]),
    ...(roles.includes('CAISSE') ? [{ champ: 'delegataire', code: 'independance-praticien' }] : []),
    ...(genres.every((genre) => delegable(genre, roles, jour)) ? [] : [{ champ: 'genres', code: 'avis-reserve' }]),
    ...(!actes.includes('dossier.affecter') || roles.some((r) => r === 'MC' || r === 'MCCS') ? [] : [{ champ: 'actes', code: 'acte-reserve' }]),
  ];
}
