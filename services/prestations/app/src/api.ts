import { REFUS, REFUS_CONVOCATION } from '@sm/prestations-domaine';
import type { CategorieRefus } from '@sm/kernel';
import type { DocumentationApi } from '@sm/platform';

type Codes = Readonly<Record<string, CategorieRefus>>;

const codes = (refus: Readonly<Record<string, { readonly categorie: CategorieRefus }>>): Codes => Object.fromEntries(Object.entries(refus).map(([code, { categorie }]) => [code, categorie]));
const COMMUNES: Readonly<Record<string, string>> = {
  completude: 'Contrôler la complétude', recevoirPieces: 'Recevoir des pièces', irrecevabilite: 'Déclarer la demande irrecevable', affectation: 'Confier le dossier à un praticien', reaffectation: 'Changer de praticien',
  desaffectation: 'Retirer le dossier au praticien', demanderComplement: 'Demander un complément', recevoirComplement: 'Recevoir un complément', demanderSecondAvis: 'Demander un second avis', rendreSecondAvis: 'Rendre un second avis',
  rendreAvis: 'Rendre l’avis', remplacerAvis: 'Remplacer l’avis', decision: 'Notifier la décision de la caisse', recours: 'Enregistrer un recours', annulation: 'Annuler le dossier', prolongation: 'Prolonger',
};
const pour = (classe: string, propres: Readonly<Record<string, string>>, communes: readonly string[]): Record<string, string> =>
  Object.fromEntries([...communes.map((nom) => [nom, COMMUNES[nom] ?? '']), ...Object.entries(propres)].map(([nom, titre]) => [`${classe}_${nom}`, titre ?? '']));

const INSTRUCTION = ['completude', 'recevoirPieces', 'irrecevabilite', 'demanderComplement', 'recevoirComplement', 'rendreAvis', 'remplacerAvis'];
const TOUTES = ['affectation', 'reaffectation', 'desaffectation', 'demanderSecondAvis', 'rendreSecondAvis', 'decision', 'recours', 'annulation'];

