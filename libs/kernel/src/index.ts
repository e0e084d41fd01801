export { accepter, refuser } from './decision';
export type { CategorieRefus, Decision, Refus } from './decision';
export type { Acteur, Affectation, CodeRole, DelegationRecue } from './acteur';
export {
  ajouterJours, ajouterMois, composerJour, decomposerJour, enVigueur, jourDeSemaine, jourDuNumero, joursDuMois, joursEntre, jourValide, numeroDuJour,
} from './temps';
export type { Jour } from './temps';
export { debutDuJour, jourLocal, ZONE_PARIS, zoneDuDepartement } from './fuseaux';
export { feries, jourOuvrable, jourOuvre, paques, prochainOuvre, REGLES_FERIES } from './feries';
export type { Ferie, RegleFerie } from './feries';
export { CONVENTIONS_JOURS_FRANCS, departJoursFrancs, echeanceJoursFrancs, jourSurJoursFrancs, termeJoursFrancs } from './francs';
export type { ConventionJoursFrancs } from './francs';
export { analyserNir, cleNir, nirValide, normaliserNir } from './nir';
export type { AnalyseNir } from './nir';
export { adeliValide, cip13Valide, finessValide, luhn, rppsValide, sirenValide, siretValide } from './identifiants';
export { creerUuidv7 } from './uuid';
export { absorbees, descendants, estAbsorbee, estDansLePerimetre, nommeeAinsi, parent, perimetre, successeur, uniteDeCode, uniteDeId, unitesEnVigueur } from './perimetre';
export type { Arbre, Lien, TypeUnite, Unite } from './perimetre';
export { affectationActive, delegueA, dossiersPour, habilitePour, peut, peutRecevoir, peutSurDossier, releveDeLaCaisse, rolesPour, unitesPour } from './droits';
export type { LienDossier, Portee } from './droits';
export { ACTIONS, DROITS, PROCEDURES_CONNUES, ROLES } from './table-droits';
export type { Action, Droit, Procedure, Relation } from './table-droits';
export { ACTES_DELEGABLES } from './empechement';
export type { Absence, ActeDelegable, Conflit, Delegation, ObjetConflit } from './empechement';
export { ACTIONS_INDEPENDANTES, INTERDICTIONS, ROLES_CAISSE, SANS_DROIT } from './interdits';
export type { Interdiction } from './interdits';
export { delaiApplicable, echeance, echeanceHeures, joursAlerte } from './delais';
export type { Confiance, LigneDelai, Pause, UniteDelai } from './delais';
