/** A dossier is one recognition case. */
export const OBJETS = ['accident', 'nouvelle_lesion', 'rechute', 'maladie'] as const;
export type Objet = (typeof OBJETS)[number];

export const STATUTS = [
  'declaree', 'incomplete', 'recevable', 'affectee', 'complement_demande', 'second_avis_demande', 'avis_rendu',
  'prise_en_charge', 'prise_en_charge_implicite', 'refusee', 'contestee', 'irrecevable', 'annulee',
] as const;
export type Statut = (typeof STATUTS)[number];

/** Book IV covers both; a relapse or a new lesion follows one or the other. */
export const RISQUES = ['at', 'mp'] as const;
export type Risque = (typeof RISQUES)[number];

export const CANAUX = ['electronique', 'papier'] as const;
export type Canal = (typeof CANAUX)[number];

export const DECLARANTS = ['employeur', 'victime'] as const;
export type Declarant = (typeof DECLARANTS)[number];

export const PIECES = ['declaration', 'certificat', 'examens', 'reconnaissance_initiale', 'rapport_enquete', 'compte_rendu', 'autre'] as const;
export type Piece = (typeof PIECES)[number];

/** What proves the date of a reception or of a notice. */
export const PREUVES = ['cachet_postal', 'accuse_electronique', 'recommande', 'remise_en_main', 'non_precisee'] as const;
export type Preuve = (typeof PREUVES)[number];

/** What is missing; names a field, never its content. */
export const MANQUES = ['piece_declaration', 'piece_certificat', 'piece_examens', 'piece_reconnaissance_initiale', 'lesion', 'identite'] as const;
export type Manque = (typeof MANQUES)[number];

export const CONCLUSIONS_LESION = ['imputable', 'non_imputable', 'partiel', 'etat_anterieur'] as const;
export type ConclusionLesion = (typeof CONCLUSIONS_LESION)[number];

/** Conclusion administrative of an avis: all that the caisse may know (R.4127-104 CSP). */
export const CONCLUSIONS = [
  ...CONCLUSIONS_LESION, 'maladie_designee', 'hors_tableau', 'hors_tableau_sous_seuil', 'examens_absents', 'lien_direct', 'lien_non_etabli',
] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

export const SENS_AVIS = ['favorable', 'partiel', 'defavorable_medical', 'defavorable_administratif', 'sans_objet'] as const;
export type SensAvis = (typeof SENS_AVIS)[number];

/** What the avis is asked: lesions one by one, the medical conditions of a disease, or its link with the work when that replaces the committee. */
export const QUESTIONS = ['lesions', 'conditions', 'lien'] as const;
export type Question = (typeof QUESTIONS)[number];

export const SENS_DECISION = ['prise_en_charge', 'refus'] as const;
export type SensDecision = (typeof SENS_DECISION)[number];

export const MOTIFS_REFUS = ['medical', 'administratif', 'comite'] as const;
export type MotifRefus = (typeof MOTIFS_REFUS)[number];

export const SENS_COMITE = ['favorable', 'defavorable'] as const;
export type SensComite = (typeof SENS_COMITE)[number];

/** Outcome of the concertation médico-administrative. */
export const ORIENTATIONS = ['eligible_tableau', 'saisine_crrmp', 'avis_conseil', 'refus_direct'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** Paragraph of L.461-1 CSS that founds a recognition. */
export const VOIES = ['presomption', 'lien_direct', 'lien_essentiel', 'delai_seul'] as const;
export type Voie = (typeof VOIES)[number];

export const PARTIES = ['assure', 'employeur'] as const;
export type Partie = (typeof PARTIES)[number];

export const NATURES_ECHEANCE = [
  'decision_initiale', 'decision_finale', 'decision_comite', 'reserves_employeur', 'questionnaire_assure', 'questionnaire_employeur', 'questionnaire_medical',
  'ouverture_consultation', 'observations', 'comite_complement', 'comite_observations', 'avis_comite', 'recours',
] as const;
export type NatureEcheance = (typeof NATURES_ECHEANCE)[number];

/** Faults of the caisse's procedure, kept as evidence: they do not stop the case. */
export const IRREGULARITES = [
  'investigation_absente', 'enquete_absente', 'consultation_absente', 'consultation_tardive', 'consultation_ecourtee', 'information_tardive',
] as const;
export type Irregularite = (typeof IRREGULARITES)[number];
