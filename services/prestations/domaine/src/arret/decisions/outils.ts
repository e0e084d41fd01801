import type { Decision } from '@sm/kernel';
import type { Versions } from '../../moteur/base';
import type { Faits } from '../../moteur/faits';
import { maintenantIso } from '../../moteur/outils';
import type { Exigence } from '../../moteur/praticien';
import { refuser, type CodeRefus, type RefusDossier } from '../../moteur/refus';
import type { CommandeDe, TypeCommande } from '../commandes';
import type { DossierMedical, Etat } from '../dossier';
import type { Evenement, EvenementDe, TypeEvenement } from '../evenements';
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

export const versionsDe = (etat: Pick<Etat, 'demande'>, faits: Faits): Versions => ({
  regle: etat.demande.regle, organisation: faits.versionOrganisation, nomenclature: faits.nomenclature.version,
});

/** The prescribers may not judge their own prescription (R.4127-100 CSP). */
export const exigenceDe = (etat: Etat, precisions: Partial<Exigence> = {}): Exigence => {
  const { professions, habilitation } = regleDe(etat);
  return { professions, habilitation, medecins: [etat.demande.prescripteur, ...etat.prescripteurs], ...precisions };
};

/** Instant of reception given with its zone; refused when it is after now or before `depuis`. */
export function instantRecu(recuLe: string, faits: Faits, depuis: string | null): { readonly accepte: true; readonly iso: string; readonly date: Date } | RefusDossier {
  const date = new Date(recuLe);
  if (Number.isNaN(date.getTime())) return refuser('date-invalide', { champ: 'recuLe' });
  if (date.getTime() > faits.maintenant.getTime()) return refuser('date-future', { champ: 'recuLe' });
  const iso = date.toISOString();
  return depuis !== null && iso < depuis ? refuser('chronologie-rompue', { champ: 'recuLe' }) : { accepte: true, iso, date };
}
