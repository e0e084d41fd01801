export const STATUTS_CONVOCATION = [
  'preparee', 'emise', 'reportee', 'absence_constatee', 'honoree', 'absente_excusee', 'absente_injustifiee', 'annulee',
] as const;
export type StatutConvocation = (typeof STATUTS_CONVOCATION)[number];

/** Statuses in which the convocation still asks for an act: a dossier has one of these at most. */
export const STATUTS_EN_COURS = ['preparee', 'emise', 'reportee', 'absence_constatee'] as const satisfies readonly StatutConvocation[];
export const estEnCours = (statut: StatutConvocation): boolean => (STATUTS_EN_COURS as readonly StatutConvocation[]).includes(statut);

/** Procedures whose dossier a convocation may serve. */
export const PROCEDURES_CONVOQUEES = ['ald', 'arret', 'atmp'] as const;
export type ProcedureConvoquee = (typeof PROCEDURES_CONVOQUEES)[number];

export const MODES_RENDEZ_VOUS = ['sur_personne', 'a_distance', 'telephone'] as const;
export type ModeRendezVous = (typeof MODES_RENDEZ_VOUS)[number];

export const MODES_ENVOI = ['recommande', 'lettre_simple', 'electronique'] as const;
export type ModeEnvoi = (typeof MODES_ENVOI)[number];

/** Kinds of reason for an absence: none says what the person suffers from (processes.md §2.1). */
export const MOTIFS_EXCUSE = ['medical', 'force_majeure', 'transport', 'obligation_familiale', 'obligation_professionnelle', 'obligation_judiciaire', 'courrier_non_recu', 'autre'] as const;
export type MotifExcuse = (typeof MOTIFS_EXCUSE)[number];

export const MOTIFS_REPORT = ['demande_assure', 'praticien_absent', 'creneau_ferme', 'delai_insuffisant', 'courrier_retourne', 'service'] as const;
export type MotifReport = (typeof MOTIFS_REPORT)[number];

export const MOTIFS_ANNULATION_CONVOCATION = ['sans_objet', 'controle_sur_pieces', 'dossier_clos', 'deces', 'erreur_saisie'] as const;
export type MotifAnnulationConvocation = (typeof MOTIFS_ANNULATION_CONVOCATION)[number];

export const MOTIFS_FERMETURE = ['absence_praticien', 'salle_indisponible', 'fermeture_site', 'reunion', 'erreur_saisie'] as const;
export type MotifFermeture = (typeof MOTIFS_FERMETURE)[number];

export const NATURES_ECHEANCE_CONVOCATION = ['justification'] as const;
export type NatureEcheanceConvocation = (typeof NATURES_ECHEANCE_CONVOCATION)[number];
