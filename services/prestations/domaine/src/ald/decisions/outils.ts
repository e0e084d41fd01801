import type { Decision } from '@sm/kernel';
import type { Praticien, Versions } from '../../moteur/base';
import type { CommandeDe, TypeCommande } from '../commandes';
import type { DossierMedical, Etat } from '../dossier';
import type { Evenement, EvenementDe, TypeEvenement } from '../evenements';
import type { Faits } from '../../moteur/faits';
import { maintenantIso } from '../../moteur/outils';
import type { CodeRefus } from '../../moteur/refus';
import { regleDeVersion, type Regle } from '../regles';
import type { EtatPour } from '../transitions';

export type Verdict = Decision<Evenement, CodeRefus>;

/** A command already admitted by role and status: its state is narrowed by the transition table. */
export interface Examen<T extends TypeCommande> {
  readonly commande: CommandeDe<T>;
  readonly etat: EtatPour<T>;
  readonly medical: DossierMedical;
  readonly faits: Faits;
}

export const fait = <T extends TypeEvenement>(
  faits: Faits, type: T, prive: EvenementDe<T>['prive'], medical: EvenementDe<T>['medical'], survenuLe = maintenantIso(faits),
): Evenement => ({ type, survenuLe, par: faits.acteur.id, repris: faits.repris === true, prive, medical }) as Evenement;

export const regleDe = (etat: Etat): Regle => regleDeVersion(etat.demande.regle);

export const versionsDe = (etat: Etat, faits: Faits): Versions => ({
  regle: etat.demande.regle, organisation: faits.versionOrganisation, nomenclature: faits.nomenclature.version,
});

export function enCharge(etat: Etat): Praticien {
  if (!('praticien' in etat)) throw new Error(`no practitioner in a dossier ${etat.statut}`);
  return etat.praticien;
}
