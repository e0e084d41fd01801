export { MOTIFS_ANNULATION, MOTIFS_DESAFFECTATION, MOTIFS_IRRECEVABILITE, MOTIFS_REMPLACEMENT } from '../moteur/vocabulaire';
export type { MotifAnnulation, MotifDesaffectation, MotifIrrecevabilite, MotifRemplacement } from '../moteur/vocabulaire';

export const STATUTS = [
  'recue', 'incomplete', 'recevable', 'affectee', 'complement_demande', 'second_avis_demande', 'accordee', 'refusee', 'contestee',
  'exoneration_active', 'renouvellement_attendu', 'suivi_post_ald', 'terminee', 'irrecevable', 'annulee',
] as const;
export type Statut = (typeof STATUTS)[number];

export const NATURES = ['initiale', 'prolongation'] as const;
export type Nature = (typeof NATURES)[number];

/** `pse` = protocole de soins électronique; `papier` = three-part paper form. */
export const CANAUX = ['pse', 'papier'] as const;
export type Canal = (typeof CANAUX)[number];

/** Kind of exonération: the only part of the medical ground that the caisse may know (processes.md A1). */
export const REGIMES = ['liste', 'hors_liste', 'polypathologie', 'non_exonerante'] as const;
export type Regime = (typeof REGIMES)[number];

/** Who drew up the protocol: the treating doctor, or any doctor in emergency or at hospital (then valid 6 months). */
export const CADRES = ['traitant', 'urgence'] as const;
export type Cadre = (typeof CADRES)[number];

export const SENS_AVIS = ['favorable', 'defavorable_medical', 'defavorable_administratif'] as const;
export type SensAvis = (typeof SENS_AVIS)[number];

export const SENS_DECISION = ['accord', 'refus'] as const;
export type SensDecision = (typeof SENS_DECISION)[number];

export const MOTIFS_FIN = ['expiration', 'prolongee', 'sortie', 'suivi_post_ald', 'deces'] as const;
export type MotifFin = (typeof MOTIFS_FIN)[number];

export const PIECES = ['protocole', 'protocole_signe', 'justificatif_identite', 'compte_rendu', 'autre'] as const;
export type Piece = (typeof PIECES)[number];

/** What completeness can find missing; names a field, never its content. */
export const MANQUES = [
  'piece_protocole', 'identite', 'prescripteur', 'regime', 'numero_ald', 'ald_fermee', 'diagnostic', 'debut_soins', 'dates',
] as const;
export type Manque = (typeof MANQUES)[number];

export const NATURES_ECHEANCE = ['niveau_service', 'recours', 'renouvellement_6_mois', 'renouvellement_3_mois', 'expiration'] as const;
export type NatureEcheance = (typeof NATURES_ECHEANCE)[number];
