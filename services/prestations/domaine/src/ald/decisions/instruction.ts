import { accepter } from '@sm/kernel';
import type { Etat } from '../dossier';
import { affectations, regards, type Instruction } from '../../moteur/instruction';
import { horsAffectation, type Exigence } from '../../moteur/praticien';
import { note } from '../../moteur/outils';
import { enCharge, fait, regleDe, versionsDe, type Examen, type Verdict } from './outils';

export const exigenceDe = (etat: Etat, precisions: Partial<Exigence> = {}): Exigence => {
  const { professions, habilitation } = regleDe(etat);
  return { professions, habilitation, medecins: [etat.demande.medecin], ...precisions };
};

const INSTRUCTION: Instruction<Etat> = {
  exigenceDe, versionsDe, praticienDe: enCharge, avisDe: (etat) => ('avis' in etat ? etat.avis : []), secondsDe: (etat) => regleDe(etat).professionsSecondAvis,
};

export const { affecter, reaffecter, desaffecter } = affectations(INSTRUCTION);
export const { designerSecond, secondApte, auteurAdmis } = regards(INSTRUCTION);

export function demanderComplement({ commande, etat, medical, faits }: Examen<'DemanderComplement'>): Verdict {
  const refus = faits.acteur.roles.includes('ISM') ? null : horsAffectation(etat.praticien, faits);
  if (refus) return refus;
  return accepter(fait(faits, 'ComplementDemande', { jour: faits.jour, pieces: commande.prive.pieces }, note(medical, 'complement', commande.medical.texte)));
}

export function recevoirComplement({ commande, medical, faits }: Examen<'RecevoirComplement'>): Verdict {
  return accepter(fait(faits, 'ComplementRecu', { pieces: commande.prive.pieces }, note(medical, 'complement', commande.medical.texte)));
}
