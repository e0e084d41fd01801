import type { CodeRole } from '@sm/kernel';
import { choisirPraticien, enConflit, expliquer, praticienDe, raisonEcart, type BesoinPraticien, type RaisonEcart } from './affectation';
import type { ExplicationAffectation, Praticien } from './base';
import type { Faits } from './faits';
import { refuser, type CodeRefus, type RefusDossier } from './refus';

const REFUS_D_ECART: Record<RaisonEcart, CodeRefus> = {
  profession: 'habilitation-absente',
  habilitation: 'habilitation-absente',
  absence: 'praticien-absent',
  conflit: 'conflit-interets',
  exclu: 'auteur-premier-avis',
};

/** What a dossier asks of whoever takes it: profession, habilitation, and no tie with the person. */
export interface Exigence {
  readonly professions: readonly CodeRole[];
  readonly habilitation: string;
  /** RPPS of the doctors of the case, who may not judge it (R.4127-100 and R.4127-105 CSP). */
  readonly medecins: readonly string[];
  /** Actors already concerned, e.g. the author of the first avis. */
  readonly exclus?: readonly string[];
}

export interface Designation {
  readonly accepte: true;
  readonly praticien: Praticien;
  readonly explication: ExplicationAffectation;
}

const rppsEnConflit = ({ medecins }: Exigence, { medecinTraitant }: Faits): readonly string[] => (medecinTraitant === null ? medecins : [...medecins, medecinTraitant]);

/** Takes the named practitioner when eligible, else the best one by competence, presence and load. */
export function designer(exigence: Exigence, faits: Faits, acteurId: string | null): Designation | RefusDossier {
  const { professions, habilitation, exclus = [] } = exigence;
  const besoin: BesoinPraticien = { professions, habilitation, exclus, conflits: faits.conflits, rppsEnConflit: rppsEnConflit(exigence, faits) };
  if (acteurId === null) {
    const choix = choisirPraticien(faits.praticiens, besoin);
    return choix ? { accepte: true, praticien: choix.praticien, explication: choix.explication } : refuser('aucun-praticien-disponible', { candidats: faits.praticiens.length });
  }
  const candidat = faits.praticiens.find((praticien) => praticien.acteurId === acteurId);
  if (!candidat) return refuser('praticien-inconnu');
  const raison = raisonEcart(candidat, besoin);
  if (raison) return refuser(REFUS_D_ECART[raison]);
  return { accepte: true, praticien: praticienDe(candidat), explication: expliquer(candidat, 'designation', faits.praticiens.length, 0) };
}

const encadre = ({ acteur }: Faits): boolean => acteur.roles.includes('MCCS') || acteur.roles.includes('REPRISE');

/** A médecin-conseil acts only on the dossiers assigned to them; the head of service on all of the unit. */
export const horsAffectation = (praticien: Praticien, faits: Faits): RefusDossier | null =>
  praticien.acteurId === faits.acteur.id || encadre(faits) ? null : refuser('praticien-non-affecte');

/** Right profession, habilitation, identity, and no tie with the person (L.315-1 CSS, R.4127-100 CSP): who may sign an avis. */
export function praticienApte(exigence: Exigence, faits: Faits): RefusDossier | { readonly accepte: true; readonly rpps: string } {
  const { acteur } = faits;
  const repris = faits.repris === true && acteur.roles.includes('REPRISE');
  if (!repris && !acteur.habilitations.includes(exigence.habilitation)) return refuser('habilitation-absente');
  if (acteur.rpps === null) return refuser('rpps-absent');
  if (enConflit({ acteurId: acteur.id, rpps: acteur.rpps }, { conflits: faits.conflits, rppsEnConflit: rppsEnConflit(exigence, faits) })) return refuser('conflit-interets');
  return { accepte: true, rpps: acteur.rpps };
}
