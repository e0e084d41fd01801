import type { VueCaisse } from '../moteur/procedure';
import { avisEnVigueur, type Etat } from './dossier';

/** The caisse sees that a control is under way, never how it is led, and then a conclusion and dates (R.4127-104 CSP). */
export const CAISSE = {
  statutsInstruction: ['recevable', 'affectee', 'attente_prescripteur', 'avis_a_rendre', 'convoque', 'examine', 'absent_injustifie', 'second_avis_demande'],
  statutMontre: 'recevable',
  actes: new Set(['DemandeRecue', 'PersonneIdentifiee', 'AvisRendu', 'AvisRemplace', 'DecisionNotifiee', 'ReexamenDemande', 'ArretProlonge', 'NouvellePrescriptionRecue', 'RecoursEnregistre', 'DossierAnnule']),
  /** The conclusion of the avis, never its author, its reasons nor the kind of check; the decision with the remedy its notice must name. */
  voir(etat: Etat) {
    const { source, numero, canal, caisse, recuLe, jourRecu, personneId, risque, debut, fin } = etat.demande;
    const avis = avisEnVigueur(etat);
    const decision = 'decision' in etat ? etat.decision : null;
    return {
      source, numero, canal, caisse, recuLe, jourRecu, personne: personneId, risque, debut, fin, prolongations: etat.prolongations,
      envoiTardif: etat.signaux.includes('envoi_tardif'),
      avis: avis && { version: avis.version, conclusion: avis.conclusion, jour: avis.jour, date: avis.date, jusquAu: avis.jusquAu },
      decision: decision && { sens: decision.sens, versionAvis: decision.versionAvis, jour: decision.jour, effetLe: decision.effetLe, recours: decision.recours },
      reponseAttendueLe: 'attente' in etat ? (etat.attente?.limite ?? null) : null,
    };
  },
} satisfies VueCaisse;
