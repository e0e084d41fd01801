import { accepter } from '@sm/kernel';
import { affectations, regards, type Instruction } from '../../moteur/instruction';
import { note } from '../../moteur/outils';
import { horsAffectation } from '../../moteur/praticien';
import type { Etat } from '../dossier';
import { enCharge, exigenceDe, fait, jourDActe, regleDe, versionsDe, type Examen, type Verdict } from './outils';

const INSTRUCTION: Instruction<Etat> = {
  exigenceDe, versionsDe, praticienDe: enCharge, avisDe: ({ avis }) => avis, secondsDe: (etat) => regleDe(etat).professionsSecondAvis,
};

export const { affecter, reaffecter, desaffecter } = affectations(INSTRUCTION);
export const { designerSecond, secondApte, auteurAdmis } = regards(INSTRUCTION);

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
