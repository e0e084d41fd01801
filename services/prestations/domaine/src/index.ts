export { PROCEDURES } from './moteur/base';
export type {
  CodeProcedure, CommandeBase, DemandeBase, DossierBase, EtatBase, EvenementBase, ExplicationAffectation, MedicalBase, NoteBase, Praticien, Resume, Versions, VerdictBase, VoieDeRecours,
} from './moteur/base';
export { choisirPraticien, enConflit, raisonEcart } from './moteur/affectation';
export type { BesoinPraticien, Choix, RaisonEcart } from './moteur/affectation';
export type { Cycle, RoleActeur, TransitionDe } from './moteur/cycle';
export type { ActeurDuJour, Candidat, Faits } from './moteur/faits';
export { difference } from './moteur/horloges';
export type { HorlogeBase, Proprietaire } from './moteur/horloges';
export type { ActeBase, FaitsReprise, HistoireBase, LigneBase, RefusReprise, Reprise, Resolution } from './moteur/intake';
export type { CodeErreur, ErreurChamp, Instant, Validation } from './moteur/lecture';
export { replierAvec } from './moteur/procedure';
export type { Intake, Moteur, VueCaisse } from './moteur/procedure';
export { REFUS } from './moteur/refus';
export type { CodeRefus } from './moteur/refus';
export { rolesDe } from './moteur/roles';

export { ALD } from './ald/moteur';
export {
  CADRES, CANAUX, MANQUES, MOTIFS_ANNULATION, MOTIFS_DESAFFECTATION, MOTIFS_FIN, MOTIFS_IRRECEVABILITE, MOTIFS_REMPLACEMENT, NATURES, NATURES_ECHEANCE, PIECES,
  REGIMES, SENS_AVIS, SENS_DECISION, STATUTS,
} from './ald/vocabulaire';
export type {
  Cadre, Canal, Manque, MotifAnnulation, MotifDesaffectation, MotifFin, MotifIrrecevabilite, MotifRemplacement, Nature, NatureEcheance, Piece, Regime, SensAvis,
  SensDecision, Statut,
} from './ald/vocabulaire';
export { avisEnVigueur } from './ald/dossier';
export type { Avis, Demande, DemandeMedicale, DossierMedical, Etat, EtatDossier, Exoneration, NoteMedicale, Notification } from './ald/dossier';
export type { Commande, CommandeDe, TypeCommande } from './ald/commandes';
export type { EcheancePassee, Evenement, EvenementDe, ProcedureCible, TypeEvenement } from './ald/evenements';
export { nomenclatureAld } from './ald/nomenclature';
export type { DureeDeTable, NomenclatureAld } from './ald/nomenclature';
export { appliquer, replier } from './ald/appliquer';
export { decider } from './ald/decider';
export { CYCLE as CYCLE_ALD } from './ald/transitions';
export { regleEnVigueur, regles, voieDeRecours } from './ald/regles';
export type { DelaiRegle, EffetEcheance, FaitIndicateur, PieceExigee, Recours, Regle } from './ald/regles';
export { differenceHorloges, horlogesApres } from './ald/horloges';
export type { Horloge } from './ald/horloges';
export { commandeDe, validerDemande, validerReprise } from './ald/intake';
export type { LigneDemande, LigneReprise } from './ald/intake';
export type { ActeRepris, NomActe } from './ald/intake/actes';
export { reprendre } from './ald/reprise';
export type { ResultatReprise } from './ald/reprise';
