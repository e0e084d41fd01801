import { affectations, regards, type Instruction } from '../../moteur/instruction';
import type { Etat } from '../dossier';
import { exigenceDe, regleDe, versionsDe } from './outils';

const INSTRUCTION: Instruction<Etat> = {
  exigenceDe, versionsDe, avisDe: (etat) => ('avis' in etat ? etat.avis : []), secondsDe: (etat) => regleDe(etat).professionsSecondAvis,
  praticienDe: (etat) => {
    if (!('praticien' in etat)) throw new Error(`no practitioner in a control ${etat.statut}`);
    return etat.praticien;
  },
};

export const { affecter, reaffecter, desaffecter } = affectations(INSTRUCTION);
export const { designerSecond, secondApte, auteurAdmis } = regards(INSTRUCTION);
