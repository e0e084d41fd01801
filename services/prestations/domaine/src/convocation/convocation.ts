import type { ConvocationConnue } from '../moteur/faits';
import type { CodeConsequence } from './regles';
import type {
  ModeEnvoi, ModeRendezVous, MotifAnnulationConvocation, MotifExcuse, MotifReport, ProcedureConvoquee, StatutConvocation,
} from './vocabulaire';

/** What never changes: which dossier, which person (an id of the directory), which unit. */
export interface Identite {
  readonly id: string;
  readonly dossierId: string;
  readonly procedure: ProcedureConvoquee;
  readonly personneId: string;
  readonly unite: number;
}

export interface Lieu {
  readonly site: string;
  /** Null where nobody comes. */
  readonly salle: string | null;
}

/** A slot as it was when taken. `jour` and `heure` are local to the département of its unit. */
export interface RendezVous {
  readonly creneau: string;
  readonly unite: number;
  readonly praticien: string;
  readonly lieu: Lieu;
  readonly mode: ModeRendezVous;
  readonly debut: string;
  readonly dureeMinutes: number;
  readonly jour: string;
  readonly heure: string;
}

/** Proof of dispatch: without it no absence is without reason (processes.md A2). */
export interface PreuveEnvoi {
  readonly mode: ModeEnvoi;
  readonly jour: string;
  readonly numeroSuivi: string | null;
}

/** One letter: what it said of the appointment, and the rule it was written under. */
export interface Lettre {
  readonly jour: string;
  readonly regle: string;
  readonly prevenanceJours: number;
  readonly rendezVous: RendezVous;
  readonly consequences: readonly CodeConsequence[];
  readonly preuve: PreuveEnvoi | null;
}

export interface Report {
  readonly motif: MotifReport;
  readonly jour: string;
  /** The appointment given up; null when its slot had already been withdrawn. */
  readonly rendezVous: RendezVous | null;
}

export interface Presence {
  readonly arriveeLe: string;
  readonly debutLe: string;
  readonly finLe: string;
  readonly mode: ModeRendezVous;
  readonly jour: string;
}

export interface Absence {
  /** Local day of the appointment missed, and of the record. */
  readonly jour: string;
  readonly constateeLe: string;
  /** Last local day on which the person may justify it. */
  readonly justifierAvant: string;
  /** Local day from which it was presumed without reason; kept when a late justification withdraws the presumption. */
  readonly presumeeLe: string | null;
}

export interface Excuse {
  readonly motif: MotifExcuse;
  readonly pieces: number;
  readonly jour: string;
  /** The person said so before the appointment: its slot is free again. */
  readonly prevenue: boolean;
}

interface Base<S extends StatutConvocation> {
  readonly statut: S;
  readonly convocation: Identite;
  /** Letters and postponements, oldest first. */
  readonly lettres: readonly Lettre[];
  readonly reports: readonly Report[];
}

interface Convoquee<S extends StatutConvocation> extends Base<S> {
  readonly rendezVous: RendezVous;
}

export type Preparee = Convoquee<'preparee'>;
export type Emise = Convoquee<'emise'>;
/** A new letter is due; without slot while none replaces the one withdrawn. */
export type Reportee = Base<'reportee'> & { readonly rendezVous: RendezVous | null };
export type AbsenceAJustifier = Convoquee<'absence_constatee'> & { readonly absence: Absence };
export type Honoree = Convoquee<'honoree'> & { readonly presence: Presence };
export type AbsenteExcusee = Convoquee<'absente_excusee'> & { readonly excuse: Excuse; readonly absence: Absence | null };
export type AbsenteInjustifiee = Convoquee<'absente_injustifiee'> & { readonly absence: Absence };
export type ConvocationAnnulee = Base<'annulee'> & { readonly rendezVous: RendezVous | null; readonly motif: MotifAnnulationConvocation };

/** State of a convocation: administrative only; what the examination found belongs to the dossier. */
export type EtatConvocation = Preparee | Emise | Reportee | AbsenceAJustifier | Honoree | AbsenteExcusee | AbsenteInjustifiee | ConvocationAnnulee;

/** The letter in force, or null before the first one. */
export const derniereLettre = (etat: EtatConvocation): Lettre | null => etat.lettres.at(-1) ?? null;

/** Slot that this convocation keeps from the others, or null. */
export function creneauOccupe(etat: EtatConvocation): string | null {
  if (etat.rendezVous === null || etat.statut === 'annulee') return null;
  return etat.statut === 'absente_excusee' && etat.excuse.prevenue ? null : etat.rendezVous.creneau;
}

/** What a procedure needs of the last convocation of its dossier. */
export interface ConvocationDuDossier extends ConvocationConnue {
  readonly statut: StatutConvocation;
  readonly mode: ModeRendezVous | null;
}

export function convocationDuDossier(etat: EtatConvocation): ConvocationDuDossier {
  const lettre = derniereLettre(etat);
  const preuveEnvoi = lettre !== null && lettre.preuve !== null && lettre.rendezVous.creneau === etat.rendezVous?.creneau;
  const { mode, jour } = etat.statut === 'honoree' ? etat.presence : (etat.rendezVous ?? { mode: null, jour: null });
  return { statut: etat.statut, mode, jour, preuveEnvoi };
}

/** All that the caisse may know, since a suspension may follow (processes.md §2.2, A2). */
export type SuiviCaisse = 'aucune' | 'convocation_en_cours' | 'absence_injustifiee';

export function suiviCaisse(etat: EtatConvocation | null): SuiviCaisse {
  if (etat === null) return 'aucune';
  if (etat.statut === 'absente_injustifiee') return 'absence_injustifiee';
  return etat.statut === 'emise' || etat.statut === 'reportee' || etat.statut === 'absence_constatee' ? 'convocation_en_cours' : 'aucune';
}
