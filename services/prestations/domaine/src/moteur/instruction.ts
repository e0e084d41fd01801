import { accepter, type CodeRole } from '@sm/kernel';
import type { ExplicationAffectation, Praticien, Versions } from './base';
import type { Faits } from './faits';
import { maintenantIso } from './outils';
import { designer, horsAffectation, praticienApte, type Exigence } from './praticien';
import { refuser, type RefusDossier } from './refus';
import type { MOTIFS_REMPLACEMENT } from './vocabulaire';

/** What the decisions below need to know of the dossiers of a procedure. */
export interface Instruction<E> {
  /** @throws Error where no practitioner can be. */
  readonly praticienDe: (etat: E) => Praticien;
  /** Authors of the versions of the avis, oldest first. */
  readonly auteursDe: (etat: E) => readonly string[];
  readonly exigenceDe: (etat: E, precisions?: Partial<Exigence>) => Exigence;
  /** Professions that may give a second opinion. */
  readonly secondsDe: (etat: E) => readonly CodeRole[];
  readonly versionsDe: (etat: E, faits: Faits) => Versions;
}

interface Attribution {
  readonly praticien: Praticien;
  readonly explication: ExplicationAffectation;
  readonly versions: Versions;
}

interface Ordre<E, P> {
  readonly commande: { readonly prive: P };
  readonly etat: E;
  readonly faits: Faits;
}

const acte = <const T extends string, P>(faits: Faits, type: T, prive: P) =>
  accepter({ type, survenuLe: maintenantIso(faits), par: faits.acteur.id, repris: faits.repris === true, prive, medical: null });

/** Who is given a dossier and who takes it over: the same decisions in every procedure. */
export const affectations = <E>(i: Instruction<E>) => {
  const attribuer = (etat: E, faits: Faits, acteurId: string | null, precisions?: Partial<Exigence>): RefusDossier | { readonly accepte: true; readonly prive: Attribution } => {
    const choix = designer(i.exigenceDe(etat, precisions), faits, acteurId);
    return choix.accepte ? { accepte: true, prive: { praticien: choix.praticien, explication: choix.explication, versions: i.versionsDe(etat, faits) } } : choix;
  };
  return {
    affecter: ({ commande, etat, faits }: Ordre<E, { readonly praticien: string | null }>) => {
      const attribution = attribuer(etat, faits, commande.prive.praticien);
      return attribution.accepte ? acte(faits, 'PraticienAffecte', attribution.prive) : attribution;
    },
    reaffecter: ({ commande, etat, faits }: Ordre<E, { readonly praticien: string | null }>) => {
      const precedent = i.praticienDe(etat).acteurId;
      if (commande.prive.praticien === precedent) return refuser('deja-affecte');
      const attribution = attribuer(etat, faits, commande.prive.praticien, { exclus: [precedent] });
      return attribution.accepte ? acte(faits, 'PraticienRemplace', { ...attribution.prive, precedent }) : attribution;
    },
    desaffecter: <M>({ commande, etat, faits }: Ordre<E, { readonly motif: M }>) => {
      const praticien = i.praticienDe(etat);
      return horsAffectation(praticien, faits) ?? acte(faits, 'PraticienDesaffecte', { precedent: praticien.acteurId, motif: commande.prive.motif });
    },
  };
};

/** Who may ask for, give or replace an avis when somebody already has: the same rules in every procedure (R.4127-105 CSP). */
export const regards = <E extends { readonly statut: string }>(i: Instruction<E>) => {
  /** Neither the practitioner in charge nor an author of the avis gives the second opinion. */
  const exclus = (etat: E): readonly string[] => [i.praticienDe(etat).acteurId, ...i.auteursDe(etat)];
  return {
    /** Practitioner asked by name for a second opinion, or null for whoever takes it. */
    designerSecond: (etat: E, faits: Faits, acteurId: string | null): RefusDossier | { readonly accepte: true; readonly demandeA: Praticien | null } => {
      const refus = horsAffectation(i.praticienDe(etat), faits);
      if (refus) return refus;
      if (acteurId === null) return { accepte: true, demandeA: null };
      const choix = designer(i.exigenceDe(etat, { exclus: exclus(etat), professions: i.secondsDe(etat) }), faits, acteurId);
      return choix.accepte ? { accepte: true, demandeA: choix.praticien } : choix;
    },
    /** Identity under which the actor gives the second opinion asked of `demandeA`. */
    secondApte: (etat: E, faits: Faits, demandeA: Praticien | null) => {
      const { id } = faits.acteur;
      if (exclus(etat).includes(id)) return refuser('auteur-premier-avis');
      if (demandeA !== null && demandeA.acteurId !== id) return refuser('praticien-non-affecte');
      const apte = praticienApte(i.exigenceDe(etat), faits);
      return apte.accepte ? { accepte: true as const, signature: { auteur: id, rpps: apte.rpps, jour: faits.jour } } : apte;
    },
    /** A new version never edits the former one: an error is put right by its author, an appeal is judged by somebody else. */
    auteurAdmis: (motif: (typeof MOTIFS_REMPLACEMENT)[number], etat: E, faits: Faits): RefusDossier | null => {
      const { id } = faits.acteur;
      const auteurs = i.auteursDe(etat);
      if (motif === 'recours' && etat.statut !== 'contestee') return refuser('remplacement-incoherent');
      if (motif === 'recours') return auteurs.includes(id) ? refuser('auteur-premier-avis') : null;
      if (motif === 'erreur_materielle') return auteurs.at(-1) === id ? null : refuser('auteur-different');
      return i.praticienDe(etat).acteurId === id ? null : refuser('praticien-non-affecte');
    },
  };
};