/** What this service says of its routes. A route without a title fails the test of the contracts. */
export const documentation: DocumentationApi = {
  dossier: __dirname,
  groupes: {
    DossierController: 'Dossiers d’affection de longue durée', ArretController: 'Contrôles d’arrêt de travail', AtmpController: 'Accidents du travail et maladies professionnelles', AvisArretController: 'Avis d’arrêt reçus',
    LectureController: 'Lecture des dossiers', TravailController: 'Travail du jour', EcheancesController: 'Travail du jour', AgendaController: 'Agenda', ConvocationController: 'Convocations', EffacementController: 'Effacement du contenu médical', PieceJointeController: 'Pièces jointes', ConsultationController: 'Registre des lectures médicales',
  },
  operations: {
    ...pour('DossierController', {
      ouvrir: 'Enregistrer une demande, de toute procédure', signature: 'Signer le protocole', exoneration: 'Ouvrir l’exonération', finExoneration: 'Terminer l’exonération',
    }, [...INSTRUCTION, ...TOUTES]),
    ...pour('ArretController', {
      identite: 'Identifier la personne', controle: 'Contrôler sur pièces', contacter: 'Contacter le prescripteur', reponse: 'Recevoir la réponse du prescripteur', rapport: 'Recevoir le rapport du médecin contrôleur de l’employeur',
      convocation: 'Noter la convocation', examen: 'Noter l’examen', absence: 'Constater l’absence', avis: 'Rendre l’avis', remplacer: 'Remplacer l’avis', suspension: 'Demander la suspension du versement',
      reexamen: 'Recevoir une demande de réexamen', prolongation: 'Prolonger l’arrêt', nouvelle: 'Recevoir une nouvelle prescription',
    }, TOUTES),
    ...pour('AtmpController', {
      envoyerQuestionnaire: 'Envoyer le questionnaire médical', recevoirQuestionnaireMedical: 'Recevoir le questionnaire médical', reserves: 'Recevoir les réserves de l’employeur', investigation: 'Ouvrir l’investigation',
      questionnaire: 'Recevoir un questionnaire', prolongation: 'Prolonger le délai', consultation: 'Ouvrir la consultation du dossier', concertation: 'Conclure la concertation médico-administrative',
      saisirComite: 'Saisir le comité régional', avisComite: 'Recevoir l’avis du comité régional', confirmation: 'Confirmer la reconnaissance implicite',
    }, [...INSTRUCTION, ...TOUTES]),
    PieceJointeController_deposer: 'Joindre une pièce', PieceJointeController_lister: 'Lister les pièces jointes', PieceJointeController_lire: 'Télécharger une pièce, lecture inscrite au journal',
    PieceJointeController_intituler: 'Nommer une pièce', PieceJointeController_retirer: 'Retirer une pièce',
    AvisArretController_lister: 'Lister les avis d’arrêt reçus', AvisArretController_selectionner: 'Appliquer les règles de sélection aux avis en attente', AvisArretController_controler: 'Choisir un avis pour contrôle',
    LectureController_lister: 'Lister les dossiers de son périmètre', LectureController_lire: 'Lire un dossier', LectureController_medical: 'Lire la partie médicale, lecture inscrite au journal',
    LectureController_chronologie: 'Lire la chronologie d’un dossier', TravailController_resume: 'Compter le travail en cours', TravailController_charge: 'Lire la charge des praticiens',
    TravailController_reaffecter: 'Lister les dossiers urgents à réaffecter', EffacementController_effacer: 'Effacer le contenu médical d’un dossier', TravailController_repartir: 'Répartir les dossiers sans praticien', EcheancesController_lister: 'Lister les échéances en cours', EcheancesController_prevoir: 'Prévoir ce qui devient tacite',
    ConsultationController_lister: 'Lire le registre des lectures médicales', ConsultationController_table: 'Lire le registre en table', ConsultationController_communiquer: 'Dire à une personne qui a lu ses dossiers',
    ConsultationController_revoir: 'Revoir une lecture',
    AgendaController_ouvrir: 'Ouvrir un créneau', AgendaController_ouvrirRythme: 'Ouvrir des créneaux par un rythme', AgendaController_fermer: 'Fermer un créneau', AgendaController_lire: 'Lire l’agenda',
    AgendaController_libres: 'Lister les créneaux libres', ConvocationController_preparer: 'Préparer une convocation', ConvocationController_emettre: 'Émettre la lettre',
    ConvocationController_prouver: 'Enregistrer la preuve d’envoi', ConvocationController_presence: 'Enregistrer la présence', ConvocationController_absence: 'Constater l’absence',
    ConvocationController_excuser: 'Excuser l’absence', ConvocationController_reporter: 'Reporter la convocation', ConvocationController_annuler: 'Annuler la convocation', ConvocationController_lister: 'Lister les convocations',
    ConvocationController_suivi: 'Suivre les convocations d’un dossier', ConvocationController_lire: 'Lire une convocation', ConvocationController_lettres: 'Lire les lettres envoyées',
  },
  refus: [
    { sur: /^(Dossier|Arret|Atmp)Controller_/, codes: { ...codes(REFUS), 'unite-hors-portee': 'interdit', 'personne-inconnue': 'invalide' } },
    { sur: /^(Agenda|Convocation)Controller_/, codes: { ...codes(REFUS_CONVOCATION), 'unite-hors-portee': 'interdit' } },
    { sur: /^LectureController_(lire|medical|chronologie)$/, codes: { 'dossier-introuvable': 'introuvable' } },
    { sur: /^LectureController_medical$/, codes: { 'secret-medical': 'interdit', 'motif-obligatoire': 'invalide' } },
    { sur: /^(LectureController_lister|TravailController_)/, codes: { 'independance-praticien': 'interdit', 'unite-hors-portee': 'interdit', 'role-interdit': 'interdit' } },
    { sur: /^((Dossier|Arret|Atmp)Controller_|LectureController_medical$)/, codes: { 'contenu-efface': 410 } },
    { sur: /^ConsultationController_(lister|table|communiquer)$/, codes: { 'curseur-invalide': 400, interdit: 'interdit' } },
    { sur: /^ConsultationController_revoir$/, codes: { interdit: 'interdit', 'revue-de-soi': 'interdit', 'consultation-introuvable': 'introuvable', 'consultation-deja-revue': 'conflit' } },
    { sur: /^EffacementController_/, codes: { 'dossier-introuvable': 'introuvable', 'recours-ouvert': 'conflit', 'instruction-en-cours': 'conflit' } },
    { sur: /^PieceJointeController_/, codes: { 'dossier-introuvable': 'introuvable', 'contenu-efface': 410 } },
    { sur: /^PieceJointeController_deposer$/, codes: { 'piece-discordante': 'invalide', 'piece-tronquee': 'invalide', 'piece-infectee': 'invalide', 'corps-vide': 400, 'corps-trop-volumineux': 413, 'depot-expire': 408 } },
    { sur: /^PieceJointeController_(intituler|retirer)$/, codes: { 'piece-introuvable': 'introuvable', 'piece-retiree': 'conflit' } },
    { sur: /^PieceJointeController_lire$/, codes: { 'secret-medical': 'interdit', 'piece-introuvable': 'introuvable', 'motif-obligatoire': 'invalide', 'piece-en-attente': 'conflit', 'piece-retiree': 410 } },
    { sur: /^PieceJointeController_lister$/, codes: { 'curseur-invalide': 400 } },
    { sur: /^LectureController_lister$/, codes: { 'curseur-invalide': 400 } },
    { sur: /^AgendaController_(lire|libres)$/, codes: { 'periode-trop-longue': 400 } },
    { sur: /^AvisArretController_(selectionner|controler)$/, codes: { ...codes(REFUS), 'avis-introuvable': 'introuvable', 'unite-hors-portee': 'interdit' } },
  ],
};
