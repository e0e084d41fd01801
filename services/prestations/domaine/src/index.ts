export { PROCEDURES } from './moteur/base';
export type {
  CodeProcedure, CommandeBase, DemandeBase, DossierBase, EtatBase, EvenementBase, ExplicationAffectation, MedicalBase, NoteBase, Praticien, Resume, Versions, VerdictBase, VoieDeRecours,
} from './moteur/base';
export { choisirPraticien, enConflit, raisonEcart } from './moteur/affectation';
export type { BesoinPraticien, Choix, RaisonEcart } from './moteur/affectation';
export type { Cycle, RoleActeur, TransitionDe } from './moteur/cycle';
export type { ActeurDuJour, Candidat, DelegationDuJour, Faits } from './moteur/faits';
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
export { actionsConvocation, COMMANDES_CONVOCATION, commandesPossiblesConvocation, refusDeRoleConvocation, TRANSITIONS_CONVOCATION } from './convocation/transitions';
export { deciderConvocation, rolesConvocation } from './convocation/decider';
export { appliquerConvocation, replierConvocation } from './convocation/appliquer';
export { horlogesConvocation } from './convocation/horloges';
export type { HorlogeConvocation } from './convocation/horloges';
export { developperRythme, prevoirCreneau, refusDeFermeture } from './convocation/creneau';
export type { CreneauxPrevus, JourEcarte, Rythme } from './convocation/creneau';
export { heureLocale } from './convocation/heures';
export { lettresDe } from './convocation/lettre';
export type { TexteLettre } from './convocation/lettre';
export { ARRET } from './arret/moteur';
export { CYCLE as CYCLE_ARRET } from './arret/transitions';
export {
  CANAUX as CANAUX_ARRET, CONCLUSIONS as CONCLUSIONS_ARRET, CONCLUSIONS_EMPLOYEUR, MODES as MODES_ARRET, MODES_EXAMEN, MODES_SUR_PIECES,
  MOTIFS_ANNULATION as MOTIFS_ANNULATION_ARRET, MOTIFS_DESAFFECTATION as MOTIFS_DESAFFECTATION_ARRET, MOTIFS_REMPLACEMENT as MOTIFS_REMPLACEMENT_ARRET,
  NATURES_ECHEANCE as NATURES_ECHEANCE_ARRET, ORDINAIRES as CONCLUSIONS_ORDINAIRES, ORIGINES, RISQUES, SENS_DECISION as SENS_DECISION_ARRET, STATUTS as STATUTS_ARRET,
} from './arret/vocabulaire';
export type {
  Canal as CanalArret, Conclusion as ConclusionArret, ConclusionEmployeur, ConclusionOrdinaire, Mode as ModeArret, ModeExamen, ModeSurPieces, Origine, Risque,
  SensDecision as SensDecisionArret, Signal,
} from './arret/vocabulaire';
export type { Avis as AvisArretRendu, Etat as EtatArret, EtatDossier as ControleArret, Prescription } from './arret/dossier';
export type { Commande as CommandeArret, TypeCommande as TypeCommandeArret } from './arret/commandes';
export type { Evenement as EvenementArret, EvenementDe as EvenementArretDe } from './arret/evenements';
export { delais as delaisArret, regles as reglesArret } from './arret/regles';
export type { DelaiRegle as DelaiArret } from './arret/regles';
export { COLONNES_AVIS_ARRET, NATURES_PRESCRIPTION, validerAvisArret } from './arret/avis-arret';
export type { AvisArret, NaturePrescription } from './arret/avis-arret';
export { reglesSelection, selectionner } from './arret/selection';
export type { ASelectionner, RegleSelection } from './arret/selection';
export { ATMP } from './atmp/moteur';
export {
  CONCLUSIONS as CONCLUSIONS_ATMP, CONCLUSIONS_LESION, MOTIFS_REFUS, NATURES_ECHEANCE as NATURES_ECHEANCE_ATMP, OBJETS as OBJETS_ATMP, PARTIES, PIECES as PIECES_ATMP, PREUVES, RISQUES as RISQUES_ATMP,
  SENS_AVIS as SENS_AVIS_ATMP, SENS_COMITE, SENS_DECISION as SENS_DECISION_ATMP, STATUTS as STATUTS_ATMP,
} from './atmp/vocabulaire';
export type {
  Conclusion as ConclusionAtmp, ConclusionLesion, MotifRefus, NatureEcheance as NatureEcheanceAtmp, Objet as ObjetAtmp, Partie, Piece as PieceAtmp, Preuve, SensAvis as SensAvisAtmp, SensComite,
  SensDecision as SensDecisionAtmp,
} from './atmp/vocabulaire';
export type { DemandeMedicale as DemandeMedicaleAtmp, DossierMedical as DossierMedicalAtmp, Etat as EtatAtmp, EtatDossier as EtatDossierAtmp } from './atmp/dossier';
export type { Commande as CommandeAtmp, CommandeDe as CommandeAtmpDe, TypeCommande as TypeCommandeAtmp } from './atmp/commandes';
export type { Evenement as EvenementAtmp, EvenementDe as EvenementAtmpDe, ProcedureCible as ProcedureCibleAtmp } from './atmp/evenements';
export { CYCLE as CYCLE_ATMP } from './atmp/transitions';
export { regles as reglesAtmp } from './atmp/regles';
export type { DelaiRegle as DelaiRegleAtmp, Regle as RegleAtmp } from './atmp/regles';
