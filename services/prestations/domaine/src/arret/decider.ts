import type { Faits } from '../moteur/faits';
import { refuser } from '../moteur/refus';
import { refusDActeur } from '../moteur/roles';
import type { Commande, TypeCommande } from './commandes';
import * as avis from './decisions/avis';
import * as controle from './decisions/controle';
import * as demande from './decisions/demande';
import * as instruction from './decisions/instruction';
import type { Examen, Verdict } from './decisions/outils';
import * as suites from './decisions/suites';
import type { EtatDossier } from './dossier';
import { CYCLE } from './transitions';

type Decisions = { readonly [T in Exclude<TypeCommande, 'EnregistrerDemande'>]: (examen: Examen<T>) => Verdict };

const DECISIONS: Decisions = {
  IdentifierPersonne: demande.identifierPersonne,
  Affecter: instruction.affecter,
  Reaffecter: instruction.reaffecter,
  Desaffecter: instruction.desaffecter,
  ControlerSurPieces: controle.controlerSurPieces,
  ContacterPrescripteur: controle.contacterPrescripteur,
  RecevoirReponsePrescripteur: controle.recevoirReponse,
  RecevoirRapportEmployeur: demande.recevoirRapport,
  Convoquer: controle.convoquer,
  Examiner: controle.examiner,
  ConstaterAbsence: controle.constaterAbsence,
  DemanderSecondAvis: avis.demanderSecondAvis,
  RendreSecondAvis: avis.rendreSecondAvis,
  RendreAvis: avis.rendreAvis,
  RemplacerAvis: avis.remplacerAvis,
  DemanderSuspension: avis.demanderSuspension,
  NotifierDecision: suites.notifierDecision,
  DemanderReexamen: suites.demanderReexamen,
  ProlongerArret: demande.prolongerArret,
  RecevoirNouvellePrescription: demande.recevoirNouvellePrescription,
  EnregistrerRecours: suites.enregistrerRecours,
  SignalerEcheance: suites.signalerEcheance,
  ConstaterEcheances: suites.constaterEcheances,
  Annuler: demande.annuler,
};

/**
 * Decides a command on a control (null: not registered yet): events, or a refusal, never both.
 * Rights first, so that a fund role learns nothing of the state (TR-000-01), then status, then the rules of the case.
 */
export function decider(commande: Commande, dossier: EtatDossier | null, faits: Faits): Verdict {
  const { type } = commande;
  const code = refusDActeur(CYCLE, type, faits) ?? CYCLE.refusDEtat(type, dossier?.etat ?? null);
  if (code) return refuser(code, dossier && code === 'statut-incompatible' ? { commande: type, statut: dossier.etat.statut } : { commande: type });
  if (commande.type === 'EnregistrerDemande') return demande.enregistrerDemande(commande, faits);
  if (dossier === null) return refuser('dossier-introuvable');
  const decision = DECISIONS[commande.type] as (examen: unknown) => Verdict;
  return decision({ commande, etat: dossier.etat, medical: dossier.medical, faits });
}
