import type { Lieu } from './convocation';
import type { ModeEnvoi, ModeRendezVous, MotifAnnulationConvocation, MotifExcuse, MotifReport, NatureEcheanceConvocation } from './vocabulaire';

type SansContenu = Readonly<Record<string, never>>;

interface C<T extends string, P = SansContenu> {
  readonly type: T;
  readonly prive: P;
}

export type CommandeConvocation =
  | C<'PreparerConvocation', { readonly dossierId: string; readonly creneau: string }>
  | C<'EmettreConvocation'>
  | C<'EnregistrerPreuveEnvoi', { readonly mode: ModeEnvoi; readonly jour: string; readonly numeroSuivi: string | null }>
  /** Instants are ISO with zone. */
  | C<'EnregistrerPresence', { readonly arriveeLe: string; readonly debutLe: string; readonly finLe: string; readonly mode: ModeRendezVous }>
  | C<'ConstaterAbsence'>
  /** `pieces`: how many documents came; none is kept here. */
  | C<'ExcuserAbsence', { readonly motif: MotifExcuse; readonly pieces: number }>
  | C<'ReporterConvocation', { readonly creneau: string; readonly motif: MotifReport }>
  | C<'RetirerRendezVous'>
  | C<'AnnulerConvocation', { readonly motif: MotifAnnulationConvocation }>
  | C<'SignalerEcheanceConvocation', { readonly nature: NatureEcheanceConvocation }>;

export type TypeCommandeConvocation = CommandeConvocation['type'];
export type CommandeConvocationDe<T extends TypeCommandeConvocation> = Extract<CommandeConvocation, { readonly type: T }>;

/** A slot to open. */
export interface CreneauDemande {
  readonly unite: number;
  readonly praticien: string;
  readonly lieu: Lieu;
  readonly mode: ModeRendezVous;
  /** Local day and time (`HH:MM`) at the unit. */
  readonly jour: string;
  readonly heure: string;
  readonly dureeMinutes: number;
}
