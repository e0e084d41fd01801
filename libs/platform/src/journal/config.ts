import { readFileSync } from 'node:fs';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { ErreurConfiguration } from '../config/charger-config';
import { Variable } from '../config/variables';
import { ClesRacine } from './racine';
import type { ReglageRacines } from './racines';

const CHEMIN = { message: 'chemin attendu' };
const PERIODE = { message: 'entier attendu, de 1 à 86400 (secondes)' };

/** The key that signs the roots of the chains; without it, none is signed. */
export class ConfigRacines {
  @Variable('SM_CLE_RACINE_FICHIER') @IsOptional() @IsString(CHEMIN) @Length(1, 4096, CHEMIN)
  readonly fichier?: string;

  @Variable('SM_RACINES_PERIODE_S') @IsInt(PERIODE) @Min(1, PERIODE) @Max(86_400, PERIODE)
  readonly periodeS: number = 300;
}

/** How a service signs its roots, or nothing. @throws ErreurConfiguration naming the variable, never the key */
export function racinesDe({ fichier, periodeS }: ConfigRacines, tranche: string): ReglageRacines | undefined {
  if (fichier === undefined) return undefined;
  try {
    return { cles: ClesRacine.depuisPem(readFileSync(fichier, 'utf8')), tranche, periodeMs: periodeS * 1000 };
  } catch {
    throw new ErreurConfiguration([{ variable: 'SM_CLE_RACINE_FICHIER', regle: 'fichier illisible, ou sans clé privée Ed25519 en tête (PEM, PKCS #8)' }]);
  }
}
