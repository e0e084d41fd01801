import { PROCEDURES, type CodeProcedure } from '@sm/prestations-domaine';
import { EntierDeRequete, PageDemandee } from '@sm/platform';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { MOTEURS } from './procedures';

const CODE = /^[a-z][a-z0-9_]{0,39}$/;
const STATUTS = [...new Set(Object.values(MOTEURS).flatMap(({ statuts }) => statuts))];
const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;

/** Why somebody who is not in charge opens a medical record. A closed list: a free text would ride in the address and could be medical. */
export const MOTIFS_LECTURE = ['encadrement', 'preparation', 'second_avis', 'remplacement', 'recours', 'droit_acces', 'qualite'] as const;
export type MotifLecture = (typeof MOTIFS_LECTURE)[number];

export class ListeDemandee extends PageDemandee {
  @IsOptional() @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value : [value])) @IsArray() @ArrayMaxSize(STATUTS.length) @IsIn(STATUTS, { each: true })
  readonly statut?: string[];

  @IsOptional() @IsIn(PROCEDURES) readonly procedure?: CodeProcedure;

  /** `moi`, or an agent. */
  @IsOptional() @IsString() @MaxLength(80) @Matches(/^(?:moi|agent:[A-Za-z0-9._-]{1,64})$/)
  readonly praticien?: string;

  @IsOptional() @IsString() @Matches(CODE) readonly nature?: string;
  @IsOptional() @IsString() @Matches(CODE) readonly canal?: string;

  /** `oui`: only those whose service level has passed; `non`: only the others. */
  @IsOptional() @IsIn(['oui', 'non']) readonly retard?: 'oui' | 'non';
  @IsOptional() @IsUUID() readonly personne?: string;
  @IsOptional() @IsString() @Matches(UNITE) readonly unite?: string;
}

export class LectureMedicale {
  @IsOptional() @IsIn(MOTIFS_LECTURE) readonly motif?: MotifLecture;
}

export class ResumeDemande {
  /** Days ahead in which a clock is soon due. */
  @EntierDeRequete(1, 366) readonly horizon: number = 30;
}

export class ReaffectationDemandee {
  /** Days ahead in which a dossier that becomes late is urgent. */
  @EntierDeRequete(0, 90) readonly horizon: number = 7;
  @EntierDeRequete(1, 500) readonly limite: number = 200;
}

export class ChargeDemandee {
  @IsOptional() @IsString() @Matches(UNITE) readonly unite?: string;
}

export class RepartitionDemandee extends ChargeDemandee {
  @IsInt() @Min(1) @Max(500) readonly limite: number = 200;
}
