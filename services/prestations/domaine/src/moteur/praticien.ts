import type { CodeRole } from '@sm/kernel';
import { choisirPraticien, enConflit, expliquer, praticienDe, raisonEcart, type BesoinPraticien, type RaisonEcart } from './affectation';
import type { ExplicationAffectation, Praticien, SousDelegation } from './base';
import type { ActeurDuJour, DelegationDuJour, Faits } from './faits';
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

/** Actors who declared a conflict with the person, or with a doctor of the case. */
const conflitsAvec = (exigence: Exigence, faits: Faits): readonly string[] => {
  const avec = faits.conflitsProfessionnels?.filter(({ rpps }) => rppsEnConflit(exigence, faits).includes(rpps)) ?? [];
  return avec.length === 0 ? faits.conflits : [...faits.conflits, ...avec.map(({ acteurId }) => acteurId)];
};

/** Takes the named practitioner when eligible, else the best one by competence, presence and load. */
export function designer(exigence: Exigence, faits: Faits, acteurId: string | null): Designation | RefusDossier {
  const { professions, habilitation, exclus = [] } = exigence;
  const besoin: BesoinPraticien = { professions, habilitation, exclus, conflits: conflitsAvec(exigence, faits), rppsEnConflit: rppsEnConflit(exigence, faits) };
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

/** Author of the acts that follow a withdrawal by themselves. */
export const AFFECTATION_AUTOMATIQUE: ActeurDuJour = { id: 'systeme:affectation', genre: 'systeme', roles: [], rpps: null, habilitations: [] };

/** Who takes over from whoever withdraws for a tie with the case (R.4127-100 CSP); null when nobody may: the dossier then waits for the head of service. */
export function remplacant(exigence: Exigence, faits: Faits, precedent: string, motif: string): Designation | null {
  if (motif !== 'deport' || faits.repris === true) return null;
  const choix = designer({ ...exigence, exclus: [...(exigence.exclus ?? []), precedent] }, faits, null);
  return choix.accepte ? choix : null;
}

/** Written delegation that covers this kind of avis on this dossier: of the head of service, or of the practitioner who has it in hand. */
function delegationPour({ habilitation }: Exigence, { acteur }: Faits, enCharge: Praticien): DelegationDuJour | undefined {
  return acteur.delegations?.find(({ actes, genres, encadre: chef, delegantId }) => actes.includes('avis.rendre') && genres.includes(habilitation) && (chef || delegantId === enCharge.acteurId));
}

/** Whether a delegation of the head of service, or of whoever has the dossier, lends its signature to the actor. */
export const signeSousDelegation = (exigence: Exigence, praticien: Praticien, faits: Faits): boolean => delegationPour(exigence, faits, praticien) !== undefined;

/** Holds a role of their own that signs; somebody who only has acts lent to them does not, whatever their habilitations. */
const enPropre = ({ professions }: Exigence, { roles, delegations }: ActeurDuJour): boolean => !delegations?.length || roles.some((role) => role === 'MCCS' || professions.includes(role));

export interface Aptitude {
  readonly accepte: true;
  readonly rpps: string;
  readonly delegation?: SousDelegation;
}

/**
 * Right profession, habilitation, identity, and no tie with the person (L.315-1 CSS, R.4127-100 CSP): who may sign an avis.
 * @param enCharge practitioner of the dossier, where a delegation may serve; absent: the avis is given in person.
 */
export function praticienApte(exigence: Exigence, faits: Faits, enCharge?: Praticien): RefusDossier | Aptitude {
  const { acteur } = faits;
  const repris = faits.repris === true && acteur.roles.includes('REPRISE');
  const propre = repris || (enPropre(exigence, acteur) && acteur.habilitations.includes(exigence.habilitation));
  const delegation = propre || enCharge === undefined ? undefined : delegationPour(exigence, faits, enCharge);
  if (!propre && !delegation) return refuser('habilitation-absente');
  const rpps = acteur.rpps ?? delegation?.delegantRpps ?? null;
  if (rpps === null) return refuser('rpps-absent');
  const besoin = { conflits: conflitsAvec(exigence, faits), rppsEnConflit: rppsEnConflit(exigence, faits) };
  const engages = [{ acteurId: acteur.id, rpps: acteur.rpps }, ...(delegation ? [{ acteurId: delegation.delegantId, rpps: delegation.delegantRpps }] : [])];
  if (engages.some((personne) => enConflit(personne, besoin))) return refuser('conflit-interets');
  return { accepte: true, rpps, ...(delegation ? { delegation: { id: delegation.id, version: delegation.version, delegant: delegation.delegantId } } : {}) };
}

export interface AvisSigne {
  readonly auteur: string;
  readonly delegation?: SousDelegation;
}

/** Whose judgement an avis is: its signatory, and whoever lent them the signature. */
export const jugesDe = (avis: readonly AvisSigne[]): readonly string[] =>
  avis.flatMap(({ auteur, delegation }) => (delegation ? [auteur, delegation.delegant] : [auteur]));

const EN_PERSONNE: ReadonlySet<string | null> = new Set(['recours', 'reexamen', 'element_nouveau', 'nouvelle_prescription']);

/** Judging again what was judged is done in person; a first avis, or the correction of an error, may be signed under a delegation. */
export const delegable = (cause: string | null): boolean => !EN_PERSONNE.has(cause);
