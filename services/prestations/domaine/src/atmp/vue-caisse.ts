import type { VueCaisse } from '../moteur/procedure';
import { avisEnVigueur, type Etat } from './dossier';

/** How an avis is being made is not the caisse's business; its own procedure is (processes.md §2.2). */
export const CAISSE = {
  statutsInstruction: ['recevable', 'affectee', 'complement_demande', 'second_avis_demande'],
  statutMontre: 'recevable',
  actes: new Set([
    'DemandeRecue', 'DeclarationComplete', 'DeclarationJugeeIncomplete', 'DeclarationJugeeRecevable', 'DeclarationJugeeIrrecevable', 'PiecesRecues', 'ReservesRecues', 'InvestigationOuverte',
    'QuestionnaireRecu', 'DelaiProlonge', 'ConsultationOuverte', 'ConcertationConclue', 'ComiteSaisi', 'AvisComiteRecu', 'AvisRendu', 'AvisRemplace', 'DecisionNotifiee', 'DecisionTardiveRecue',
    'ReconnaissanceImplicite', 'PresomptionConfirmee', 'PresomptionLevee', 'RecoursEnregistre', 'DossierAnnule',
  ]),
  /** The conclusion of each lesion by its rank, never the lesion; the caisse's own acts and the remedy its notice must name (R.4127-104 CSP, R.142-1-A III CSS). */
  voir(etat: Etat) {
    const { source, numero, objet, risque, canal, caisse, recuLe, jourRecu, personneId, dateFait, declareLe } = etat.demande;
    const { completLe, reserves, investigation, prolongeeLe, consultation, concertation, comite, presomption, decision, tardives, recours } = etat.instruction;
    const avis = avisEnVigueur(etat);
    return {
      source, numero, objet, risque, canal, caisse, recuLe, jourRecu, personne: personneId, dateFait, declareLe, completLe, reserves, investigation, prolongeeLe, consultation, comite, presomption,
      avis: avis && { version: avis.version, question: avis.question, sens: avis.sens, conclusion: avis.conclusion, lesions: avis.lesions, premiereConstatation: avis.premiereConstatation },
      concertation: concertation && { jour: concertation.jour, conditions: concertation.conditions, orientation: concertation.orientation, voie: concertation.voie },
      decision, tardives, recours,
    };
  },
} satisfies VueCaisse;
