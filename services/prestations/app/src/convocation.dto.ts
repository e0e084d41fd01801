import {
  MODES_ENVOI, MODES_RENDEZ_VOUS, MOTIFS_ANNULATION_CONVOCATION, MOTIFS_EXCUSE, MOTIFS_REPORT, STATUTS_CONVOCATION,
  type ModeEnvoi, type ModeRendezVous, type MotifAnnulationConvocation, type MotifExcuse, type MotifReport, type StatutConvocation,
} from '@sm/prestations-domaine';
import { PageDemandee } from '@sm/platform';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, Min } from 'class-validator';
import { InstantZone, Jour } from './champs.dto';

export class ConvocationPreparee {
  @IsUUID() readonly dossier: string;
  @IsUUID() readonly creneau: string;
}

export class PreuveEnvoi {
  @IsIn(MODES_ENVOI) readonly mode: ModeEnvoi;
  /** Local day of dispatch. */
  @Jour() readonly jour: string;
  /** Number of the carrier, letters and digits only. */
  @IsOptional() @IsString() @Matches(/^[A-Z0-9]{6,30}$/) readonly numeroSuivi?: string;
}

export class PresenceConstatee {
  @InstantZone() readonly arriveeLe: string;
  @InstantZone() readonly debutLe: string;
  @InstantZone() readonly finLe: string;
  /** Mode actually used. */
  @IsIn(MODES_RENDEZ_VOUS) readonly mode: ModeRendezVous;
}

/** A code and a count: what the documents say belongs to the dossier. */
export class AbsenceExcusee {
  @IsIn(MOTIFS_EXCUSE) readonly motif: MotifExcuse;
  @IsOptional() @IsInt() @Min(0) @Max(50) readonly pieces?: number;
}

export class ReportDemande {
  @IsUUID() readonly creneau: string;
  @IsIn(MOTIFS_REPORT) readonly motif: MotifReport;
}

export class AnnulationConvocation {
  @IsIn(MOTIFS_ANNULATION_CONVOCATION) readonly motif: MotifAnnulationConvocation;
}

export class ConvocationsDemandees extends PageDemandee {
  @IsOptional() @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value : [value])) @IsArray() @ArrayMaxSize(STATUTS_CONVOCATION.length) @IsIn(STATUTS_CONVOCATION, { each: true })
  readonly statut?: StatutConvocation[];

  @IsOptional() @IsUUID() readonly dossier?: string;
  @IsOptional() @IsString() @Matches(/^(?:moi|agent:[A-Za-z0-9._-]{1,64})$/) readonly praticien?: string;
  @IsOptional() @IsString() @Matches(/^[A-Z0-9][A-Z0-9_-]{0,31}$/) readonly unite?: string;
}
