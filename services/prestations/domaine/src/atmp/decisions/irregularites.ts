import { ajouterJours } from '@sm/kernel';
import type { Etat } from '../dossier';
import { dernierJourDe } from '../horloges';
import { regleDeVersion, type Regle } from '../regles';
import type { Irregularite } from '../vocabulaire';

type Constat = readonly [boolean, Irregularite];

/** Whole days between the information and what it announces. */
const informeesATemps = (informeesLe: string, annonce: string, { information }: Regle): boolean => ajouterJours(informeesLe, information.duree.n + 1) <= annonce;

function actuelles(etat: Etat, jour: string, regle: Regle): readonly Constat[] {
  const { objet, deces } = etat.demande;
  if (objet !== 'accident' && objet !== 'maladie') return [];
  const { reserves, investigation, consultation, comite, completLe } = etat.instruction;
  const due = (objet === 'maladie' && comite === null) || investigation !== null;
  const limite = completLe === null ? null : dernierJourDe(etat, 'ouverture_consultation', completLe);
  const observations = consultation === null ? null : dernierJourDe(etat, 'observations', consultation.ouverteLe);
  return [
    [objet === 'accident' && reserves?.sansEffet === false && investigation === null, 'investigation_absente'],
    [objet === 'accident' && deces && investigation === null, 'enquete_absente'],
    [due && consultation === null, 'consultation_absente'],
    [consultation !== null && limite !== null && consultation.ouverteLe > limite, 'consultation_tardive'],
    [observations !== null && jour <= observations, 'consultation_ecourtee'],
    [consultation !== null && !informeesATemps(consultation.informeesLe, consultation.ouverteLe, regle), 'information_tardive'],
  ];
}

function anciennes(etat: Etat, jour: string, regle: Regle): readonly Constat[] {
  const { reserves, prolongeeLe, consultation } = etat.instruction;
  const due = etat.demande.objet === 'maladie' || prolongeeLe !== null || reserves?.sansEffet === false;
  return [
    [due && consultation === null, 'consultation_absente'],
    [consultation !== null && !informeesATemps(consultation.informeesLe, jour, regle), 'information_tardive'],
  ];
}

/** Faults of the caisse's procedure that a decision of that day would bear; they are evidence for an appeal and stop nothing. */
export function irregularites(etat: Etat, jour: string): readonly Irregularite[] {
  const regle = regleDeVersion(etat.demande.regle);
  const constats = regle.suite === 'investigation' ? actuelles(etat, jour, regle) : anciennes(etat, jour, regle);
  return constats.flatMap(([fautive, irregularite]) => (fautive ? [irregularite] : []));
}
