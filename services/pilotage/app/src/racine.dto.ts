import { IsOptional, Matches } from 'class-validator';
import { EntierDeRequete } from '@sm/platform';

export class DemandeRacines {
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,63}$/)
  source: string;

  @EntierDeRequete(1, 2 ** 31 - 1)
  unite: number;

  /** Last rank already read. */
  @IsOptional() @EntierDeRequete(0, Number.MAX_SAFE_INTEGER)
  apres?: number;
}
