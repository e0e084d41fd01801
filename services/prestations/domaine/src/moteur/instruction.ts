import { accepter, type CodeRole } from '@sm/kernel';
import type { ExplicationAffectation, Praticien, Versions } from './base';
import type { Faits } from './faits';
import { maintenantIso } from './outils';
import { AFFECTATION_AUTOMATIQUE, designer, horsAffectation, jugesDe, praticienApte, remplacant, type AvisSigne, type Designation, type Exigence } from './praticien';
import { refuser, type RefusDossier } from './refus';
import type { MOTIFS_REMPLACEMENT } from './vocabulaire';

/** What the decisions below need to know of the dossiers of a procedure. */
export interface Instruction<E> {
  /** @throws Error where no practitioner can be. */
  readonly praticienDe: (etat: E) => Praticien;
  /** Versions of the avis, oldest first. */
  readonly avisDe: (etat: E) => readonly AvisSigne[];
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

const evenement = <const T extends string, P>(faits: Faits, type: T, prive: P) =>
  ({ type, survenuLe: maintenantIso(faits), par: faits.acteur.id, repris: faits.repris === true, prive, medical: null });

/** Who is given a dossier and who takes it over: the same decisions in every procedure. */
export const affectations = <E>(i: Instruction<E>) => {
  const attribution = (etat: E, faits: Faits, { praticien, explication }: Designation): Attribution => ({ praticien, explication, versions: i.versionsDe(etat, faits) });
  const attribuer = (etat: E, faits: Faits, acteurId: string | null, precisions?: Partial<Exigence>): RefusDossier | { readonly accepte: true; readonly prive: Attribution } => {
    const choix = designer(i.exigenceDe(etat, precisions), faits, acteurId);
    return choix.accepte ? { accepte: true, prive: attribution(etat, faits, choix) } : choix;
  };
  return {
    affecter: ({ commande, etat, faits }: Ordre<E, { readonly praticien: string | null }>) => {
      const choix = attribuer(etat, faits, commande.prive.praticien);
      return choix.accepte ? accepter(evenement(faits, 'PraticienAffecte', choix.prive)) : choix;
    },
    reaffecter: ({ commande, etat, faits }: Ordre<E, { readonly praticien: string | null }>) => {
      const precedent = i.praticienDe(etat).acteurId;
      if (commande.prive.praticien === precedent) return refuser('deja-affecte');
      const choix = attribuer(etat, faits, commande.prive.praticien, { exclus: [precedent] });
      return choix.accepte ? accepter(evenement(faits, 'PraticienRemplace', { ...choix.prive, precedent })) : choix;
    },
    /** Whoever withdraws for a tie with the case leaves it to a colleague at once, when there is one. */
    desaffecter: <M extends string>({ commande, etat, faits }: Ordre<E, { readonly motif: M }>) => {
      const praticien = i.praticienDe(etat);
      const refus = horsAffectation(praticien, faits);
      if (refus) return refus;
      const { motif } = commande.prive;
      const retrait = evenement(faits, 'PraticienDesaffecte', { precedent: praticien.acteurId, motif });
      const suite = remplacant(i.exigenceDe(etat), faits, praticien.acteurId, motif);
      if (!suite) return accepter<typeof retrait>(retrait);
      return accepter<typeof retrait | ReturnType<typeof evenement<'PraticienAffecte', Attribution>>>(retrait, evenement({ ...faits, acteur: AFFECTATION_AUTOMATIQUE }, 'PraticienAffecte', attribution(etat, faits, suite)));
    },
  };
};

/** Who may ask for, give or replace an avis when somebody already has: the same rules in every procedure (R.4127-105 CSP). */
export const regards = <E extends { readonly statut: string }>(i: Instruction<E>) => {
  /** Neither the practitioner in charge nor an author of the avis gives the second opinion. */
  const exclus = (etat: E): readonly string[] => [i.praticienDe(etat).acteurId, ...jugesDe(i.avisDe(etat))];
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
      const avis = i.avisDe(etat);
      if (motif === 'recours' && etat.statut !== 'contestee') return refuser('remplacement-incoherent');
      if (motif === 'recours') return jugesDe(avis).includes(id) ? refuser('auteur-premier-avis') : null;
      if (motif === 'erreur_materielle') return avis.at(-1)?.auteur === id ? null : refuser('auteur-different');
      return i.praticienDe(etat).acteurId === id ? null : refuser('praticien-non-affecte');
    },
  };
};
