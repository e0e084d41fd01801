import { accepter, jourValide } from '@sm/kernel';
import { dernierJour } from '../../moteur/droit';
import type { Faits } from '../../moteur/faits';
import { maintenantIso, passees } from '../../moteur/outils';
import { refuser, type RefusDossier } from '../../moteur/refus';
import { echoir } from '../appliquer';
import { avisEnVigueur, type Avis, type Etat, type Notification } from '../dossier';
import { horlogesApres, type Horloge } from '../horloges';
import { terme, voieDeRecours } from '../regles';
import type { Conclusion, SensDecision } from '../vocabulaire';
import { jourDe } from './demande';
import { fait, instantRecu, versionsDe, type Examen, type Verdict } from './outils';

/** What the caisse must do of an avis; nothing for the others (L.315-2 I CSS). */
const COMMANDE: Partial<Record<Conclusion, SensDecision>> = {
  justifie: 'maintien', reprise: 'fin_versement', stabilise: 'fin_versement', absence: 'suspension', rapport_employeur: 'suspension',
};

/** Sense of the decision that an avis commands, or null when it commands none. */
export const sensAttendu = ({ conclusion }: Avis): SensDecision | null => COMMANDE[conclusion] ?? null;

const examine = ({ mode }: Avis): boolean => mode === 'sur_personne' || mode === 'a_distance';

/** First unpaid day: that of the avis, never before the person was told, by the practitioner at the examination or else by the notice (L.315-2 III CSS). */
function effet(avis: Avis, faits: Faits): string {
  if (sensAttendu(avis) === 'maintien') return faits.jour;
  const informeLe = examine(avis) ? avis.jour : faits.jour;
  return avis.date !== null && avis.date > informeLe ? avis.date : informeLe;
}

function effetFaux(effetLe: string | null, attendu: string): RefusDossier | null {
  if (effetLe === null || effetLe === attendu) return null;
  if (!jourValide(effetLe)) return refuser('date-invalide', { champ: 'effetLe' });
  return refuser(effetLe < attendu ? 'effet-anterieur-notification' : 'decision-contraire-avis', { champ: 'effetLe', attendu });
}

/** No end of payment without a notice that names the remedies and of which the prescriber is told (TR-000-14, R.315-1-3 CSS). */
function noticeIncomplete(sens: SensDecision, { recoursMentionne, prescripteurInforme }: Examen<'NotifierDecision'>['commande']['prive']): RefusDossier | null {
  if (sens === 'maintien') return null;
  if (!recoursMentionne) return refuser('notification-sans-recours', { champ: 'recoursMentionne' });
  return prescripteurInforme ? null : refuser('prescripteur-non-informe', { champ: 'prescripteurInforme' });
}

function notification(avis: Avis, sens: SensDecision, faits: Faits): Notification {
  const recours = voieDeRecours(avis.conclusion, faits.jour);
  const departement = faits.departement ?? '';
  const limite = (nature: 'demande_reexamen' | 'nouvelle_prescription'): string | null => terme(nature, faits.jour, departement);
  return {
    sens, versionAvis: avis.version, notifieeLe: maintenantIso(faits), jour: faits.jour, effetLe: effet(avis, faits), recours,
    limiteRecours: recours && dernierJour(faits.jour, { n: recours.delaiMois, unite: 'mois' }, departement),
    limiteReexamen: avis.conclusion === 'rapport_employeur' ? limite('demande_reexamen') : null,
    limiteNouvellePrescription: sens === 'maintien' || avis.conclusion === 'stabilise' ? null : limite('nouvelle_prescription'),
  };
}

/** The avis binds the caisse: it executes it, from the day the person is told (L.315-2 CSS). */
export function notifierDecision({ commande, etat, faits }: Examen<'NotifierDecision'>): Verdict {
  const avis = avisEnVigueur(etat);
  const { sens, versionAvis, effetLe, prescripteurInforme } = commande.prive;
  if (!avis || avis.version !== versionAvis) return refuser('version-avis-perimee', { versionEnVigueur: avis?.version ?? 0 });
  const attendu = sensAttendu(avis);
  if (sens !== attendu) return refuser('decision-contraire-avis', { attendu });
  const refus = noticeIncomplete(sens, commande.prive) ?? effetFaux(effetLe, effet(avis, faits));
  if (refus) return refus;
  const executee = notification(avis, sens, faits);
  const liens = executee.recours ? [fait(faits, 'LienSouleve', { procedure: executee.recours.instance, dossierLie: null }, null)] : [];
  return accepter(fait(faits, 'DecisionNotifiee', { notification: executee, prescripteurInforme, versions: versionsDe(etat, faits) }, null), ...liens);
}

/** The right is lost after ten jours francs; the service then has four (L.315-1 II, D.315-4 CSS). */
export function demanderReexamen({ commande, etat, faits }: Examen<'DemanderReexamen'>): Verdict {
  const recu = instantRecu(commande.prive.recuLe, faits, etat.decision.notifieeLe);
  if (!recu.accepte) return recu;
  const le = jourDe(recu.date, faits);
  const { limiteReexamen } = etat.decision;
  if (limiteReexamen === null) return refuser('reexamen-non-prevu');
  if (le > limiteReexamen) return refuser('reexamen-hors-delai', { limite: limiteReexamen });
  const limite = terme('avis_reexamen', le, faits.departement ?? '');
  return limite === null ? refuser('reexamen-non-prevu') : accepter(fait(faits, 'ReexamenDemande', { attente: { cause: 'reexamen', le, limite } }, null));
}

export function enregistrerRecours({ commande, etat, faits }: Examen<'EnregistrerRecours'>): Verdict {
  const recu = instantRecu(commande.prive.recuLe, faits, etat.decision?.notifieeLe ?? null);
  return recu.accepte ? accepter(fait(faits, 'RecoursEnregistre', { recuLe: recu.iso, jour: jourDe(recu.date, faits) }, null)) : recu;
}

export function signalerEcheance({ commande, etat, faits }: Examen<'SignalerEcheance'>): Verdict {
  const { nature } = commande.prive;
  const horloge = horlogesApres(etat).find((candidate) => candidate.nature === nature);
  if (!horloge) return refuser('echeance-inconnue', { nature });
  if (faits.jour < horloge.echoitLe) return refuser('echeance-prematuree', { nature, echoitLe: horloge.echoitLe });
  return accepter(fait(faits, 'EcheanceSignalee', { nature, echoitLe: horloge.echoitLe }, null));
}

/** Clocks already past when the dossier is taken over: recorded with their dates in one fact, none fires. */
export function constaterEcheances({ etat, faits }: Examen<'ConstaterEcheances'>): Verdict {
  const echeances = passees<Etat, Horloge>(etat, faits.jour, horlogesApres, echoir);
  return echeances.length === 0 ? refuser('echeance-prematuree') : accepter(fait(faits, 'EcheancesConstatees', { echeances }, null));
}
