export {
  CADRES, CANAUX, MANQUES, MOTIFS_ANNULATION, MOTIFS_DESAFFECTATION, MOTIFS_FIN, MOTIFS_IRRECEVABILITE, MOTIFS_REMPLACEMENT, NATURES, NATURES_ECHEANCE, PIECES,
  REGIMES, SENS_AVIS, SENS_DECISION, STATUTS,
} from './vocabulaire';
export type {
  Cadre, Canal, Manque, MotifAnnulation, MotifDesaffectation, MotifFin, MotifIrrecevabilite, MotifRemplacement, Nature, NatureEcheance, Piece, Regime, SensAvis,
  SensDecision, Statut,
} from './vocabulaire';
export { avisEnVigueur, resumer } from './dossier';
export type {
  Avis, Demande, DemandeMedicale, DossierMedical, Etat, EtatDossier, Exoneration, NoteMedicale, Notification, Praticien, Resume, Versions, VoieDeRecours,
} from './dossier';
export type { Commande, CommandeDe, TypeCommande } from './commandes';
export type { EcheancePassee, Evenement, EvenementDe, ExplicationAffectation, ProcedureCible, TypeEvenement } from './evenements';
export type { ActeurDuJour, Candidat, DureeDeTable, Faits, NomenclatureAld } from './faits';
export { REFUS } from './refus';
export type { CodeRefus } from './refus';
export { appliquer, replier } from './appliquer';
export { decider } from './decider';
export { commandesPossibles, rolesDe } from './permissions';
export { actionsDe, COMMANDES, ROLES_PAR_COMMANDE } from './transitions';
export type { RoleActeur } from './transitions';
export { choisirPraticien, enConflit, raisonEcart } from './affectation';
export type { BesoinPraticien, Choix, RaisonEcart } from './affectation';
export { nomenclatureAld } from './nomenclature';
export { regleEnVigueur, regles, voieDeRecours } from './regles';
export type { DelaiRegle, EffetEcheance, FaitIndicateur, PieceExigee, Proprietaire, Recours, Regle } from './regles';
export { differenceHorloges, horlogesApres } from './horloges';
export type { Horloge } from './horloges';
export { commandeDe, validerDemande, validerReprise } from './intake';
export type { LigneDemande, LigneReprise, Resolution } from './intake';
export type { ActeRepris, NomActe } from './intake/actes';
export type { CodeErreur, ErreurChamp, Instant, Validation } from './intake/lecture';
export { reprendre } from './reprise';
export type { FaitsReprise, RefusReprise, ResultatReprise } from './reprise';
export { diagrammeMermaid } from './diagramme';
export {
  estEnCours, MODES_ENVOI, MODES_RENDEZ_VOUS, MOTIFS_ANNULATION_CONVOCATION, MOTIFS_EXCUSE, MOTIFS_FERMETURE, MOTIFS_REPORT, NATURES_ECHEANCE_CONVOCATION, PROCEDURES_CONVOQUEES,
  STATUTS_CONVOCATION, STATUTS_EN_COURS,
} from './convocation/vocabulaire';
export type {
  ModeEnvoi, ModeRendezVous, MotifAnnulationConvocation, MotifExcuse, MotifFermeture, MotifReport, NatureEcheanceConvocation, ProcedureConvoquee, StatutConvocation,
} from './convocation/vocabulaire';
export { convocationDuDossier, creneauOccupe, derniereLettre, suiviCaisse } from './convocation/convocation';
export type { ConvocationDuDossier, EtatConvocation, Lettre, Lieu, RendezVous, SuiviCaisse } from './convocation/convocation';
export type { CommandeConvocation, CreneauDemande, TypeCommandeConvocation } from './convocation/commandes';
export type { EvenementConvocation, EvenementConvocationDe } from './convocation/evenements';
export type { CreneauLu, DossierConvoque, FaitsConvocation } from './convocation/faits';
export { CONSEQUENCES, DELAIS_CONVOCATION, MODES_DATES, prevenanceJours } from './convocation/regles';
export { REFUS_CONVOCATION, refuserConvocation } from './convocation/refus';
export type { CodeRefusConvocation } from './convocation/refus';
export { actionsConvocation, COMMANDES_CONVOCATION, commandesPossiblesConvocation, TRANSITIONS_CONVOCATION } from './convocation/transitions';
export { deciderConvocation, rolesConvocation } from './convocation/decider';
export { appliquerConvocation, replierConvocation } from './convocation/appliquer';
export { horlogesConvocation } from './convocation/horloges';
export type { HorlogeConvocation } from './convocation/horloges';
export { developperRythme, prevoirCreneau, refusDeFermeture } from './convocation/creneau';
export type { CreneauxPrevus, JourEcarte, Rythme } from './convocation/creneau';
export { heureLocale } from './convocation/heures';
export { lettresDe } from './convocation/lettre';
export type { TexteLettre } from './convocation/lettre';
