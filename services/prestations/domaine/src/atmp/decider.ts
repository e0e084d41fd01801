import { accepter } from '@sm/kernel';
import type { Faits } from '../moteur/faits';
import { refuser } from '../moteur/refus';
import { refusDActeur } from '../moteur/roles';
import { appliquerEtat } from './appliquer';
import type { Commande, TypeCommande } from './commandes';
import * as avis from './decisions/avis';
import * as caisse from './decisions/caisse';
import { conclureConcertation } from './decisions/concertation';
import * as decision from './decisions/decision';
import * as demande from './decisions/demande';
import * as echeances from './decisions/echeances';
import * as instruction from './decisions/instruction';
import type { Examen, Verdict } from './decisions/outils';
import type { EtatDossier } from './dossier';
import { CYCLE } from './transitions';

type Decisions = { readonly [T in Exclude<TypeCommande, 'EnregistrerDemande'>]: (examen: Examen<T>) => Verdict };

const DECISIONS: Decisions = {
  ControlerCompletude: demande.controlerCompletude,
  RecevoirPieces: demande.recevoirPieces,
  DeclarerIrrecevable: demande.declarerIrrecevable,
  Affecter: instruction.affecter,
  Reaffecter: instruction.reaffecter,
  Desaffecter: instruction.desaffecter,
  DemanderComplement: instruction.demanderComplement,
  RecevoirComplement: instruction.recevoirComplement,
  DemanderSecondAvis: avis.demanderSecondAvis,
  RendreSecondAvis: avis.rendreSecondAvis,
  RendreAvis: avis.rendreAvis,
  RemplacerAvis: avis.remplacerAvis,
  EnvoyerQuestionnaireMedical: instruction.envoyerQuestionnaireMedical,
  RecevoirQuestionnaireMedical: instruction.recevoirQuestionnaireMedical,
  RecevoirReserves: caisse.recevoirReserves,
  OuvrirInvestigation: caisse.ouvrirInvestigation,
  RecevoirQuestionnaire: caisse.recevoirQuestionnaire,
  ProlongerDelai: caisse.prolongerDelai,
  OuvrirConsultation: caisse.ouvrirConsultation,
  ConclureConcertation: conclureConcertation,
  SaisirComite: caisse.saisirComite,
  RecevoirAvisComite: caisse.recevoirAvisComite,
  NotifierDecision: decision.notifierDecision,
  ConfirmerPresomption: decision.confirmerPresomption,
  EnregistrerRecours: decision.enregistrerRecours,
  SignalerEcheance: echeances.signalerEcheance,
  ConstaterEcheances: echeances.constaterEcheances,
  Annuler: demande.annuler,
};

/** Commands of the clocks themselves, which nothing needs to overtake. */
const DES_HORLOGES: ReadonlySet<TypeCommande> = new Set<TypeCommande>(['EnregistrerDemande', 'SignalerEcheance', 'ConstaterEcheances']);

/**
 * Decides a command on a dossier (null: not registered yet): events, or a refusal, never both.
 * Rights first, so that a fund role learns nothing of the state (TR-000-01), then the silence already past, then status and stage, then the rules of the case.
 */
export function decider(commande: Commande, dossier: EtatDossier | null, faits: Faits): Verdict {
  const { type } = commande;
  const interdit = refusDActeur(CYCLE, type, faits);
  if (interdit) return refuser(interdit, { commande: type });
  const silences = dossier && !DES_HORLOGES.has(type) ? echeances.rattraper(dossier.etat, faits) : [];
  const etat = dossier && silences.reduce(appliquerEtat, dossier.etat);
  const code = CYCLE.refusDEtat(type, etat);
  if (code) return refuser(code, etat && code === 'statut-incompatible' ? { commande: type, statut: etat.statut } : { commande: type });
  if (commande.type === 'EnregistrerDemande') return demande.enregistrerDemande(commande, faits);
  if (dossier === null || etat === null) return refuser('dossier-introuvable');
  const verdict = (DECISIONS[commande.type] as (examen: unknown) => Verdict)({ commande, etat, medical: dossier.medical, faits });
  const [premier, ...suite] = silences;
  return verdict.accepte && premier ? accepter(premier, ...suite, ...verdict.evenements) : verdict;
}
