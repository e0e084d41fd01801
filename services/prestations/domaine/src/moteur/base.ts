import type { CodeRefus } from './refus';
import type { Decision } from '@sm/kernel';

/** Procedures of the service: each has a life cycle of its own over the same kit and the same shell. */
export const PROCEDURES = ['ald', 'arret', 'atmp'] as const;
export type CodeProcedure = (typeof PROCEDURES)[number];

/** Versions a decision was founded on, kept with it. */
export interface Versions {
  readonly regle: string;
  readonly organisation: string;
  readonly nomenclature: string;
}

export interface Praticien {
  readonly acteurId: string;
  readonly rpps: string | null;
}

/** Written delegation under which an avis was signed, as it stood. */
export interface SousDelegation {
  readonly id: string;
  readonly version: number;
  readonly delegant: string;
}

/** Why a practitioner was chosen: figures of the choice, never another person's dossier. */
export interface ExplicationAffectation {
  readonly mode: 'automatique' | 'designation';
  readonly candidats: number;
  readonly ecartes: number;
  /** Open dossiers of the chosen one, and per unit of working time. */
  readonly charge: number;
  readonly chargePonderee: number;
}

/** Remedy named by the notice; without it the delay does not run (R.142-1-A III CSS). */
export interface VoieDeRecours {
  readonly instance: 'cmra' | 'cra' | 'expertise';
  readonly delaiMois: number;
  readonly article: string;
}

/** What every procedure keeps of what was asked. Nothing medical. */
export interface DemandeBase {
  readonly id: string;
  readonly procedure: CodeProcedure;
  /** External identity of the request: (source, numero). */
  readonly source: string;
  readonly numero: string;
  /** Person in the directory; null while the NIR is not resolved. */
  readonly personneId: string | null;
  readonly caisse: string;
  readonly uniteOrigine: number;
  /** Instant of reception (not of entry), ISO UTC, and its local day. */
  readonly recuLe: string;
  readonly jourRecu: string;
  /** Version of the rule in force on the day of reception: kept for the life of the dossier. */
  readonly regle: string;
  readonly repris: boolean;
}

export interface EtatBase {
  readonly statut: string;
  readonly demande: DemandeBase;
  readonly uniteEnCharge: number;
}

export interface NoteBase {
  readonly nature: string;
  /** Version of what the note explains, or rank of the note in its nature. */
  readonly rang: number;
  readonly texte: string;
}

/** Sealed by the shell; never in a row in clear, a log, an error or a public message. */
export interface MedicalBase {
  readonly demande: object;
  readonly notes: readonly NoteBase[];
}

export interface DossierBase {
  readonly etat: EtatBase;
  readonly medical: MedicalBase;
}

export interface CommandeBase {
  readonly type: string;
  readonly prive: object;
  readonly medical?: object | null;
}

export interface EvenementBase {
  readonly type: string;
  readonly survenuLe: string;
  readonly par: string;
  readonly repris: boolean;
  readonly prive: object;
  readonly medical: object | null;
}

export type VerdictBase = Decision<EvenementBase, CodeRefus>;

/** Columns that SQL filters or sorts on; nothing medical. */
export interface Resume {
  readonly statut: string;
  readonly uniteEnCharge: number;
  readonly personneId: string | null;
  readonly praticien: string | null;
  /** The practitioner has it in hand: it counts in their load. */
  readonly enMain: boolean;
  readonly nature: string;
  readonly canal: string;
  readonly regime: string | null;
  readonly jourRecu: string;
  readonly completLe: string | null;
  /** Local day from which the avis is late; null once it is given, or where no level of service holds. */
  readonly retardLe: string | null;
  readonly jourAvis: string | null;
  readonly finExoneration: string | null;
}
