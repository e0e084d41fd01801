import { IsBoolean, IsOptional, IsString, Length, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { ErreurConfiguration } from '../config/charger-config';
import { Fragment, Variable } from '../config/variables';
import { cleDepuisFichier, cleDepuisHex } from './fichier';
import { PorteKms } from './kms';
import { PorteMultiple, type PorteCle } from './porte';
import { PorteVault } from './vault';

const CLE = { message: 'clé attendue, de 32 octets en hexadécimal' };
const CHEMIN = { message: 'chemin attendu' };
const TEXTE = { message: 'texte attendu, de 1 à 2048 caractères' };
const NOM = { message: 'nom attendu, de lettres, chiffres, points, tirets, soulignés et barres' };
const COMPTE = { message: 'donnez SM_VAULT_JETON, ou SM_VAULT_ROLE et SM_VAULT_SECRET' };

const interieure = (url: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
/** Keys in clear cross this link: it is encrypted, unless it does not leave the machine. */
const SURE = ValidateBy({
  name: 'urlSure',
  validator: {
    validate: (v) => typeof v === 'string' && URL.canParse(v) && (new URL(v).protocol === 'https:' || (new URL(v).protocol === 'http:' && interieure(new URL(v)))),
    defaultMessage: () => 'adresse attendue, commençant par https:// (http:// sur cette machine seulement)',
  },
});

/** Key-encryption key kept by HashiCorp Vault. */
export class ConfigVault {
  @Variable('SM_VAULT_URL') @SURE
  readonly url: string;

  @Variable('SM_VAULT_CLE') @Matches(/^[\w.-]{1,120}$/, NOM)
  readonly cle: string;

  @Variable('SM_VAULT_MONTAGE') @Matches(/^[\w./-]{1,120}$/, NOM)
  readonly montage: string = 'transit';

  @Variable('SM_VAULT_JETON') @ValidateIf((c: ConfigVault) => c.role === undefined || c.jeton !== undefined) @IsString(COMPTE) @Length(1, 2048, COMPTE)
  readonly jeton?: string;

  @Variable('SM_VAULT_ROLE') @ValidateIf((c: ConfigVault) => c.secret !== undefined || c.role !== undefined) @IsString(COMPTE) @Length(1, 2048, COMPTE)
  readonly role?: string;

  @Variable('SM_VAULT_SECRET') @ValidateIf((c: ConfigVault) => c.role !== undefined) @IsString(COMPTE) @Length(1, 2048, COMPTE)
  readonly secret?: string;

  @Variable('SM_VAULT_ESPACE') @IsOptional() @Matches(/^[\w./-]{1,120}$/, NOM)
  readonly espace?: string;

  @Variable('SM_VAULT_DERIVEE') @IsBoolean({ message: 'oui ou non attendu' })
  readonly derivee: boolean = false;
}

/** Key-encryption key kept by a manager that speaks as AWS KMS. */
export class ConfigKms {
  @Variable('SM_KMS_URL') @SURE
  readonly url: string;

  @Variable('SM_KMS_CLE') @IsString(TEXTE) @Length(1, 2048, TEXTE)
  readonly cle: string;

  @Variable('SM_KMS_REGION') @Matches(/^[\w-]{1,60}$/, NOM)
  readonly region: string;

  @Variable('SM_KMS_ACCES') @IsString(TEXTE) @Length(1, 2048, TEXTE)
  readonly acces: string;

  @Variable('SM_KMS_SECRET') @IsString(TEXTE) @Length(1, 2048, TEXTE)
  readonly secret: string;
}

/** The key-encryption key: in a key manager; else in a file that only the account of the service can read; else, for development, in a variable. With several, the first wraps and all read. */
export class ConfigScellement {
  @Variable('SM_CLE_MAITRE') @ValidateIf((c: ConfigScellement) => c.cle !== undefined || !(c.fichier ?? c.vault ?? c.kms)) @Matches(/^[0-9a-f]{64}$/i, CLE)
  readonly cle?: string;

  @Variable('SM_CLE_MAITRE_FICHIER') @IsOptional() @IsString(CHEMIN) @Length(1, 4096, CHEMIN)
  readonly fichier?: string;

  @Variable('SM_CLE_MAITRE_MODE_LIBRE') @IsBoolean({ message: 'oui ou non attendu' })
  readonly modeLibre: boolean = false;

  @Fragment({ facultatif: true })
  readonly vault?: ConfigVault;

  @Fragment({ facultatif: true })
  readonly kms?: ConfigKms;
}

const refuser = (variable: string, regle: string): ErreurConfiguration => new ErreurConfiguration([{ variable, regle }]);

function porteFichier(fichier: string, modeLibre: boolean): PorteCle {
  try {
    return cleDepuisFichier(fichier, { modeLibre });
  } catch (e) {
    const ouvert = e instanceof Error && e.message === 'fichier-trop-ouvert';
    throw refuser('SM_CLE_MAITRE_FICHIER', ouvert ? 'fichier lisible par d’autres comptes : chmod 600 attendu (SM_CLE_MAITRE_MODE_LIBRE=oui dans un conteneur)' : 'fichier illisible, ou sans clé de 32 octets en hexadécimal');
  }
}

/** Port of the key-encryption key. @throws ErreurConfiguration naming the variable, never the key */
export function cleMaitreDe({ cle, fichier, modeLibre, vault, kms }: ConfigScellement): PorteCle {
  const portes: PorteCle[] = [];
  if (vault) portes.push(new PorteVault({ ...vault, role: vault.role === undefined ? undefined : { id: vault.role, secret: vault.secret! } }));
  if (kms) portes.push(new PorteKms(kms));
  if (fichier !== undefined) portes.push(porteFichier(fichier, modeLibre));
  else if (cle !== undefined) portes.push(cleDepuisHex(cle));
  const [premiere, ...autres] = portes;
  if (!premiere) throw refuser('SM_CLE_MAITRE', CLE.message);
  return autres.length ? new PorteMultiple([premiere, ...autres]) : premiere;
}
