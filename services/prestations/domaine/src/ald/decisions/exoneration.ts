import { accepter, ajouterMois } from '@sm/kernel';
import { echoir } from '../appliquer';
import { avisEnVigueur, type DossierMedical, type Etat, type Notification } from '../dossier';
import type { Evenement, Orientation } from '../evenements';
import type { Faits } from '../../moteur/faits';
import { horlogesApres, type Horloge } from '../horloges';
import { maintenantIso, note, passees } from '../../moteur/outils';
import { refuser } from '../../moteur/refus';
import { voieDeRecours } from '../regles';
import { fait, regleDe, versionsDe, type Examen, type Verdict } from './outils';

/** Links of processes.md §2.9 that may be seen: the remedy of a refusal. */
const liens = ({ recours }: Notification, faits: Faits): readonly Evenement[] => (recours ? [fait(faits, 'LienSouleve', { procedure: recours.instance, dossierLie: null }, null)] : []);

const orientation = (medical: DossierMedical, faits: Faits): Orientation => ({ orientation: faits.nomenclature.programmeCible(medical.demande.ald, faits.jour) ?? 'aucune' });

/** The avis binds the caisse: it executes it, or asks for a new one (L.315-2 I CSS). */
export function notifierDecision({ commande, etat, medical, faits }: Examen<'NotifierDecision'>): Verdict {
  const avis = avisEnVigueur(etat);
  const { sens, versionAvis } = commande.prive;
  if (!avis || avis.version !== versionAvis) return refuser('version-avis-perimee', { versionEnVigueur: avis?.version ?? 0 });
  const attendu = avis.sens === 'favorable' ? 'accord' : 'refus';
  if (sens !== attendu) return refuser('decision-contraire-avis', { attendu });
  const recours = voieDeRecours(regleDe(etat), avis.sens, faits.jour);
  const notification: Notification = { sens, versionAvis, notifieeLe: maintenantIso(faits), jour: faits.jour, recours };
  return accepter(
    fait(faits, 'DecisionNotifiee', { notification, versions: versionsDe(etat, faits) }, sens === 'accord' ? orientation(medical, faits) : null),
    ...liens(notification, faits),
  );
}

export function enregistrerRecours({ commande, etat, faits }: Examen<'EnregistrerRecours'>): Verdict {
  const recu = new Date(commande.prive.recuLe);
  if (Number.isNaN(recu.getTime())) return refuser('date-invalide', { champ: 'recuLe' });
  if (recu.getTime() > faits.maintenant.getTime()) return refuser('date-future', { champ: 'recuLe' });
  const recuLe = recu.toISOString();
  if (etat.decision && recuLe < etat.decision.notifieeLe) return refuser('chronologie-rompue', { champ: 'recuLe' });
  return accepter(fait(faits, 'RecoursEnregistre', { recuLe, jour: faits.jour }, null));
}

export function signerProtocole({ faits }: Examen<'SignerProtocole'>): Verdict {
  return accepter(fait(faits, 'ProtocoleSigne', { jour: faits.jour }, null));
}

export function ouvrirExoneration({ etat, faits }: Examen<'OuvrirExoneration'>): Verdict {
  const avis = avisEnVigueur(etat);
  const { regime, canal, precedent } = etat.demande;
  if (!avis || avis.debut === null || avis.fin === null || regime === null) return refuser('duree-absente');
  const ouverte = fait(faits, 'ExonerationOuverte', { exoneration: { debut: avis.debut, fin: avis.fin }, regime, canal }, null);
  if (precedent === null) return accepter(ouverte);
  return accepter(ouverte, fait(faits, 'LienSouleve', { procedure: 'ald', dossierLie: precedent }, null));
}

export function signalerEcheance({ commande, etat, faits }: Examen<'SignalerEcheance'>): Verdict {
  const { nature } = commande.prive;
  const horloge = horlogesApres(etat).find((candidate) => candidate.nature === nature);
  if (!horloge) return refuser('echeance-inconnue', { nature });
  if (faits.jour < horloge.echoitLe) return refuser('echeance-prematuree', { nature, echoitLe: horloge.echoitLe });
  const signalee = fait(faits, 'EcheanceSignalee', { nature, echoitLe: horloge.echoitLe }, null);
  if (horloge.effet !== 'fin_exoneration') return accepter(signalee);
  return accepter(signalee, fait(faits, 'ExonerationTerminee', { motif: 'expiration', jour: horloge.echoitLe, suiviJusquAu: null }, null));
}

/** Clocks already past when the dossier is taken over: recorded with their dates in one fact, none fires. */
export function constaterEcheances({ etat, faits }: Examen<'ConstaterEcheances'>): Verdict {
  const echeances = passees<Etat, Horloge>(etat, faits.jour, horlogesApres, echoir);
  return echeances.length === 0 ? refuser('echeance-prematuree') : accepter(fait(faits, 'EcheancesConstatees', { echeances }, null));
}

/** Leaving the ALD before its term is a medical act; expiry, death and extension are facts that the system records. */
export function terminerExoneration({ commande, etat, medical, faits }: Examen<'TerminerExoneration'>): Verdict {
  const { motif } = commande.prive;
  const regle = regleDe(etat);
  const medicale = motif === 'sortie' || motif === 'suivi_post_ald';
  if (medicale && (faits.acteur.rpps === null || !faits.acteur.habilitations.includes(regle.habilitation))) return refuser('habilitation-absente');
  if (motif === 'expiration' && faits.jour < etat.exoneration.fin) return refuser('fin-incoherente');
  if (motif === 'suivi_post_ald' && etat.statut === 'suivi_post_ald') return refuser('fin-incoherente');
  const suiviJusquAu = motif === 'suivi_post_ald' ? ajouterMois(faits.jour, regle.suiviPostAldMois) : null;
  return accepter(fait(faits, 'ExonerationTerminee', { motif, jour: faits.jour, suiviJusquAu }, note(medical, 'fin', commande.medical.motif)));
}
