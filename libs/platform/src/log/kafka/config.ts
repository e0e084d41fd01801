import { readFileSync } from 'node:fs';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { Variable } from '../../config/variables';

export const MECANISMES_SASL = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type MecanismeSasl = (typeof MECANISMES_SASL)[number];

const TEXTE = { message: 'texte attendu, de 1 à 1000 caractères' };
const ENTIER = { message: 'entier attendu, de 1 à 9' };
const SASL = { message: 'SM_KAFKA_SASL, SM_KAFKA_UTILISATEUR et SM_KAFKA_MOT_DE_PASSE vont ensemble' };
const MTLS = { message: 'SM_KAFKA_CERTIFICAT et SM_KAFKA_CLE vont ensemble' };
const avecSasl = (c: ConfigKafka): boolean => [c.sasl, c.utilisateur, c.motDePasse].some((v) => v !== undefined);
const avecCertificat = (c: ConfigKafka): boolean => c.certificat !== undefined || c.cle !== undefined;

/** Where the brokers are, and how this service proves who it is. Certificates are PEM files; the prefix begins topics and groups, so that ACLs can hold it to its own. */
export class ConfigKafka {
  @Variable('SM_KAFKA_COURTIERS') @Matches(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/, { message: 'adresses attendues, « hôte:port » séparées par des virgules' })
  readonly courtiers: string;

  @Variable('SM_KAFKA_PREFIXE') @IsOptional() @Matches(/^[a-z0-9][a-z0-9-]{0,39}\.$/, { message: 'préfixe attendu : minuscules, chiffres et tirets, fini par un point' })
  readonly prefixe?: string;

  @Variable('SM_KAFKA_REPLICATION') @IsInt(ENTIER) @Min(1, ENTIER) @Max(9, ENTIER)
  readonly replication: number = 1;

  @Variable('SM_KAFKA_AC') @IsOptional() @IsString(TEXTE) @Length(1, 1000, TEXTE)
  readonly ac?: string;

  @Variable('SM_KAFKA_CERTIFICAT') @ValidateIf(avecCertificat) @IsString(MTLS) @Length(1, 1000, MTLS)
  readonly certificat?: string;

  @Variable('SM_KAFKA_CLE') @ValidateIf(avecCertificat) @IsString(MTLS) @Length(1, 1000, MTLS)
  readonly cle?: string;

  @Variable('SM_KAFKA_SASL') @ValidateIf(avecSasl) @IsIn(MECANISMES_SASL, { message: `un de : ${MECANISMES_SASL.join(', ')}` })
  readonly sasl?: MecanismeSasl;

  @Variable('SM_KAFKA_UTILISATEUR') @ValidateIf(avecSasl) @IsString(SASL) @Length(1, 1000, SASL)
  readonly utilisateur?: string;

  @Variable('SM_KAFKA_MOT_DE_PASSE') @ValidateIf(avecSasl) @IsString(SASL) @Length(1, 1000, SASL)
  readonly motDePasse?: string;
}

export interface Securite {
  readonly ssl?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: { readonly mechanism: MecanismeSasl; readonly username: string; readonly password: string };
}

/** What the client is told of TLS and SASL. A password is never sent in clear: without TLS, SASL is refused. @throws Error (`kafka-sasl-sans-tls`), or a file's */
export function securiteDe(c: ConfigKafka): Securite {
  const lire = (fichier: string): string => readFileSync(fichier, 'utf8');
  const ssl = c.ac || c.certificat ? { ...(c.ac ? { ca: lire(c.ac) } : {}), ...(c.certificat && c.cle ? { cert: lire(c.certificat), key: lire(c.cle) } : {}) } : undefined;
  if (c.sasl && !ssl) throw Object.assign(new Error('SASL sans TLS : donnez SM_KAFKA_AC'), { code: 'kafka-sasl-sans-tls' });
  const sasl = c.sasl ? { mechanism: c.sasl, username: c.utilisateur!, password: c.motDePasse! } : undefined;
  return { ...(ssl ? { ssl } : {}), ...(sasl ? { sasl } : {}) };
}
