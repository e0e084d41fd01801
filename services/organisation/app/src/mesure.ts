import { ACTES_DELEGABLES, finessValide, jourValide, rppsValide, type ActeDelegable, type CodeRole, type Jour, type ObjetConflit } from '@sm/kernel';
import type { ErreurChamp } from './affectation';
import { REGLES_ROLE } from './regles-role';

/** Type of an absence: never a medical reason. `indisponibilite` says no more than that. */
export const MOTIFS_ABSENCE = ['conge', 'formation', 'mission', 'mandat', 'indisponibilite'] as const;
export type MotifAbsence = (typeof MOTIFS_ABSENCE)[number];

/** Tie that makes a conflict of interest (R.4127-100 to R.4127-104 CSP). */
export const LIENS_CONFLIT = ['soins', 'famille', 'interet', 'ancien_employeur'] as const;
export type LienConflit = (typeof LIENS_CONFLIT)[number];

export const GENRES_OBJET = ['personne', 'professionnel', 'structure', 'caisse'] as const satisfies readonly ObjetConflit['genre'][];

export type ContenuMesure =
  | { readonly genre: 'delegation'; readonly delegataire: string; readonly actes: readonly ActeDelegable[]; readonly genres: readonly string[]; readonly reference: string }
  | { readonly genre: 'interim'; readonly remplace: string; readonly role: CodeRole; readonly activite: string; readonly quotite: number; readonly reference: string }
  | { readonly genre: 'absence'; readonly motif: MotifAbsence }
  | { readonly genre: 'conflit'; readonly lien: LienConflit; readonly objet: ObjetConflit };

export const GENRES_MESURE = ['delegation', 'interim', 'absence', 'conflit'] as const satisfies readonly ContenuMesure['genre'][];
export type GenreMesure = (typeof GENRES_MESURE)[number];

/** A dated measure about one person: who delegates, stands in, is away, or declares a conflict. Known by (source, numero). */
export interface Mesure {
  readonly source: string;
  readonly numero: string;
  readonly acteur: string;
  /** Code of the unit. */
  readonly unite: string;
  readonly du: Jour;
  /** Inclusive. */
  readonly au: Jour | null;
  readonly contenu: ContenuMesure;
}

const AGENT = /^agent:[A-Za-z0-9._-]{1,64}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HABILITATION = /^[a-z][a-z0-9_-]{1,31}$/;
/** A written reference is a number of file, never a sentence. */
export const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,63}$/;

const si = (faux: boolean, champ: string, code: string): ErreurChamp[] => (faux ? [{ champ, code }] : []);

const OBJETS: Readonly<Record<ObjetConflit['genre'], (ref: string) => boolean>> = {
  personne: (ref) => UUID.test(ref), professionnel: rppsValide, structure: finessValide, caisse: (ref) => /^[0-9]{3}$/.test(ref),
};

function contenuFautif(c: ContenuMesure, acteur: string): ErreurChamp[] {
  switch (c.genre) {
    case 'delegation':
      return [
        ...si(!AGENT.test(c.delegataire), 'delegataire', 'matricule-invalide'),
        ...si(c.delegataire === acteur, 'delegataire', 'delegation-a-soi'),
        ...si(c.actes.length === 0 || !c.actes.every((acte) => ACTES_DELEGABLES.includes(acte)), 'actes', 'acte-non-delegable'),
        ...si(!c.genres.every((genre) => HABILITATION.test(genre)), 'genres', 'habilitation-invalide'),
        ...si(c.actes.includes('avis.rendre') !== c.genres.length > 0, 'genres', 'genre-absent'),
        ...si(!REFERENCE.test(c.reference), 'reference', 'reference-absente'),
      ];
    case 'interim':
      return [
        ...si(!AGENT.test(c.remplace), 'remplace', 'matricule-invalide'),
        ...si(c.remplace === acteur, 'remplace', 'interim-de-soi'),
        ...si(REGLES_ROLE[c.role].reserve, 'role', 'role-reserve'),
        ...si(!(c.quotite > 0 && c.quotite <= 1), 'quotite', 'quotite-hors-bornes'),
        ...si(!REFERENCE.test(c.reference), 'reference', 'reference-absente'),
      ];
    case 'absence':
      return si(!MOTIFS_ABSENCE.includes(c.motif), 'motif', 'motif-inconnu');
    case 'conflit':
      return [...si(!LIENS_CONFLIT.includes(c.lien), 'lien', 'lien-inconnu'), ...si(!OBJETS[c.objet.genre](c.objet.ref), 'objet', 'objet-invalide')];
  }
}

/** What is lent must have an end. */
const BORNEES: ReadonlySet<GenreMesure> = new Set<GenreMesure>(['delegation', 'interim']);

/** What is wrong in a measure, field by field, whatever the organisation says of that day. */
export function controlerMesure({ acteur, du, au, contenu }: Mesure): ErreurChamp[] {
  if (!jourValide(du)) return [{ champ: 'du', code: 'date-invalide' }];
  if (au !== null && !jourValide(au)) return [{ champ: 'au', code: 'date-invalide' }];
  return [
    ...si(!AGENT.test(acteur), 'acteur', 'matricule-invalide'),
    ...si(au !== null && au < du, 'au', 'fin-avant-debut'),
    ...si(au === null && BORNEES.has(contenu.genre), 'au', 'champ-absent'),
    ...contenuFautif(contenu, acteur),
  ];
}
