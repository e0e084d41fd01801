import { ajouterJours, jourValide, rppsValide, type CodeRole, type Jour } from '@sm/kernel';
import { ACTIVITES, REGLES_ROLE, ROLES_AFFECTABLES } from './regles-role';

export interface Habilitation {
  /** Kind of avis the person may sign (`ald`, `arret`...). */
  readonly genre: string;
  /** Last day of validity, null = as long as the assignment. */
  readonly au: Jour | null;
}

/** One assignment as asked for, by a file or by the API. */
export interface DemandeAffectation {
  readonly source: string;
  readonly numero: string;
  readonly acteur: string;
  readonly nom: string | null;
  readonly prenom: string | null;
  readonly categorie: 'praticien' | 'administratif' | null;
  readonly profession: string | null;
  readonly rpps: string | null;
  readonly emploi: string | null;
  readonly employeur: string | null;
  readonly unite: string;
  readonly role: CodeRole;
  readonly activite: string;
  readonly quotite: number;
  readonly du: Jour;
  readonly au: Jour | null;
  readonly habilitations: readonly Habilitation[];
}

export interface ErreurChamp {
  readonly champ: string;
  readonly code: string;
}

/** A stretch of an assignment during which the habilitations do not change. */
export interface Segment {
  readonly du: Jour;
  readonly au: Jour | null;
  readonly habilitations: readonly string[];
}

const HABILITATION = /^[a-z][a-z0-9_-]{1,31}$/;
const ACTEUR = /^(agent|machine):[A-Za-z0-9._-]{1,64}$/;
const UNITE = /^[A-Z][A-Z0-9]{0,11}(-[A-Z0-9]{1,8}){0,3}$/;

const si = (faux: boolean, champ: string, code: string): ErreurChamp[] => (faux ? [{ champ, code }] : []);

function datesFautives({ du, au, habilitations }: DemandeAffectation): ErreurChamp[] {
  if (!jourValide(du)) return [{ champ: 'du', code: 'date-invalide' }];
  if (au !== null && !jourValide(au)) return [{ champ: 'au', code: 'date-invalide' }];
  const genres = habilitations.map((h) => h.genre);
  return [
    ...si(au !== null && au < du, 'au', 'fin-avant-debut'),
    ...si(!habilitations.every((h) => HABILITATION.test(h.genre)), 'habilitations', 'habilitation-invalide'),
    ...si(!habilitations.every((h) => h.au === null || jourValide(h.au)), 'habilitations', 'date-invalide'),
    ...si(new Set(genres).size !== genres.length, 'habilitations', 'habilitation-repetee'),
  ];
}

function titresFautifs({ role, profession, rpps, acteur }: DemandeAffectation): ErreurChamp[] {
  if (!ROLES_AFFECTABLES.includes(role)) return [{ champ: 'role', code: 'role-inconnu' }];
  const regle = REGLES_ROLE[role];
  return [
    ...si(regle.professions.length > 0 && !regle.professions.includes(profession ?? ''), 'profession', 'profession-incompatible'),
    ...si(regle.rpps && rpps === null, 'rpps', 'rpps-absent'),
    ...si(rpps !== null && !rppsValide(rpps), 'rpps', 'rpps-invalide'),
    ...si(acteur.startsWith('machine:') && (regle.rpps || profession !== null), 'role', 'role-de-personne'),
  ];
}

/** What is wrong in a request, field by field; empty when it can be written. Total on hostile input. */
export function controler(demande: DemandeAffectation): ErreurChamp[] {
  const personne = demande.acteur.startsWith('agent:');
  return [
    ...si(!ACTEUR.test(demande.acteur), 'matricule', 'matricule-invalide'),
    ...si(personne && demande.categorie === null, 'categorie', 'categorie-inconnue'),
    ...si(!UNITE.test(demande.unite), 'unite', 'unite-invalide'),
    ...si(!ACTIVITES.some((a) => a === demande.activite), 'activite', 'activite-inconnue'),
    ...si(!(demande.quotite > 0 && demande.quotite <= 1), 'quotite', 'quotite-hors-bornes'),
    ...titresFautifs(demande),
    ...datesFautives(demande),
  ];
}

/**
 * Cuts an assignment at each expiry of an habilitation, so that every published line holds for its whole period: an act of any day,
 * past or present, is judged with the habilitations of that day. `demande` must be free of errors.
 */
export function segments({ du, au, habilitations }: Pick<DemandeAffectation, 'du' | 'au' | 'habilitations'>): Segment[] {
  const fins = habilitations.flatMap((h) => (h.au !== null && h.au >= du && (au === null || h.au < au) ? [h.au] : []));
  const bornes = [...new Set(fins)].sort();
  const debuts = [du, ...bornes.map((fin) => ajouterJours(fin, 1))];
  return debuts.map((debut, i) => ({
    du: debut,
    au: bornes[i] ?? au,
    habilitations: habilitations.filter((h) => h.au === null || h.au >= debut).map((h) => h.genre).sort(),
  }));
}

/** Result of closing an assignment on a day: what each of its segments becomes; `retiree` when it would only have begun later. */
export const cloturer = <S extends Segment>(siens: readonly S[], au: Jour): (S & { retiree: boolean })[] =>
  siens.map((s) => (s.du > au ? { ...s, retiree: true } : { ...s, au: s.au === null || s.au > au ? au : s.au, retiree: false }));

/** Display name of a person (`Prénom NOM`), or the account's own name. */
export const nomAffiche = (d: Pick<DemandeAffectation, 'acteur' | 'nom' | 'prenom'>): string =>
  [d.prenom, d.nom?.toLocaleUpperCase('fr')].filter(Boolean).join(' ') || d.acteur;
