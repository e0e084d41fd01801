import { accepter, jourValide } from '@sm/kernel';
import { refuser } from '../../moteur/refus';
import type { Evenement } from '../evenements';
import { dernierJourDe } from '../horloges';
import type { Preuve } from '../vocabulaire';
import { fait, jourDActe, lever, type Examen, type Verdict } from './outils';

/** An act of the caisse which, when dated in time, withdraws the presumption that its silence had raised. */
function acteDeLaCaisse(examen: Pick<Examen<'ProlongerDelai'>, 'etat' | 'faits'>, jour: string, preuve: Preuve | null, acte: Evenement, ...suite: readonly Evenement[]): Verdict {
  const levee = lever(examen.etat, jour, preuve, examen.faits);
  if (levee === null) return accepter(acte, ...suite);
  return levee.accepte ? accepter(levee.evenement, acte, ...suite) : levee;
}

/** Kept whatever their date; out of time or without reasons, they bind nobody (R.441-6, R.441-16 CSS). */
export function recevoirReserves({ commande, etat, faits }: Examen<'RecevoirReserves'>): Verdict {
  const { demande, instruction } = etat;
  const acte = jourDActe('recuesLe', commande.prive.recuesLe, demande.declareLe < demande.jourRecu ? demande.declareLe : demande.jourRecu, faits);
  if (!acte.accepte) return acte;
  const fin = dernierJourDe(etat, 'reserves_employeur', demande.declareLe);
  const decidees = instruction.statueLe !== null || etat.statut === 'prise_en_charge_implicite';
  const { motivees } = commande.prive;
  return accepter(fait(faits, 'ReservesRecues', { recuesLe: acte.jour, motivees, sansEffet: !motivees || (fin === null ? decidees : acte.jour > fin) }));
}

/** Investigations must be opened in the first delay; a death calls for an inquiry, without questionnaire (R.441-8 CSS). */
export function ouvrirInvestigation({ commande, etat, faits }: Examen<'OuvrirInvestigation'>): Verdict {
  const { ouverteLe, questionnaires, enquete, recuLe, preuve } = commande.prive;
  if (!questionnaires && !enquete) return refuser('champ-obligatoire', { champ: 'questionnaires' });
  if (etat.demande.deces && etat.demande.objet === 'accident' && (!enquete || questionnaires)) return refuser('enquete-obligatoire');
  const acte = jourDActe('ouverteLe', ouverteLe, etat.demande.jourRecu, faits);
  if (!acte.accepte) return acte;
  const reception = jourDActe('recuLe', recuLe ?? acte.jour, acte.jour, faits);
  if (!reception.accepte) return reception;
  const investigation = { ouverteLe: acte.jour, questionnaires, enquete, recuLe: reception.jour, retours: { assure: null, employeur: null } };
  return acteDeLaCaisse({ etat, faits }, acte.jour, preuve, fait(faits, 'InvestigationOuverte', investigation));
}

export function recevoirQuestionnaire({ commande, etat, faits }: Examen<'RecevoirQuestionnaire'>): Verdict {
  const { partie, recuLe } = commande.prive;
  const { investigation } = etat.instruction;
  if (investigation === null) return refuser('etape-non-prevue');
  if (investigation.retours[partie] !== null) return refuser('etape-deja-faite');
  const acte = jourDActe('recuLe', recuLe, investigation.ouverteLe, faits);
  return acte.accepte ? accepter(fait(faits, 'QuestionnaireRecu', { partie, recuLe: acte.jour })) : acte;
}

/** Former law: the further delay must be told before the first ends. */
export function prolongerDelai({ commande, etat, faits }: Examen<'ProlongerDelai'>): Verdict {
  const { notifieeLe, preuve } = commande.prive;
  const acte = jourDActe('notifieeLe', notifieeLe, etat.demande.jourRecu, faits);
  return acte.accepte ? acteDeLaCaisse({ etat, faits }, acte.jour, preuve, fait(faits, 'DelaiProlonge', { notifieeLe: acte.jour })) : acte;
}

/** The parties are told before; being late makes the procedure irregular, it does not stop it. */
export function ouvrirConsultation({ commande, etat, faits }: Examen<'OuvrirConsultation'>): Verdict {
  const { informeesLe, ouverteLe } = commande.prive;
  const acte = jourDActe('ouverteLe', ouverteLe, etat.demande.jourRecu, faits);
  if (!acte.accepte) return acte;
  if (!jourValide(informeesLe)) return refuser('date-invalide', { champ: 'informeesLe' });
  if (informeesLe > acte.jour || informeesLe < etat.demande.jourRecu) return refuser('chronologie-rompue', { champ: 'informeesLe' });
  return accepter(fait(faits, 'ConsultationOuverte', { informeesLe, ouverteLe: acte.jour }));
}

export function saisirComite({ commande, etat, faits }: Examen<'SaisirComite'>): Verdict {
  const { saisiLe, preuve } = commande.prive;
  const { concertation } = etat.instruction;
  const acte = jourDActe('saisiLe', saisiLe, concertation?.jour ?? etat.demande.jourRecu, faits);
  if (!acte.accepte) return acte;
  return acteDeLaCaisse({ etat, faits }, acte.jour, preuve, fait(faits, 'ComiteSaisi', { saisiLe: acte.jour }), fait(faits, 'LienSouleve', { procedure: 'crrmp', dossierLie: null }));
}

export const recevoirAvisComite = ({ commande, faits }: Examen<'RecevoirAvisComite'>): Verdict =>
  accepter(fait(faits, 'AvisComiteRecu', { sens: commande.prive.sens, jour: faits.jour }));
