import type { CodeRole } from '@sm/kernel';
import { controler, type DemandeAffectation, type ErreurChamp, type Habilitation } from './affectation';
import { estRole } from './regles-role';

/** Columns of the staff file, one line an assignment. */
export const COLONNES_AGENTS = [
  'source', 'numero', 'matricule', 'nom', 'prenom', 'categorie', 'profession', 'rpps', 'emploi', 'employeur',
  'unite', 'role', 'activite', 'quotite', 'du', 'au', 'habilitations',
] as const;

type Colonne = (typeof COLONNES_AGENTS)[number];
const LONGUEURS: Readonly<Partial<Record<Colonne, number>>> = { source: 64, numero: 64, habilitations: 1000 };
const LONGUEUR_MAX = 120;
const REQUISES: readonly Colonne[] = ['source', 'numero', 'matricule', 'unite', 'role', 'activite', 'quotite', 'du'];
/** Control characters, and those that would end a line or hide text. */
const INTERDITS = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

type Brut = Readonly<Record<string, unknown>>;

function texte(brut: Brut, colonne: Colonne): string {
  const valeur = brut[colonne];
  return typeof valeur === 'string' ? valeur.trim().normalize('NFC') : '';
}

const ouNul = (valeur: string): string | null => (valeur === '' ? null : valeur);

function formesFautives(brut: Brut): ErreurChamp[] {
  const requis = REQUISES.filter((c) => texte(brut, c) === '').map((champ) => ({ champ, code: 'champ-absent' }));
  const formes = COLONNES_AGENTS.flatMap((champ): ErreurChamp[] => {
    if (brut[champ] !== undefined && typeof brut[champ] !== 'string') return [{ champ, code: 'texte-attendu' }];
    const valeur = texte(brut, champ);
    if (valeur.length > (LONGUEURS[champ] ?? LONGUEUR_MAX)) return [{ champ, code: 'texte-trop-long' }];
    return INTERDITS.test(valeur) ? [{ champ, code: 'caractere-interdit' }] : [];
  });
  return [...requis, ...formes];
}

/** `Médecin-conseil`, `medecin` and `Médecin` are one profession. */
const profession = (valeur: string): string | null =>
  ouNul(valeur.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[ _]+/g, '-').replace(/-conseil$/, ''));

/** `ald|arret:2026-12-31`: an expiry may follow each kind of avis. */
const habilitations = (valeur: string): Habilitation[] =>
  valeur.split('|').map((h) => h.trim()).filter((h) => h !== '').map((h) => {
    const [genre, au] = h.split(':', 2);
    return { genre: genre ?? '', au: au ?? null };
  });

const quotite = (valeur: string): number => (/^\d(?:[.,]\d{1,3})?$/.test(valeur) ? Number(valeur.replace(',', '.')) : Number.NaN);

const categorie = (valeur: string): DemandeAffectation['categorie'] => (valeur === 'praticien' || valeur === 'administratif' ? valeur : null);

function demandeDe(brut: Brut, role: CodeRole): DemandeAffectation {
  const t = (c: Colonne): string => texte(brut, c);
  const matricule = t('matricule');
  return {
    source: t('source'), numero: t('numero'), acteur: /^(agent|machine):/.test(matricule) ? matricule : `agent:${matricule}`,
    nom: ouNul(t('nom')), prenom: ouNul(t('prenom')), categorie: categorie(t('categorie')), profession: profession(t('profession')),
    rpps: ouNul(t('rpps')), emploi: ouNul(t('emploi')), employeur: ouNul(t('employeur')), unite: t('unite'), role, activite: t('activite'),
    quotite: quotite(t('quotite')), du: t('du'), au: ouNul(t('au')), habilitations: habilitations(t('habilitations')),
  };
}

/** Reads one line of the staff file. Pure; any value of any type gives errors by field, never an exception. */
export function validerLigneAgent(brut: Brut): { readonly valeur: DemandeAffectation } | { readonly erreurs: readonly ErreurChamp[] } {
  const formes = formesFautives(brut);
  if (formes.length > 0) return { erreurs: formes };
  const role = texte(brut, 'role');
  if (!estRole(role)) return { erreurs: [{ champ: 'role', code: 'role-inconnu' }] };
  const valeur = demandeDe(brut, role);
  const erreurs = controler(valeur);
  return erreurs.length > 0 ? { erreurs } : { valeur };
}
