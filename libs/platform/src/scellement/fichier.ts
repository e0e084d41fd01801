import { createHash, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { versionDe, type CleEnveloppee, type PorteCle } from './porte';
import { ouvrirAvec, scellerAvec } from './sceau';

const NOM = 'fichier';
const HEX = /^[0-9a-f]{64}$/i;

/** Versions of the key-encryption key in hexadecimal; one is current, the others only read. */
export interface TrousseauMaitre {
  readonly courante: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** Reads the content of a key file: a single key in hexadecimal (version 1), or JSON with versions. @throws Error, never quoting the content */
export function lireTrousseauMaitre(texte: string): TrousseauMaitre {
  const net = texte.trim();
  if (HEX.test(net)) return { courante: 1, versions: { 1: net } };
  let lu: Partial<TrousseauMaitre> | null = null;
  try {
    lu = JSON.parse(net) as Partial<TrousseauMaitre> | null;
  } catch {
    // Said below, without the cause: it would quote the content.
  }
  const versions = lu?.versions;
  const justes = typeof versions === 'object' && versions !== null && Object.entries(versions).every(([n, hex]) => /^[1-9]\d{0,8}$/.test(n) && HEX.test(hex));
  if (!justes || !lu?.courante || !Object.hasOwn(versions, String(lu.courante))) throw new Error('la clé maître doit faire 32 octets en hexadécimal, ou être un trousseau de versions');
  return { courante: lu.courante, versions };
}

/** The same with a new current version. */
export function ajouterVersion({ versions }: TrousseauMaitre): TrousseauMaitre {
  const courante = Math.max(...Object.keys(versions).map(Number)) + 1;
  return { courante, versions: { ...versions, [courante]: randomBytes(32).toString('hex') } };
}

/** Name by which people tell one set of keys from another; says nothing of the keys. */
export const identiteTrousseau = (t: TrousseauMaitre): string =>
  createHash('sha256').update('sm|identite-maitre|').update(JSON.stringify(Object.entries(t.versions).map(([n, hex]) => [n, hex.toLowerCase()]))).digest('hex').slice(0, 16);

function synchroniser(chemin: string): void {
  const fd = openSync(chemin, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** All or nothing, on the disk before it returns, readable by its account alone. */
export function ecrireTrousseauMaitre(fichier: string, t: TrousseauMaitre): void {
  writeFileSync(`${fichier}.neuf`, `${JSON.stringify(t, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${fichier}.neuf`, 0o600);
  synchroniser(`${fichier}.neuf`);
  renameSync(`${fichier}.neuf`, fichier);
  synchroniser(dirname(fichier));
}

const cleDe = (hex: string): KeyObject => createSecretKey(Buffer.from(hex, 'hex'));

/** Keys held in this process. */
class PorteLocale implements PorteCle {
  readonly nom = NOM;

  constructor(protected readonly lire: () => TrousseauMaitre) {}

  async courante(): Promise<string> {
    return `${NOM}:${this.lire().courante}`;
  }

  async envelopper(aad: string, clair: Uint8Array): Promise<CleEnveloppee> {
    const t = this.lire();
    return { cle: `${NOM}:${t.courante}`, octets: scellerAvec(cleDe(t.versions[t.courante]!), aad, clair) };
  }

  async developper(aad: string, { cle, octets }: CleEnveloppee): Promise<Buffer> {
    const hex = this.lire().versions[versionDe(NOM, cle)];
    if (hex === undefined) throw new Error('cle-maitre-inconnue');
    return ouvrirAvec(cleDe(hex), aad, octets);
  }

  async heritage(contexte: string): Promise<Buffer | null> {
    const hex = this.lire().versions['1'];
    return hex === undefined ? null : Buffer.from(hkdfSync('sha256', cleDe(hex), Buffer.alloc(0), `sm|${contexte}`, 32));
  }
}

/** A single key, version 1 of a file that is not there. */
export function cleDepuisHex(hex: string): PorteCle {
  const t = lireTrousseauMaitre(hex);
  return new PorteLocale(() => t);
}

/** Reads the file again when it changes, so that a version added by the operator needs no restart. @throws Error `fichier-trop-ouvert` when others than its account may read it */
export function cleDepuisFichier(fichier: string, o: { readonly modeLibre?: boolean } = {}): PorteCle {
  let connu: { readonly date: number; readonly t: TrousseauMaitre } | undefined;
  const lire = (): TrousseauMaitre => {
    const { mtimeMs, mode, ino } = statSync(fichier);
    if (!o.modeLibre && mode & 0o077) throw new Error('fichier-trop-ouvert');
    const date = mtimeMs + ino;
    if (connu?.date !== date) connu = { date, t: lireTrousseauMaitre(readFileSync(fichier, 'utf8')) };
    return connu.t;
  };
  lire();
  return new PorteLocale(lire);
}
