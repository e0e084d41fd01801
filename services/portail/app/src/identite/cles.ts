import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets of the development identity provider, made at first start and kept so that a restart changes no key. */
export interface ClesIdentite {
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly cookies: readonly string[];
  readonly secretPortail: string;
}

function creer(): ClesIdentite {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: randomBytes(9).toString('base64url') };
  return { jwk, cookies: [randomBytes(32).toString('base64url')], secretPortail: randomBytes(32).toString('base64url') };
}

function lire(fichier: string): ClesIdentite {
  const illisible = new Error('portail : le fichier des clés (identite.json du répertoire etat) est illisible ; supprimez-le pour en créer un autre');
  try {
    const lu = JSON.parse(readFileSync(fichier, 'utf8')) as Partial<ClesIdentite>;
    if (lu.jwk?.['d'] === undefined || !lu.cookies?.[0] || !lu.secretPortail) throw illisible;
    return { jwk: lu.jwk, cookies: lu.cookies, secretPortail: lu.secretPortail };
  } catch {
    throw illisible;
  }
}

/** Reads the keys of `etat`, or makes them there: file 0600 in a directory 0700, replaced in one move. Throws when the file is damaged. */
export function chargerCles(etat: string): ClesIdentite {
  mkdirSync(etat, { recursive: true, mode: 0o700 });
  const fichier = join(etat, 'identite.json');
  if (existsSync(fichier)) {
    chmodSync(fichier, 0o600);
    return lire(fichier);
  }
  const cles = creer();
  const provisoire = `${fichier}.${process.pid}`;
  writeFileSync(provisoire, JSON.stringify(cles), { mode: 0o600 });
  renameSync(provisoire, fichier);
  return cles;
}
