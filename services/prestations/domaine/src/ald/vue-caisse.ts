import type { VueCaisse } from '../moteur/procedure';
import { avisEnVigueur, type Etat } from './dossier';

/** How an avis is being made is not the caisse's business: an admissible request stays so until there is one (processes.md §2.2). */
export const CAISSE = {
  statutsInstruction: ['recevable', 'affectee', 'complement_demande', 'second_avis_demande'],
  statutMontre: 'recevable',
  actes: new Set([
    'DemandeRecue', 'DemandeJugeeRecevable', 'DemandeJugeeIncomplete', 'DemandeJugeeIrrecevable', 'PiecesRecues', 'AvisRendu', 'AvisRemplace', 'DecisionNotifiee', 'RecoursEnregistre',
    'ProtocoleSigne', 'ExonerationOuverte', 'ExonerationTerminee', 'DossierAnnule',
  ]),
  /** The conclusion of the avis, never its author nor its reasons (R.4127-104 CSP); the decision with the remedy its notice must name (R.142-1-A III CSS). */
  voir(etat: Etat) {
    const { source, numero, nature, canal, regime, caisse, recuLe, jourRecu, personneId } = etat.demande;
    const avis = avisEnVigueur(etat);
    const decision = 'decision' in etat ? etat.decision : null;
    return {
      source, numero, nature, canal, regime, caisse, recuLe, jourRecu, personne: personneId,
      avis: avis && { version: avis.version, sens: avis.sens, debut: avis.debut, fin: avis.fin },
      decision: decision && { sens: decision.sens, versionAvis: decision.versionAvis, jour: decision.jour, recours: decision.recours },
      exoneration: 'exoneration' in etat ? { debut: etat.exoneration.debut, fin: etat.exoneration.fin } : null,
      protocoleSigneLe: 'protocoleSigneLe' in etat ? etat.protocoleSigneLe : null,
      completLe: 'completLe' in etat ? etat.completLe : null,
    };
  },
} satisfies VueCaisse;
