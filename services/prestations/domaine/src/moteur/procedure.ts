import type { Action } from '@sm/kernel';
import type { CodesMedicaux } from '@sm/nomenclatures';
import type { Faits } from './faits';
import type { CodeProcedure, CommandeBase, DossierBase, EtatBase, EvenementBase, MedicalBase, Resume, VerdictBase } from './base';
import type { RoleActeur } from './cycle';
import type { HorlogeBase } from './horloges';
import type { FaitsReprise, HistoireBase, LigneBase, Reprise, Resolution } from './intake';
import type { Validation } from './lecture';

/** Where a notice may be seen by the caisse, which learns nothing of how an avis is made (processes.md §2.2). */
export interface VueCaisse {
  /** Statuses of an instruction, which are one for the caisse, and the one it is shown. */
  readonly statutsInstruction: readonly string[];
  readonly statutMontre: string;
  /** Types of events whose existence the caisse may know. */
  readonly actes: ReadonlySet<string>;
  /** Administrative conclusion only: never an author, a reason, a document. */
  voir(etat: EtatBase): object;
}

/** How lines of a file, or a new request by the API, become dossiers. */
export interface Intake {
  /** Checks one raw new request (a CSV line as an object of texts, or an NDJSON object). Total on any JSON value. */
  validerDemande(brut: unknown): Validation<LigneBase>;
  /** Checks one raw history. Total on any JSON value. */
  validerReprise(brut: unknown): Validation<HistoireBase>;
  /** Command that registers a checked line. */
  ouverture(ligne: LigneBase, resolution: Resolution): CommandeBase;
  /** What the system does at once with a new dossier, as its completeness check; null when nothing. */
  readonly apresOuverture: CommandeBase | null;
  /** Replays a dossier's whole dated history through the decider, each act's date as now. */
  reprendre(ligne: HistoireBase, faits: FaitsReprise): Reprise;
}

/**
 * One procedure as the shell uses it. Written with method signatures so that each procedure keeps its own closed types inside.
 * The shell never mixes procedures: it takes the one that the row names.
 */
export interface Moteur {
  readonly procedure: CodeProcedure;
  readonly statuts: readonly string[];
  readonly commandes: readonly string[];
  /** Commands that choose a practitioner: only they need the loads. */
  readonly choisissent: ReadonlySet<string>;
  /** Commands that speak of an appointment: only they are told of the convocation of the dossier. */
  readonly convoquent: ReadonlySet<string>;
  readonly naturesEcheance: readonly string[];
  readonly caisse: VueCaisse;
  actionsDe(type: string): readonly Action[];
  rolesDe(type: string): ReadonlySet<RoleActeur>;
  commandesPossibles(etat: EtatBase | null, roles: readonly RoleActeur[]): readonly string[];
  decider(commande: CommandeBase, dossier: DossierBase | null, faits: Faits): VerdictBase;
  appliquer(dossier: DossierBase | null, evenement: EvenementBase): DossierBase;
  horlogesApres(etat: EtatBase): readonly HorlogeBase[];
  /** Command that the expiry of a clock issues. */
  echoir(nature: string): CommandeBase;
  resumer(etat: EtatBase): Resume;
  /** Codes of a medical content, by which it is known to be sensitive; medical as it is. */
  codes(medical: MedicalBase): CodesMedicaux;
  diagramme(): string;
  readonly intake: Intake;
}

/** Folds a whole journal, oldest first; null when it is empty. */
export const replierAvec = (moteur: Pick<Moteur, 'appliquer'>, evenements: readonly EvenementBase[]): DossierBase | null =>
  evenements.reduce<DossierBase | null>((dossier, evenement) => moteur.appliquer(dossier, evenement), null);
