import type { Commande, TypeCommande } from './commandes';
import * as avis from './decisions/avis';
import * as demande from './decisions/demande';
import * as exoneration from './decisions/exoneration';
import * as instruction from './decisions/instruction';
import type { Examen, Verdict } from './decisions/outils';
import type { EtatDossier } from './dossier';
import type { Faits } from '../moteur/faits';
import { refusDActeur } from '../moteur/roles';
import { refuser } from '../moteur/refus';
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
  NotifierDecision: exoneration.notifierDecision,
  EnregistrerRecours: exoneration.enregistrerRecours,
  SignerProtocole: exoneration.signerProtocole,
  OuvrirExoneration: exoneration.ouvrirExoneration,
  SignalerEcheance: exoneration.signalerEcheance,
  ConstaterEcheances: exoneration.constaterEcheances,
  TerminerExoneration: exoneration.terminerExoneration,
  Annuler: demande.annuler,
};

/**
 * Decides a command on a dossier (null: not registered yet): events, or a refusal, never both.
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
