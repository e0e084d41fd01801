import { accepter } from '@sm/kernel';
import { note } from '../../moteur/outils';
import { AFFECTATION_AUTOMATIQUE, designer, horsAffectation, remplacant } from '../../moteur/praticien';
import { refuser } from '../../moteur/refus';
import { enCharge, exigenceDe, fait, jourDActe, versionsDe, type Examen, type Verdict } from './outils';

export function affecter({ commande, etat, faits }: Examen<'Affecter'>): Verdict {
  const choix = designer(exigenceDe(etat), faits, commande.prive.praticien);
  if (!choix.accepte) return choix;
  return accepter(fait(faits, 'PraticienAffecte', { praticien: choix.praticien, explication: choix.explication, versions: versionsDe(etat, faits) }));
}

export function reaffecter({ commande, etat, faits }: Examen<'Reaffecter'>): Verdict {
  const precedent = enCharge(etat).acteurId;
  if (commande.prive.praticien === precedent) return refuser('deja-affecte');
  const choix = designer(exigenceDe(etat, { exclus: [precedent] }), faits, commande.prive.praticien);
  if (!choix.accepte) return choix;
  return accepter(fait(faits, 'PraticienRemplace', { praticien: choix.praticien, precedent, explication: choix.explication, versions: versionsDe(etat, faits) }));
}

export function desaffecter({ commande, etat, faits }: Examen<'Desaffecter'>): Verdict {
  const praticien = enCharge(etat);
  const refus = horsAffectation(praticien, faits);
  if (refus) return refus;
  const { motif } = commande.prive;
  const retrait = fait(faits, 'PraticienDesaffecte', { precedent: praticien.acteurId, motif });
  const suite = remplacant(exigenceDe(etat), faits, praticien.acteurId, motif);
  if (!suite) return accepter(retrait);
  return accepter(retrait, fait({ ...faits, acteur: AFFECTATION_AUTOMATIQUE }, 'PraticienAffecte', { praticien: suite.praticien, explication: suite.explication, versions: versionsDe(etat, faits) }));
}

/** A nurse of the service asks for any dossier of the unit; a practitioner only for their own. */
const demandeur = ({ etat, faits }: Pick<Examen<'DemanderComplement'>, 'etat' | 'faits'>) => (faits.acteur.roles.includes('ISM') ? null : horsAffectation(enCharge(etat), faits));

export function demanderComplement({ commande, etat, medical, faits }: Examen<'DemanderComplement'>): Verdict {
  return demandeur({ etat, faits }) ?? accepter(fait(faits, 'ComplementDemande', { jour: faits.jour }, note(medical, 'complement', commande.medical.texte)));
}

export const recevoirComplement = ({ commande, medical, faits }: Examen<'RecevoirComplement'>): Verdict =>
  accepter(fait(faits, 'ComplementRecu', {}, note(medical, 'complement', commande.medical.texte)));

/** Sent by the médecin-conseil to the victim; the delay runs from its reception (R.441-16 CSS). */
export function envoyerQuestionnaireMedical({ commande, etat, faits }: Examen<'EnvoyerQuestionnaireMedical'>): Verdict {
  const refus = demandeur({ etat, faits });
  if (refus) return refus;
  const acte = jourDActe('recuLe', commande.prive.recuLe, etat.demande.jourRecu, faits);
  return acte.accepte ? accepter(fait(faits, 'QuestionnaireMedicalEnvoye', { recuLe: acte.jour })) : acte;
}

export const recevoirQuestionnaireMedical = ({ commande, medical, faits }: Examen<'RecevoirQuestionnaireMedical'>): Verdict =>
  accepter(fait(faits, 'QuestionnaireMedicalRecu', { jour: faits.jour }, note(medical, 'questionnaire', commande.medical.texte)));
