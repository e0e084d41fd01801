import { IsOptional, Matches, ValidateBy } from 'class-validator';
import { ConfigRacines } from '../journal/config';
import { ConfigKafka } from '../log/kafka/config';
import { ConfigScellement } from '../scellement/config';
import { ErreurConfiguration } from './charger-config';
import { ConfigBase, ConfigHttp, ConfigIdentite, ConfigJournaux } from './fragments';
import { Fragment, Variable } from './variables';

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

/** Addresses of the embedded log, by service. @throws ErreurConfiguration when no log is named */
export function sourcesDe({ sources }: ConfigLog): Record<string, string> {
  const lues = sources === undefined ? null : adresses(sources);
  if (!lues) throw new ErreurConfiguration([{ variable: 'SM_LOG_SOURCES', regle: 'donnez SM_KAFKA_COURTIERS, ou ici un objet JSON de la forme {"service":"postgres://…"}' }]);
  return lues;
}
