import { EntierDeRequete, PageDemandee } from '@sm/platform';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';

const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;
/** Nature of a clock under its procedure, as `ald.recours`. */
const NATURE = /^[a-z][a-z0-9]{0,15}\.[a-z][a-z0-9_]{0,47}$/;
const PROPRIETAIRE = /^[a-z][a-z_]{0,31}$/;
const GENRES = ['acte', 'presomption'] as const;

export class EcheancesDemandees extends PageDemandee {
  /** Local days ahead, the last one included; 0: what falls due today, and what is late. */
  @EntierDeRequete(0, 400) readonly horizon: number = 30;
  @IsOptional() @IsString() @Matches(NATURE) readonly nature?: string;
  @IsOptional() @IsString() @Matches(PROPRIETAIRE) readonly proprietaire?: string;
  @IsOptional() @IsIn(GENRES) readonly genre?: (typeof GENRES)[number];
  @IsOptional() @IsString() @Matches(UNITE) readonly unite?: string;
}

export class PrevisionDemandee {
  @EntierDeRequete(0, 400) readonly horizon: number = 30;
  @IsOptional() @IsString() @Matches(UNITE) readonly unite?: string;
}
