import type { Absence, Excuse, Identite, Lettre, Presence, PreuveEnvoi, RendezVous } from './convocation';
import type { MotifAnnulationConvocation, MotifReport } from './vocabulaire';

type SansContenu = Readonly<Record<string, never>>;

/** One fact of a convocation; nothing medical is ever in it. */
interface E<T extends string, P = SansContenu> {
  readonly type: T;
  /** Instant of the act, ISO UTC. */
  readonly survenuLe: string;
  readonly par: string;
  readonly prive: P;
}

export type EvenementConvocation =
  | E<'ConvocationPreparee', { readonly convocation: Identite; readonly rendezVous: RendezVous }>
  | E<'ConvocationEmise', { readonly lettre: Lettre }>
  | E<'PreuveEnvoiEnregistree', { readonly preuve: PreuveEnvoi }>
  | E<'PersonneExaminee', { readonly presence: Presence }>
  | E<'AbsenceConstatee', { readonly absence: Absence }>
  | E<'AbsenceExcusee', { readonly excuse: Excuse }>
  /** Presumption at the expiry of the delay given to the person, who owns that clock. */
  | E<'AbsencePresumeeInjustifiee', { readonly presumeeLe: string }>
  | E<'ConvocationReportee', { readonly rendezVous: RendezVous; readonly motif: MotifReport; readonly jour: string }>
  | E<'RendezVousRetire', { readonly jour: string }>
  | E<'ConvocationAnnulee', { readonly motif: MotifAnnulationConvocation }>;

export type TypeEvenementConvocation = EvenementConvocation['type'];
export type EvenementConvocationDe<T extends TypeEvenementConvocation> = Extract<EvenementConvocation, { readonly type: T }>;
