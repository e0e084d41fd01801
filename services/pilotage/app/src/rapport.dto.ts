import { IsIn, IsOptional, Matches } from 'class-validator';
import { PERIMETRES, type Perimetre } from '@sm/pilotage-domaine';
import { EntierDeRequete } from '@sm/platform';

export const FORMATS = ['json', 'csv', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** `interne`: by rights, whole. `diffusable`: what was published for outside. */
export const EDITIONS = ['interne', 'diffusable'] as const;
export type NomEdition = (typeof EDITIONS)[number];

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

export class CheminEdition {
  @EntierDeRequete(1945, 2100)
  annee: number;
}

export class DemandeRapport extends DemandeFormat {
  @IsOptional()
  @IsIn(EDITIONS)
  edition?: NomEdition;

  @IsOptional()
  @IsIn(PERIMETRES)
  perimetre?: Perimetre;

  /** Day of the map, with the perimeter `constant`. */
  @IsOptional()
  @Matches(/^(19|20)\d\d-\d\d-\d\d$/)
  carte?: string;
}

export class DemandeAgregats extends DemandeRapport {
  @EntierDeRequete(1945, 2100)
  annee: number;

  @IsIn(['nationale', 'regionale', 'locale'])
  niveau: 'nationale' | 'regionale' | 'locale';

  /** A month of the year; with the edition `diffusable` alone. */
  @IsOptional()
  @Matches(/^(19|20)\d\d-(0[1-9]|1[0-2])$/)
  mois?: string;
}

export class DemandeSerie {
  /** The edition `diffusable` has no series by the day. */
  @IsOptional()
  @IsIn(EDITIONS)
  edition?: NomEdition;

  @Matches(/^[A-Z]{2,4}-[0-9]{2,3}(-[0-9]{2})?$/)
  indicateur: string;

  @Matches(/^[A-Z0-9-]{2,32}$/)
  unite: string;

  @Matches(/^(19|20)\d\d-\d\d-\d\d$/)
  du: string;

  @Matches(/^(19|20)\d\d-\d\d-\d\d$/)
  au: string;
}
