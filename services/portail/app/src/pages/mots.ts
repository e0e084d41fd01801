type Mots = ReadonlyMap<string, string>;

const mots = (table: Readonly<Record<string, string>>): Mots => new Map(Object.entries(table));

/** A code in words; an unknown one is returned as it is. */
export const enMots = (table: Mots, code: string): string => table.get(code) ?? code;

export const STATUTS = mots({
  recue: 'reçue', incomplete: 'incomplète', recevable: 'recevable', affectee: 'affectée', complement_demande: 'complément demandé', second_avis_demande: 'second avis demandé',
  accordee: 'accordée', refusee: 'refusée', contestee: 'contestée', exoneration_active: 'exonération en cours', renouvellement_attendu: 'renouvellement attendu',
  suivi_post_ald: 'suivi après ALD', terminee: 'terminée', irrecevable: 'irrecevable', annulee: 'annulée',
  attente_prescripteur: 'réponse du prescripteur attendue', avis_a_rendre: 'avis à rendre', convoque: 'convoqué', examine: 'examiné', absent_injustifie: 'absent sans motif', justifie: 'arrêt justifié',
  reprise_a_notifier: 'reprise à notifier', reprise_notifiee: 'reprise notifiée', orientation_invalidite: 'orienté vers l’invalidité', orientation_pdp: 'orienté vers la prévention de la désinsertion',
  non_controlable: 'non contrôlable', sans_objet: 'sans objet', suspension_demandee: 'suspension demandée', suspendue: 'suspendue', reexamen_demande: 'réexamen demandé',
  avis_prealable_requis: 'avis préalable requis', declaree: 'déclarée', avis_rendu: 'avis rendu', prise_en_charge: 'prise en charge', prise_en_charge_implicite: 'prise en charge par silence',
});

export const NATURES = mots({
  initiale: 'première demande', prolongation: 'prolongation', accident: 'accident du travail', nouvelle_lesion: 'nouvelle lésion', rechute: 'rechute', maladie: 'maladie professionnelle',
});
export const CANAUX = mots({ pse: 'électronique', electronique: 'électronique', papier: 'papier' });
export const REGIMES = mots({ liste: 'liste', hors_liste: 'hors liste', polypathologie: 'polypathologie', non_exonerante: 'non exonérante' });
export const AVIS = mots({ favorable: 'favorable', defavorable_medical: "défavorable d'ordre médical", defavorable_administratif: "défavorable d'ordre administratif" });
export const DECISIONS = mots({ accord: 'accord', refus: 'refus' });

/** Why a dossier stopped: inadmissible, cancelled or ended. */
export const MOTIFS = mots({
  hors_champ: 'hors du champ', non_assure: 'personne non assurée', prescripteur_incompetent: 'prescripteur non compétent', pieces_non_fournies: 'pièces non fournies',
  retrait: 'demande retirée', doublon: 'doublon', deces: 'décès', erreur_saisie: 'erreur de saisie',
  expiration: 'durée écoulée', prolongee: 'prolongée par une autre demande', sortie: "sortie de l'exonération", suivi_post_ald: 'suivi après ALD',
});

export const MANQUES = mots({
  piece_protocole: 'le protocole de soins', identite: "l'identité", prescripteur: 'le prescripteur', regime: 'le régime', numero_ald: "le numéro d'ALD", ald_fermee: "un numéro d'ALD en vigueur",
  diagnostic: 'le diagnostic', debut_soins: 'le début des soins', dates: 'des dates qui se suivent',
});

export const ACTES = mots({
  DemandeRecue: 'Demande reçue', DemandeJugeeRecevable: 'Demande jugée recevable', DemandeJugeeIncomplete: 'Demande jugée incomplète', DemandeJugeeIrrecevable: 'Demande jugée irrecevable',
  PiecesRecues: 'Pièces reçues', PraticienAffecte: 'Dossier confié à un praticien', PraticienRemplace: 'Praticien remplacé', PraticienDesaffecte: 'Dossier retiré au praticien',
  ComplementDemande: 'Complément demandé', ComplementRecu: 'Complément reçu', SecondAvisDemande: 'Second avis demandé', SecondAvisRendu: 'Second avis rendu',
  AvisRendu: 'Avis rendu', AvisRemplace: 'Avis remplacé', DecisionNotifiee: 'Décision de la caisse notifiée', RecoursEnregistre: 'Recours enregistré', ProtocoleSigne: 'Protocole signé',
  ExonerationOuverte: 'Exonération ouverte', EcheanceSignalee: 'Échéance atteinte', EcheancesConstatees: 'Échéances passées constatées', ExonerationTerminee: 'Exonération terminée',
  LienSouleve: 'Lien avec une autre procédure', DossierAnnule: 'Dossier annulé', DossierMedicalLu: 'Partie médicale lue',
  PieceJointeDeposee: 'Pièce jointe déposée', PieceJointeRefusee: 'Pièce jointe refusée', PieceJointeAnalysee: 'Pièce jointe analysée', PieceJointeIntitulee: 'Pièce jointe nommée',
  PieceJointeRetiree: 'Pièce jointe retirée',
});

export const NATURES_PIECE = mots({
  certificat: 'Certificat', compte_rendu: 'Compte rendu', imagerie: 'Imagerie', biologie: 'Biologie', ordonnance: 'Ordonnance', courrier: 'Courrier', formulaire: 'Formulaire', autre: 'Autre pièce',
});
export const ETATS_PIECE = mots({ en_attente: "en attente d'analyse", infectee: "refusée par l'analyse", retiree: 'retirée' });

export const COMMANDES = mots({
  ControlerCompletude: 'contrôler la complétude', RecevoirPieces: 'recevoir des pièces', DeclarerIrrecevable: 'déclarer la demande irrecevable', Affecter: 'confier le dossier à un praticien',
  Reaffecter: 'changer de praticien', Desaffecter: 'retirer le dossier au praticien', DemanderComplement: 'demander un complément', RecevoirComplement: 'recevoir un complément',
  DemanderSecondAvis: 'demander un second avis', RendreSecondAvis: 'rendre un second avis', RendreAvis: "rendre l'avis", RemplacerAvis: "remplacer l'avis",
  NotifierDecision: 'notifier la décision', EnregistrerRecours: 'enregistrer un recours', SignerProtocole: 'signer le protocole', OuvrirExoneration: "ouvrir l'exonération",
  TerminerExoneration: "terminer l'exonération", Annuler: 'annuler le dossier',
});

/** Author of an act as a code; `moi` for the reader, a dash when it is not told. */
export function auteur(code: string, lecteur: string): string {
  if (code === lecteur) return 'moi';
  return code.replace(/^agent:/, '') || '–';
}
