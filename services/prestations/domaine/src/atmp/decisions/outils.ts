import { jourValide, type Decision } from '@sm/kernel';
import type { Praticien, Versions } from '../../moteur/base';
import type { Faits } from '../../moteur/faits';
import { maintenantIso } from '../../moteur/outils';
import type { Exigence } from '../../moteur/praticien';
import { refuser, type CodeRefus, type RefusDossier } from '../../moteur/refus';
import type { CommandeDe, TypeCommande } from '../commandes';
import { praticienEnCharge, type DossierMedical, type Etat } from '../dossier';
import type { Evenement, EvenementDe, TypeEvenement } from '../evenements';
import { regleDeVersion, type Regle } from '../regles';
import type { Preuve } from '../vocabulaire';

export type Verdict = Decision<Evenement, CodeRefus>;

/** A command already admitted by role, status and stage. */
export interface Examen<T extends TypeCommande> {
  readonly commande: CommandeDe<T>;
  readonly etat: Etat;
  readonly medical: DossierMedical;
  readonly faits: Faits;
}

export const fait = <T extends TypeEvenement>(
  faits: Faits, type: T, prive: EvenementDe<T>['prive'], medical: EvenementDe<T>['medical'] | null = null, survenuLe = maintenantIso(faits),
): Evenement => ({ type, survenuLe, par: faits.acteur.id, repris: faits.repris === true, prive, medical }) as Evenement;

export const regleDe = (etat: Etat): Regle => regleDeVersion(etat.demande.regle);

/** Tables of occupational diseases that the service knows. */
const NOMENCLATURE = 'mp-annexe-II';

export const versionsDe = ({ demande }: Etat, { versionOrganisation }: Faits): Versions => ({ regle: demande.regle, organisation: versionOrganisation, nomenclature: NOMENCLATURE });

export function enCharge(etat: Etat): Praticien {
  const praticien = praticienEnCharge(etat);
  if (!praticien) throw new Error('an avis under way without a practitioner');
  return praticien;
}

/** Author of the certificate and occupational doctor may not judge the case. */
export function exigenceDe(etat: Etat, precisions: Partial<Exigence> = {}): Exigence {
  const { professions, habilitation } = regleDe(etat);
  const { medecin, medecinTravail } = etat.demande;
  return { professions, habilitation, medecins: medecinTravail === null ? [medecin] : [medecin, medecinTravail], ...precisions };
}

/** Day of an act told by another party; today when not said. Neither in the future nor before `depuis`. */
export function jourDActe(champ: string, dit: string | null, depuis: string, faits: Faits): RefusDossier | { readonly accepte: true; readonly jour: string } {
  const jour = dit ?? faits.jour;
  if (!jourValide(jour)) return refuser('date-invalide', { champ });
  if (jour > faits.jour) return refuser('date-future', { champ });
  return jour < depuis ? refuser('chronologie-rompue', { champ }) : { accepte: true, jour };
}

/**
 * A message of the caisse that comes after its silence withdraws the presumption when it is dated before the expiry, with its proof;
 * null: there is no presumption to withdraw.
 */
export function lever(etat: Etat, jour: string, preuve: Preuve | null, faits: Faits): RefusDossier | { readonly accepte: true; readonly evenement: Evenement } | null {
  const { presomption } = etat.instruction;
  if (etat.statut !== 'prise_en_charge_implicite' || presomption === null) return null;
  if (jour > presomption.dernierJour) return refuser('presomption-acquise', { dernierJour: presomption.dernierJour });
  if (preuve === null || preuve === 'non_precisee') return refuser('preuve-absente', { champ: 'preuve' });
  return { accepte: true, evenement: fait(faits, 'PresomptionLevee', { jour, preuve }) };
}
