import { Type } from 'class-transformer';
import { PageDemandee } from '@sm/platform';
import type { CodeRole } from '@sm/kernel';
import { ArrayMaxSize, IsArray, IsIn, IsNumber, IsOptional, IsString, IsUUID, Length, Matches, MaxLength, Max, Min, ValidateNested } from 'class-validator';
import { CODE_UNITE, EstJour } from './jour.dto';
import { ACTIVITES, ROLES_AFFECTABLES } from './regles-role';

export class HabilitationDemandee {
  @IsString() @Matches(/^[a-z][a-z0-9_-]{1,31}$/) readonly genre: string;
  @IsOptional() @IsString() @EstJour() readonly au?: string;
}

/** Opening of an assignment. */
export class AffectationDemandee {
  @IsString() @Matches(/^(agent|machine):[A-Za-z0-9._-]{1,64}$/) readonly acteur: string;
  @IsOptional() @IsString() @Length(1, 120) readonly nom?: string;
  @IsOptional() @IsString() @Length(1, 120) readonly prenom?: string;
  @IsOptional() @IsIn(['praticien', 'administratif']) readonly categorie?: 'praticien' | 'administratif';
  @IsOptional() @IsString() @Matches(/^[a-z][a-z-]{1,60}$/) readonly profession?: string;
  @IsOptional() @IsString() @Matches(/^[0-9]{11}$/) readonly rpps?: string;
  @IsOptional() @IsString() @Length(1, 120) readonly emploi?: string;
  @IsOptional() @IsString() @Length(1, 120) readonly employeur?: string;
  @IsString() @Matches(CODE_UNITE) readonly unite: string;
  @IsIn(ROLES_AFFECTABLES) readonly role: CodeRole;
  @IsIn(ACTIVITES) readonly activite: string;
  @IsNumber({ maxDecimalPlaces: 3 }) @Min(0.001) @Max(1) readonly quotite: number;
  @IsString() @EstJour() readonly du: string;
  @IsOptional() @IsString() @EstJour() readonly au?: string;
  @IsOptional() @IsArray() @ArrayMaxSize(30) @ValidateNested({ each: true }) @Type(() => HabilitationDemandee) readonly habilitations?: HabilitationDemandee[];
}

export class ClotureDemandee {
  /** Last day of the assignment. */
  @IsString() @EstJour() readonly au: string;
}

export class AffectationId {
  @IsUUID() readonly id: string;
}

export class AffectationsDemandees extends PageDemandee {
  @IsOptional() @IsString() @Matches(CODE_UNITE) readonly unite?: string;
  @IsOptional() @IsString() @MaxLength(80) @Matches(/^(agent|machine):[A-Za-z0-9._-]{1,64}$/) readonly acteur?: string;
  @IsOptional() @IsString() @EstJour() readonly jour?: string;
}
