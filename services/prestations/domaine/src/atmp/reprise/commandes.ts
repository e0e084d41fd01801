import type { Commande } from '../commandes';
import { avisEnVigueur, type Etat } from '../dossier';
import type { ActeRepris } from '../intake/actes';

function avis({ conclusions, designee, premiereConstatation, examensPresents, seuilIncapacite, lienDirect, motif, remplace }: Extract<ActeRepris, { acte: 'avis' }>, etat: Etat | null): Commande {
  const contenu = { conclusions, designee, premiereConstatation, examensPresents, seuilIncapacite, lienDirect };
  if (remplace === null) return { type: 'RendreAvis', prive: contenu, medical: { motif } };
  const versionRemplacee = etat ? (avisEnVigueur(etat)?.version ?? 0) : 0;
  return { type: 'RemplacerAvis', prive: { ...contenu, remplacement: remplace, versionRemplacee }, medical: { motif } };
}

function decision({ sens, motif, lesions, notifieeLe, preuve }: Extract<ActeRepris, { acte: 'decision' }>, etat: Etat | null): Commande {
  return { type: 'NotifierDecision', prive: { sens, motif, lesions, notifieeLe, preuve, versionAvis: etat ? (avisEnVigueur(etat)?.version ?? null) : null } };
}

/** Command that an act of a history stands for, in the state it meets. */
export function commandeDActe(acte: ActeRepris, etat: Etat | null): Commande {
  switch (acte.acte) {
    case 'completude': return { type: 'ControlerCompletude', prive: {} };
    case 'pieces_recues': return { type: 'RecevoirPieces', prive: { pieces: acte.pieces, personneId: null, examensRequis: null }, medical: null };
    case 'irrecevabilite': return { type: 'DeclarerIrrecevable', prive: { motif: acte.motif } };
    case 'affectation': return { type: etat && etat.volet.phase !== 'a_affecter' ? 'Reaffecter' : 'Affecter', prive: { praticien: acte.a } };
    case 'desaffectation': return { type: 'Desaffecter', prive: { motif: acte.motif } };
    case 'complement_demande': return { type: 'DemanderComplement', prive: {}, medical: { texte: acte.texte } };
    case 'complement_recu': return { type: 'RecevoirComplement', prive: {}, medical: { texte: acte.texte } };
    case 'second_avis_demande': return { type: 'DemanderSecondAvis', prive: { praticien: acte.a }, medical: { texte: acte.texte } };
    case 'second_avis_rendu': return { type: 'RendreSecondAvis', prive: { sens: acte.sens }, medical: { motif: acte.motif } };
    case 'avis': return avis(acte, etat);
    case 'questionnaire_medical': return { type: 'EnvoyerQuestionnaireMedical', prive: { recuLe: acte.recuLe } };
    case 'questionnaire_medical_retour': return { type: 'RecevoirQuestionnaireMedical', prive: {}, medical: { texte: acte.texte } };
    case 'reserves': return { type: 'RecevoirReserves', prive: { recuesLe: acte.recuesLe, motivees: acte.motivees } };
    case 'investigation': {
      const { ouverteLe, questionnaires, enquete, recuLe, preuve } = acte;
      return { type: 'OuvrirInvestigation', prive: { ouverteLe, questionnaires, enquete, recuLe, preuve } };
    }
    case 'questionnaire_retour': return { type: 'RecevoirQuestionnaire', prive: { partie: acte.partie, recuLe: null } };
    case 'prolongation': return { type: 'ProlongerDelai', prive: { notifieeLe: acte.notifieeLe, preuve: acte.preuve } };
    case 'consultation': return { type: 'OuvrirConsultation', prive: { informeesLe: acte.informeesLe ?? acte.le.jour, ouverteLe: acte.ouverteLe } };
    case 'concertation': return { type: 'ConclureConcertation', prive: { delai: acte.delai, exposition: acte.exposition, travaux: acte.travaux } };
    case 'saisine_comite': return { type: 'SaisirComite', prive: { saisiLe: acte.saisiLe, preuve: acte.preuve } };
    case 'avis_comite': return { type: 'RecevoirAvisComite', prive: { sens: acte.sens } };
    case 'decision': return decision(acte, etat);
    case 'confirmation': return { type: 'ConfirmerPresomption', prive: { preuve: acte.preuve } };
    case 'recours': return { type: 'EnregistrerRecours', prive: { recuLe: acte.le.iso, auteur: acte.auteur } };
    case 'annulation': return { type: 'Annuler', prive: { motif: acte.motif } };
  }
}
