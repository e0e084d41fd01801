import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import { Variable } from './variables';

const urlDe = (valeur: unknown, protocoles: readonly string[]): boolean =>
  typeof valeur === 'string' && URL.canParse(valeur) && protocoles.includes(new URL(valeur).protocol);

/** The value is an absolute URL with one of these protocols (`https:`…). */
export const EstUrl = (...protocoles: string[]): PropertyDecorator =>
  ValidateBy({
    name: 'estUrl',
    validator: {
      validate: (valeur) => urlDe(valeur, protocoles),
      defaultMessage: () => `adresse attendue, commençant par ${protocoles.map((p) => `${p}//`).join(' ou ')}`,
    },
  });

const PORT = { message: 'entier attendu, de 0 à 65535 (0 : port libre)' };
const TEXTE = { message: 'texte attendu, de 1 à 253 caractères' };

/** Where the service listens; port 0 takes a free one. */
export class ConfigHttp {
  @Variable('SM_PORT') @IsInt(PORT) @Min(0, PORT) @Max(65535, PORT)
  readonly port: number = 0;

  @Variable('SM_HOTE') @IsString(TEXTE) @Length(1, 253, TEXTE)
  readonly hote: string = '127.0.0.1';
}

/** The database of the service: its login at run time, and the owner's one for migrations when it differs. */
export class ConfigBase {
  @Variable('SM_URL_BASE') @EstUrl('postgres:', 'postgresql:')
  readonly url: string;

  @Variable('SM_URL_BASE_PROPRIETAIRE') @IsOptional() @EstUrl('postgres:', 'postgresql:')
  readonly urlProprietaire?: string;
}

const CLIENT = { message: 'SM_CLIENT_ID et SM_CLIENT_SECRET vont ensemble' };
const clientDonne = (config: ConfigIdentite): boolean => config.clientId !== undefined || config.clientSecret !== undefined;

/** Who issues the tokens this service accepts; client credentials only for services that call others. */
export class ConfigIdentite {
  @Variable('SM_ISSUER') @EstUrl('https:', 'http:')
  readonly issuer: string;

  @Variable('SM_AUDIENCE') @IsString(TEXTE) @Length(1, 253, TEXTE)
  readonly audience: string = 'urn:sm:api';

  @Variable('SM_JWKS_URL') @EstUrl('https:', 'http:')
  readonly jwksUrl: string;

  @Variable('SM_CLIENT_ID') @ValidateIf(clientDonne) @IsString(CLIENT)
  readonly clientId?: string;

  @Variable('SM_CLIENT_SECRET') @ValidateIf(clientDonne) @IsString(CLIENT)
  readonly clientSecret?: string;
}

export const NIVEAUX_JOURNAL = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type NiveauJournal = (typeof NIVEAUX_JOURNAL)[number];

export class ConfigJournaux {
  @Variable('SM_NIVEAU_JOURNAL') @IsIn(NIVEAUX_JOURNAL, { message: `un de : ${NIVEAUX_JOURNAL.join(', ')}` })
  readonly niveau: NiveauJournal = 'info';
}
