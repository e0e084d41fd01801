import { accepter } from '@sm/kernel';
import { refuser, type RefusDossier } from '../../moteur/refus';
import { avisEnVigueur, type Etat, type Notification } from '../dossier';
import type { Evenement, ProcedureCible } from '../evenements';
import { voieDeRecours } from '../regles';
import type { Partie } from '../vocabulaire';
import { irregularites } from './irregularites';
import { fait, jourDActe, lever, regleDe, versionsDe, type Examen, type Verdict } from './outils';
import { positionDe, type Position } from './position';

type Fond = { readonly accepte: true } & Pick<Notification, 'sens' | 'motif' | 'lesions' | 'voie'>;
type Commande = Examen<'NotifierDecision'>['commande']['prive'];

const voieDe = (position: Position): Notification['voie'] => (position.sens === null ? null : position.voie);

function accord(position: Position, lesions: Commande['lesions']): Fond | RefusDossier {
  if (position.sens === null) return refuser(position.manque);
  if (position.sens === 'refus') return refuser('decision-contraire-avis', { attendu: 'refus' });
  const prises = lesions ?? position.lesions;
  const memes = prises.length === position.lesions.length && position.lesions.every((rang) => prises.includes(rang));
  if (!memes) return refuser('decision-contraire-avis', { attendu: position.lesions.join(',') });
  return { accepte: true, sens: 'prise_en_charge', motif: null, lesions: position.lesions, voie: position.voie };
}

/** A medical reason belongs to the avis, the committee's to the committee; an administrative one to the caisse, unless the link itself was recognised. */
function refus(position: Position, motif: Commande['motif']): Fond | RefusDossier {
  const dit = motif ?? (position.sens === 'refus' ? position.motif : 'administratif');
  const fond: Fond = { accepte: true, sens: 'refus', motif: dit, lesions: [], voie: voieDe(position) };
  if (dit === 'administratif') return position.sens === 'prise_en_charge' && position.lie ? refuser('decision-contraire-avis', { attendu: 'prise_en_charge' }) : fond;
  if (position.sens === null) return refuser(position.manque);
  return position.sens === 'refus' && position.motif === dit ? fond : refuser('decision-contraire-avis', { attendu: position.sens });
}

function surLeFond({ sens, motif, lesions }: Commande, etat: Etat): Fond | RefusDossier {
  const position = positionDe(etat);
  const choisi = sens ?? position.sens ?? (motif === 'administratif' ? 'refus' : 'prise_en_charge');
  if (choisi === 'refus') return refus(position, motif);
  return motif === null ? accord(position, lesions) : refuser('decision-contraire-avis', { attendu: 'refus' });
}

/** Where a decision leads (processes.md §2.9): the remedy of a refusal, the follow-up of a recognition. */
function liens({ sens, recours, voie }: Notification, faits: Examen<'NotifierDecision'>['faits']): readonly Evenement[] {
  const suites: readonly ProcedureCible[] = sens === 'refus' ? (recours ? [recours.instance] : []) : ['consolidation', ...(voie === 'lien_essentiel' ? (['incapacite_permanente'] as const) : [])];
  return suites.map((procedure) => fait(faits, 'LienSouleve', { procedure, dossierLie: null }));
}

/** A decision after the expiry changes nothing to the recognition that silence gave: it confirms it, or is kept as late (R.441-18 CSS). */
function tardive({ commande, faits }: Examen<'NotifierDecision'>, jour: string): Verdict {
  const { sens, motif, preuve } = commande.prive;
  const dit = sens ?? (motif === null ? 'prise_en_charge' : 'refus');
  if (dit === 'refus') return accepter(fait(faits, 'DecisionTardiveRecue', { sens: dit, motif: motif ?? 'administratif', jour, preuve }));
  return accepter(fait(faits, 'PresomptionConfirmee', { jour, preuve: preuve ?? 'non_precisee' }));
}

/** The caisse decides; what the avis, or the committee, concluded binds it (L.315-1, L.461-1 CSS). */
export function notifierDecision(examen: Examen<'NotifierDecision'>): Verdict {
  const { commande: { prive }, etat, faits } = examen;
  const acte = jourDActe('notifieeLe', prive.notifieeLe, etat.demande.jourRecu, faits);
  if (!acte.accepte) return acte;
  const { presomption } = etat.instruction;
  if (etat.statut === 'prise_en_charge_implicite' && presomption && acte.jour > presomption.dernierJour) return tardive(examen, acte.jour);
  const version = avisEnVigueur(etat)?.version ?? null;
  if (prive.versionAvis !== version) return refuser('version-avis-perimee', { versionEnVigueur: version ?? 0 });
  const fond = surLeFond(prive, etat);
  if (!fond.accepte) return fond;
  const levee = lever(etat, acte.jour, prive.preuve, faits);
  if (levee && !levee.accepte) return levee;
  const notification: Notification = {
    sens: fond.sens, motif: fond.motif, lesions: fond.lesions, versionAvis: version ?? 0, voie: fond.voie, jour: acte.jour, preuve: prive.preuve,
    irregularites: irregularites(etat, acte.jour), recours: voieDeRecours(regleDe(etat), fond.motif, acte.jour),
  };
  const notifiee = fait(faits, 'DecisionNotifiee', { notification, versions: versionsDe(etat, faits) });
  return levee ? accepter(levee.evenement, notifiee, ...liens(notification, faits)) : accepter(notifiee, ...liens(notification, faits));
}

export const confirmerPresomption = ({ commande, faits }: Examen<'ConfirmerPresomption'>): Verdict =>
  accepter(fait(faits, 'PresomptionConfirmee', { jour: faits.jour, preuve: commande.prive.preuve }));

/** Whom a decision hurts: the insured person when refused, the employer when recognised (R.441-18 CSS). */
const lese = ({ statut }: Etat): Partie => (statut === 'refusee' ? 'assure' : 'employeur');

export function enregistrerRecours({ commande, etat, faits }: Examen<'EnregistrerRecours'>): Verdict {
  const recu = new Date(commande.prive.recuLe);
  if (Number.isNaN(recu.getTime())) return refuser('date-invalide', { champ: 'recuLe' });
  if (recu.getTime() > faits.maintenant.getTime()) return refuser('date-future', { champ: 'recuLe' });
  const recuLe = recu.toISOString();
  const { decision, presomption } = etat.instruction;
  const depuis = decision?.jour ?? presomption?.echueLe ?? etat.demande.jourRecu;
  if (faits.jour < depuis || recuLe.slice(0, 10) < depuis) return refuser('chronologie-rompue', { champ: 'recuLe' });
  const auteur = commande.prive.auteur ?? lese(etat);
  if (auteur !== lese(etat)) return refuser('recours-sans-grief', { auteur: lese(etat) });
  const recours = fait(faits, 'RecoursEnregistre', { auteur, recuLe, jour: faits.jour });
  return decision?.sens === 'refus' ? accepter(recours) : accepter(recours, fait(faits, 'LienSouleve', { procedure: 'cra', dossierLie: null }));
}
