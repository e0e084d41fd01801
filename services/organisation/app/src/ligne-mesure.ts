import { ACTES_DELEGABLES, type ActeDelegable, type ObjetConflit } from '@sm/kernel';
import type { ErreurChamp } from './affectation';
import { controlerMesure, GENRES_MESURE, GENRES_OBJET, LIENS_CONFLIT, MOTIFS_ABSENCE, type ContenuMesure, type GenreMesure, type Mesure } from './mesure';
import { estRole } from './regles-role';

/** Columns of the file of measures; those that a kind does not use stay empty. `objet` is `personne:…`, `professionnel:…`, `structure:…` or `caisse:…`. */
export const COLONNES_MESURES = ['source', 'numero', 'genre', 'matricule', 'unite', 'du', 'au', 'motif', 'autre', 'actes', 'genres', 'role', 'quotite', 'objet', 'reference'] as const;

type Colonne = (typeof COLONNES_MESURES)[number];
type Textes = (colonne: Colonne) => string;
type Lue = ContenuMesure | ErreurChamp;

const parmi = <T extends string>(liste: readonly T[], valeur: string): T | undefined => liste.find((v) => v === valeur);
const agent = (matricule: string): string => (matricule.includes(':') ? matricule : `agent:${matricule}`);
const liste = (valeur: string): string[] => valeur.split('|').map((v) => v.trim()).filter((v) => v !== '');

function delegation(t: Textes): Lue {
  const actes = liste(t('actes')).map((acte) => parmi(ACTES_DELEGABLES, acte));
  if (actes.includes(undefined)) return { champ: 'actes', code: 'acte-non-delegable' };
  return { genre: 'delegation', delegataire: agent(t('autre')), actes: actes.filter((a): a is ActeDelegable => a !== undefined), genres: liste(t('genres')), reference: t('reference') };
}

function interim(t: Textes): Lue {
  const role = t('role');
  if (!estRole(role)) return { champ: 'role', code: 'role-inconnu' };
  const quotite = /^\d(?:[.,]\d{1,3})?$/.test(t('quotite')) ? Number(t('quotite').replace(',', '.')) : Number.NaN;
  return { genre: 'interim', remplace: agent(t('autre')), role, activite: '*', quotite, reference: t('reference') };
}

function conflit(t: Textes): Lue {
  const [genre = '', ref = ''] = t('objet').split(':', 2);
  const connu: ObjetConflit['genre'] | undefined = parmi(GENRES_OBJET, genre);
  const lien = parmi(LIENS_CONFLIT, t('motif'));
  if (connu === undefined) return { champ: 'objet', code: 'objet-invalide' };
  return lien === undefined ? { champ: 'motif', code: 'lien-inconnu' } : { genre: 'conflit', lien, objet: { genre: connu, ref } };
}

function absence(t: Textes): Lue {
  const motif = parmi(MOTIFS_ABSENCE, t('motif'));
  return motif === undefined ? { champ: 'motif', code: 'motif-inconnu' } : { genre: 'absence', motif };
}

const CONTENUS: Readonly<Record<GenreMesure, (t: Textes) => Lue>> = { delegation, interim, absence, conflit };

/** Reads one line of the file of measures. Pure; any value of any type gives errors by field, never an exception. */
export function validerLigneMesure(brut: Readonly<Record<string, unknown>>): { readonly valeur: Mesure } | { readonly erreurs: readonly ErreurChamp[] } {
  const t: Textes = (colonne) => {
    const valeur = brut[colonne];
    return typeof valeur === 'string' ? valeur.trim() : '';
  };
  const long = COLONNES_MESURES.find((c) => t(c).length > 120);
  if (long) return { erreurs: [{ champ: long, code: 'texte-trop-long' }] };
  const absents = (['source', 'numero', 'genre', 'matricule', 'unite', 'du'] as const).filter((c) => t(c) === '');
  if (absents.length > 0) return { erreurs: absents.map((champ) => ({ champ, code: 'champ-absent' })) };
  const genre = parmi(GENRES_MESURE, t('genre'));
  if (genre === undefined) return { erreurs: [{ champ: 'genre', code: 'genre-inconnu' }] };
  const contenu = CONTENUS[genre](t);
  if ('code' in contenu) return { erreurs: [contenu] };
  const valeur: Mesure = { source: t('source'), numero: t('numero'), acteur: agent(t('matricule')), unite: t('unite'), du: t('du'), au: t('au') || null, contenu };
  const erreurs = controlerMesure(valeur);
  return erreurs.length > 0 ? { erreurs } : { valeur };
}
