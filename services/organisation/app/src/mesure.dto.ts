import { ACTES_DELEGABLES, type ActeDelegable, type CodeRole } from '@sm/kernel';
import { PageDemandee } from '@sm/platform';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { CODE_UNITE, EstJour } from './jour.dto';
import { GENRES_OBJET, LIENS_CONFLIT, MOTIFS_ABSENCE, REFERENCE, type LienConflit, type MotifAbsence } from './mesure';
import { ACTIVITES, ROLES_AFFECTABLES } from './regles-role';

const AGENT = /^agent:[A-Za-z0-9._-]{1,64}$/;

/** Who, where, and from which day. */
class MesureDemandee {
  @IsString() @Matches(AGENT) readonly acteur: string;
  @IsString() @Matches(CODE_UNITE) readonly unite: string;
  @IsString() @EstJour() readonly du: string;
}

class MesureBornee extends MesureDemandee {
  /** Last day. */
  @IsString() @EstJour() readonly au: string;
  /** Number of the written act. */
  @IsString() @Matches(REFERENCE) readonly reference: string;
}

/** `acteur` lends acts of his own to `delegataire`. */
export class DelegationDemandee extends MesureBornee {
  @IsString() @Matches(AGENT) readonly delegataire: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(ACTES_DELEGABLES.length) @IsIn(ACTES_DELEGABLES, { each: true }) readonly actes: ActeDelegable[];
  /** Kinds of avis, when `avis.rendre` is lent. */
  @IsOptional() @IsArray() @ArrayMaxSize(30) @Matches(/^[a-z][a-z0-9_-]{1,31}$/, { each: true }) readonly genres?: string[];
}

/** `acteur` holds the role of `remplace` meanwhile. */
export class InterimDemande extends MesureBornee {
  @IsString() @Matches(AGENT) readonly remplace: string;
  @IsIn(ROLES_AFFECTABLES) readonly role: CodeRole;
  @IsIn(ACTIVITES) readonly activite: string;
  @IsNumber({ maxDecimalPlaces: 3 }) @Min(0.001) @Max(1) readonly quotite: number;
}

export class AbsenceDemandee extends MesureDemandee {
  @IsOptional() @IsString() @EstJour() readonly au?: string;
  @IsIn(MOTIFS_ABSENCE) readonly motif: MotifAbsence;
}

export class ConflitDemande extends MesureDemandee {
  @IsOptional() @IsString() @EstJour() readonly au?: string;
  @IsIn(LIENS_CONFLIT) readonly lien: LienConflit;
  @IsIn(GENRES_OBJET) readonly objet: (typeof GENRES_OBJET)[number];
  /** Person id of the directory, RPPS, FINESS, or code of a fund. */
  @IsString() @MaxLength(36) @Matches(/^[0-9A-Za-z-]{3,36}$/) readonly reference: string;
}

export class MesuresDemandees extends PageDemandee {
  @IsOptional() @IsString() @Matches(CODE_UNITE) readonly unite?: string;
  @IsOptional() @IsString() @MaxLength(80) @Matches(AGENT) readonly acteur?: string;
  @IsOptional() @IsString() @EstJour() readonly jour?: string;
}
