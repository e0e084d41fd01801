import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';

export class CleDemandee {
  /** Own NIR; with `naissance` and `rang`, the NIR of the adult who opens the right. */
  @IsString() @MaxLength(40)
  readonly nir: string;

  @IsOptional() @Matches(/^\d{4}-\d{2}-\d{2}$/)
  readonly naissance?: string;

  @IsOptional() @IsInt() @Min(1) @Max(99)
  readonly rang?: number;
}

export class ResolutionsDemandees {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(500) @IsInt({ each: true }) @Min(1, { each: true }) @Max(2_147_483_647, { each: true })
  readonly unites: number[];

  @IsArray() @ArrayMaxSize(2000) @ValidateNested({ each: true }) @Type(() => CleDemandee)
  readonly cles: CleDemandee[];
}

export class PersonneResolue {
  readonly id: string;
  readonly unite: number;
  readonly caisse: string;
  readonly departement: string;
  readonly medecinTraitant: string | null;
}

export class ResolutionsRendues {
  /** One answer a key, in order; null when nobody of these units bears it. */
  readonly personnes: readonly (PersonneResolue | null)[];
}
