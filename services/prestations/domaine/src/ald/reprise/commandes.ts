import type { Commande } from '../commandes';
import { avisEnVigueur, type Etat } from '../dossier';
import type { ActeRepris } from '../intake/actes';
import type { SensDecision } from '../vocabulaire';

const DEJA_AFFECTES: ReadonlySet<string> = new Set(['affectee', 'complement_demande', 'accordee', 'refusee', 'contestee']);

function avis(acte: Extract<ActeRepris, { acte: 'avis' }>, etat: Etat | null): Commande {
  const { sens, debut, dureeAns, motif, remplace } = acte;
  if (remplace === null) return { type: 'RendreAvis', prive: { sens, debut, dureeAns }, medical: { motif } };
  const versionRemplacee = etat ? (avisEnVigueur(etat)?.version ?? 0) : 0;
  return { type: 'RemplacerAvis', prive: { sens, debut, dureeAns, remplacement: remplace, versionRemplacee }, medical: { motif } };
}

/** A decision whose sense is not said is the one the avis commands. */
function decision(sens: SensDecision | null, etat: Etat | null): Commande {
  const enVigueur = etat && avisEnVigueur(etat);
  const attendu: SensDecision = enVigueur?.sens === 'favorable' ? 'accord' : 'refus';
  return { type: 'NotifierDecision', prive: { sens: sens ?? attendu, versionAvis: enVigueur?.version ?? 0 } };
}

/** Command that an act of a history stands for, in the state it meets. */
export function commandeDActe(acte: ActeRepris, etat: Etat | null): Commande {
  switch (acte.acte) {
    case 'completude': return { type: 'ControlerCompletude', prive: {} };
    case 'pieces_recues': return { type: 'RecevoirPieces', prive: { pieces: acte.pieces, personneId: null, regime: null }, medical: null };
    case 'irrecevabilite': return { type: 'DeclarerIrrecevable', prive: { motif: acte.motif } };
    case 'affectation': return { type: etat && DEJA_AFFECTES.has(etat.statut) ? 'Reaffecter' : 'Affecter', prive: { praticien: acte.a } };
    case 'desaffectation': return { type: 'Desaffecter', prive: { motif: acte.motif } };
    case 'complement_demande': return { type: 'DemanderComplement', prive: { pieces: acte.pieces }, medical: { texte: acte.texte } };
    case 'complement_recu': return { type: 'RecevoirComplement', prive: { pieces: acte.pieces }, medical: { texte: acte.texte } };
    case 'second_avis_demande': return { type: 'DemanderSecondAvis', prive: { praticien: acte.a }, medical: { texte: acte.texte } };
    case 'second_avis_rendu': return { type: 'RendreSecondAvis', prive: { sens: acte.sens }, medical: { motif: acte.motif } };
    case 'avis': return avis(acte, etat);
    case 'decision': return decision(acte.sens, etat);
    case 'recours': return { type: 'EnregistrerRecours', prive: { recuLe: acte.le.iso } };
    case 'signature': return { type: 'SignerProtocole', prive: {} };
    case 'ouverture': return { type: 'OuvrirExoneration', prive: {} };
    case 'fin': return { type: 'TerminerExoneration', prive: { motif: acte.motif }, medical: { motif: null } };
    case 'annulation': return { type: 'Annuler', prive: { motif: acte.motif } };
  }
}
