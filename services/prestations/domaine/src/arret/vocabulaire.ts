export const STATUTS = [
  'incomplete', 'recevable', 'affectee', 'attente_prescripteur', 'avis_a_rendre', 'convoque', 'examine', 'absent_injustifie', 'second_avis_demande', 'justifie',
  'reprise_a_notifier', 'reprise_notifiee', 'orientation_invalidite', 'orientation_pdp', 'non_controlable', 'sans_objet', 'suspension_demandee', 'suspendue',
  'reexamen_demande', 'avis_prealable_requis', 'contestee', 'annulee',
] as const;
export type Statut = (typeof STATUTS)[number];

export const RISQUES = ['maladie', 'at', 'mp'] as const;
export type Risque = (typeof RISQUES)[number];

/** How the notice of the leave came. */
export const CANAUX = ['electronique', 'papier'] as const;
export type Canal = (typeof CANAUX)[number];

/** Why this leave is controlled. `nouvelle_prescription`: one that follows a suspension (L.323-7 CSS). */
export const ORIGINES = ['ciblage', 'caisse', 'employeur', 'signal', 'age_arret', 'nouvelle_prescription'] as const;
export type Origine = (typeof ORIGINES)[number];

/** Kinds of check, as the figures count them. */
export const MODES = ['pieces', 'prescripteur', 'telephone', 'a_distance', 'sur_personne'] as const;
export type Mode = (typeof MODES)[number];

export const MODES_SUR_PIECES = ['pieces', 'telephone'] as const;
export type ModeSurPieces = (typeof MODES_SUR_PIECES)[number];

export const MODES_EXAMEN = ['sur_personne', 'a_distance'] as const;
export type ModeExamen = (typeof MODES_EXAMEN)[number];

export const CONCLUSIONS = ['justifie', 'reprise', 'stabilise', 'pdp', 'non_controlable', 'sans_objet', 'absence', 'rapport_employeur'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** Conclusions that ask the caisse to suspend: given by `DemanderSuspension`, never as an ordinary avis. */
export const SUSPENSIVES = ['absence', 'rapport_employeur'] as const satisfies readonly Conclusion[];
export type ConclusionSuspensive = (typeof SUSPENSIVES)[number];
export type ConclusionOrdinaire = Exclude<Conclusion, ConclusionSuspensive>;
export const ORDINAIRES = ['justifie', 'reprise', 'stabilise', 'pdp', 'non_controlable', 'sans_objet'] as const satisfies readonly ConclusionOrdinaire[];

export const SENS_DECISION = ['maintien', 'fin_versement', 'suspension'] as const;
export type SensDecision = (typeof SENS_DECISION)[number];

export const MOTIFS_REMPLACEMENT = ['erreur_materielle', 'element_nouveau', 'recours'] as const;
export type MotifRemplacement = (typeof MOTIFS_REMPLACEMENT)[number];

/** Why there is a new version of the avis: said by whoever replaces it, or by the round of control that led to it. */
export type CauseVersion = MotifRemplacement | 'reexamen' | 'nouvelle_prescription' | 'examen';

export const MOTIFS_ANNULATION = ['retrait', 'doublon', 'deces', 'erreur_saisie'] as const;
export type MotifAnnulation = (typeof MOTIFS_ANNULATION)[number];

export const MOTIFS_DESAFFECTATION = ['deport', 'absence', 'mutation', 'charge'] as const;
export type MotifDesaffectation = (typeof MOTIFS_DESAFFECTATION)[number];

/** What the doctor sent by the employer reports (L.315-1 II CSS). */
export const CONCLUSIONS_EMPLOYEUR = ['non_justifie', 'examen_impossible'] as const;
export type ConclusionEmployeur = (typeof CONCLUSIONS_EMPLOYEUR)[number];

/** What a dated rule finds in a prescription or in its dispatch. */
export const SIGNAUX = ['premiere_prescription_longue', 'prolongation_longue', 'teleconsultation_longue', 'motif_absent', 'envoi_tardif', 'rapport_tardif'] as const;
export type Signal = (typeof SIGNAUX)[number];

export const NATURES_ECHEANCE = [
  'reponse_prescripteur', 'pre_reprise', 'examen_conjoint', 'revue', 'avis_reexamen', 'avis_prealable', 'demande_reexamen', 'nouvelle_prescription', 'recours',
] as const;
export type NatureEcheance = (typeof NATURES_ECHEANCE)[number];
