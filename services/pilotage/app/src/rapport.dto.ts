import { IsIn, IsOptional, Matches } from 'class-validator';
import { EntierDeRequete } from '@sm/platform';

export const FORMATS = ['json', 'csv', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export class CheminRapport {
  @Matches(/^[A-Z0-9-]{2,32}$/)
  unite: string;

  @EntierDeRequete(1945, 2100)
  annee: number;
}

export class DemandeFormat {
  @IsOptional()
  @IsIn(FORMATS)
  format?: Format;
}

export class DemandeAgregats extends DemandeFormat {
  @EntierDeRequete(1945, 2100)
  annee: number;

  @IsIn(['nationale', 'regionale', 'locale'])
  niveau: 'nationale' | 'regionale' | 'locale';

  @IsOptional()
  @IsIn(['epoque'])
  perimetre?: 'epoque';
}

export class DemandeSerie {
  @Matches(/^[A-Z]{2,4}-[0-9]{2,3}(-[0-9]{2})?$/)
  indicateur: string;

  @Matches(/^[A-Z0-9-]{2,32}$/)
  unite: string;

  @Matches(/^(19|20)\d\d-\d\d-\d\d$/)
  du: string;

  @Matches(/^(19|20)\d\d-\d\d-\d\d$/)
  au: string;
}
