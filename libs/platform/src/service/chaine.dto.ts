import { ArrayMaxSize, IsHexadecimal, IsInt, IsISO8601, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import type { Rupture } from '../journal/maillons';

const RACINES_MAX = 2000;

/** A root as the level above exports it; binary values in hexadecimal. */
export class RacineDonnee {
  @IsString() @Length(1, 64) readonly source: string;
  @IsInt() @Min(1) @Max(2 ** 31 - 1) readonly unite: number;
  @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) readonly rang: number;
  @IsHexadecimal() @Length(64, 64) readonly h: string;
  @IsISO8601() readonly quand: string;
  @Matches(/^k[0-9a-f]{16}$/) readonly cle: string;
  @IsHexadecimal() @Length(128, 128) readonly signature: string;
}

export class RacinesDonnees {
  @ValidateNested({ each: true }) @Type(() => RacineDonnee) @ArrayMaxSize(RACINES_MAX)
  readonly racines: RacineDonnee[];
}

/** How many roots were of this service, and the first break of each unit. */
export interface BilanRacines {
  readonly comparees: number;
  readonly ruptures: readonly Rupture[];
}
