import { readFileSync } from 'node:fs';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import { ClesRacine } from '../journal/racine';
import type { ReglageRacines } from '../journal/racines';
import { ConfigKafka } from '../log/kafka/config';
import { cleDepuisHex, type PorteCle } from '../scellement/scellement';
import { ErreurConfiguration } from './charger-config';
import { ConfigBase, ConfigHttp, ConfigIdentite, ConfigJournaux } from './fragments';
import { Fragment, Variable } from './variables';

const CLE = { message: 'clé attendue, de 32 octets en hexadécimal' };
const CHEMIN = { message: 'chemin attendu' };

/** The key-encryption key: in a variable, or better in a file that only the account of the service can read. */
export class ConfigScellement {
  @Variable('SM_CLE_MAITRE') @ValidateIf((c: ConfigScellement) => c.fichier === undefined) @Matches(/^[0-9a-f]{64}$/i, CLE)
  readonly cle?: string;

  @Variable('SM_CLE_MAITRE_FICHIER') @IsOptional() @IsString(CHEMIN) @Length(1, 4096, CHEMIN)
  readonly fichier?: string;
}

const PERIODE = { message: 'entier attendu, de 1 à 86400 (secondes)' };

/** The key that signs the roots of the chains; without it, none is signed. */
export class ConfigRacines {
  @Variable('SM_CLE_RACINE_FICHIER') @IsOptional() @IsString(CHEMIN) @Length(1, 4096, CHEMIN)
  readonly fichier?: string;

  @Variable('SM_RACINES_PERIODE_S') @IsInt(PERIODE) @Min(1, PERIODE) @Max(86_400, PERIODE)
  readonly periodeS: number = 300;
}

/** The text of a JSON object whose values are PostgreSQL addresses, read into a record; null when it is anything else. */
function adresses(texte: unknown): Record<string, string> | null {
  try {
    const lu: unknown = JSON.parse(String(texte));
    if (typeof lu !== 'object' || lu === null || Array.isArray(lu)) return null;
    return Object.values(lu).every((v) => typeof v === 'string' && /^postgres(ql)?:\/\//.test(v) && URL.canParse(v)) ? (lu as Record<string, string>) : null;
  } catch {
    return null;
  }
}

const SOURCES = ValidateBy({ name: 'sources', validator: { validate: (v) => adresses(v) !== null, defaultMessage: () => 'objet JSON attendu, de la forme {"service":"postgres://…"}' } });

/** The log that carries the events: the name of the slice, then brokers, or for the embedded log the databases it is read from. */
export class ConfigLog {
  @Variable('SM_TRANCHE') @Matches(/^[a-z][a-z0-9-]{0,39}$/, { message: 'nom attendu, en minuscules, chiffres et tirets' })
  readonly tranche: string = 'tranche';

  @Variable('SM_LOG_SOURCES') @IsOptional() @SOURCES
  readonly sources?: string;

  @Fragment({ facultatif: true })
  readonly kafka?: ConfigKafka;
}

/** What every service needs to start alone. */
export class ConfigProcessus {
  @Fragment() readonly http: ConfigHttp;
  @Fragment() readonly base: ConfigBase;
  @Fragment() readonly identite: ConfigIdentite;
  @Fragment() readonly journaux: ConfigJournaux;
  @Fragment() readonly scellement: ConfigScellement;
  @Fragment() readonly log: ConfigLog;
  @Fragment() readonly racines: ConfigRacines;
}

/** Reads the key-encryption key. @throws ErreurConfiguration naming the variable, never the key */
export function cleMaitreDe({ cle, fichier }: ConfigScellement): PorteCle {
  if (fichier === undefined) return cleDepuisHex(cle ?? '');
  try {
    return cleDepuisHex(readFileSync(fichier, 'utf8').trim());
  } catch {
    throw new ErreurConfiguration([{ variable: 'SM_CLE_MAITRE_FICHIER', regle: `fichier illisible, ou sans ${CLE.message.replace(' attendue', '')}` }]);
  }
}

/** How a service signs its roots, or nothing. @throws ErreurConfiguration naming the variable, never the key */
export function racinesDe({ racines: { fichier, periodeS }, log: { tranche } }: Pick<ConfigProcessus, 'racines' | 'log'>): ReglageRacines | undefined {
  if (fichier === undefined) return undefined;
  try {
    return { cles: ClesRacine.depuisPem(readFileSync(fichier, 'utf8')), tranche, periodeMs: periodeS * 1000 };
  } catch {
    throw new ErreurConfiguration([{ variable: 'SM_CLE_RACINE_FICHIER', regle: 'fichier illisible, ou sans clé privée Ed25519 en tête (PEM, PKCS #8)' }]);
  }
}

/** Addresses of the embedded log, by service. @throws ErreurConfiguration when no log is named */
export function sourcesDe({ sources }: ConfigLog): Record<string, string> {
  const lues = sources === undefined ? null : adresses(sources);
  if (!lues) throw new ErreurConfiguration([{ variable: 'SM_LOG_SOURCES', regle: 'donnez SM_KAFKA_COURTIERS, ou ici un objet JSON de la forme {"service":"postgres://…"}' }]);
  return lues;
}
