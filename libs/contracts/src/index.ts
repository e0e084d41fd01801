export { NOMBRE_PARTITIONS, fnv1a32, partition } from './partition';
export { ErreurContrat } from './erreur';
export type { CodeErreurContrat } from './erreur';
export { verifierPlafonds } from './plafonds';
export { TOPICS, estTopic, topicNomme } from './registry';
export type { NomPlafond, NomTopic, Topic } from './registry';
export { cleDe, decoder, encoder, typePublic } from './codec';
export type { Donnees, Evenement, MessageNomme, TypeDe } from './codec';
export { decrireMessages } from './asyncapi';
export { inspecter } from './inspection';
export type { ChampInspecte, MessageInspecte, NiveauConfidentialite, ValeurInspectee } from './inspection';
export { decoderEnveloppe, encoderEnveloppe } from './enveloppe';
export type { Enveloppe } from './enveloppe';
export { NatureLien, TypeUnite } from './gen/sm/organisation/v1/unite_pb';
export type { LienUnite, NomUnite, UnitePubliee } from './gen/sm/organisation/v1/unite_pb';
export { ActeDelegue } from './gen/sm/organisation/v1/empechement_pb';
export type { AbsencePubliee, ConflitPublie, DelegationPubliee } from './gen/sm/organisation/v1/empechement_pb';
export type { AffectationPubliee } from './gen/sm/organisation/v1/affectation_pb';
export type { PersonneEnregistree, PersonneModifiee, PersonnesFusionnees } from './gen/sm/repertoire/v1/personne_pb';
export {
  Canal, ConclusionArret, ConclusionAtmp, ModeControle, MotifAnnulation, NatureDemande, ObjetAtmp, PhaseInstruction, Procedure, Regime, Risque, Sens, SensDecision, TypeDossier,
} from './gen/sm/prestations/v1/codes_pb';
export type {
  AvisArretRecu, AvisRendu, DecisionNotifiee, DeclarationComplete, DemandeComplete, DemandeRecue, DossierAnnule, EcheanceApprochee, ExonerationOuverte, InstructionOuverte, LienSouleve,
  PresomptionConfirmee, PresomptionLevee, ReconnaissanceImplicite,
} from './gen/sm/prestations/v1/dossier_pb';
export { IssueAbsence, ModeRendezVous } from './gen/sm/prestations/v1/codes_pb';
export type { AbsenceConstatee, ConvocationEmise, ExamenRealise } from './gen/sm/prestations/v1/dossier_pb';
export { Fusion } from './gen/sm/agregats/v1/compteur_pb';
export type { CompteurPublie } from './gen/sm/agregats/v1/compteur_pb';
export type { RacineSignee } from './gen/sm/racines/v1/racine_pb';
