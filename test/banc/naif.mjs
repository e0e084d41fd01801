import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transformSync } from '@swc/core';
import { connecter } from '../epreuves/base.mjs';

const ICI = dirname(fileURLToPath(import.meta.url));
const RACINE = join(ICI, '..', '..');
const BASE = 'banc_naif';

/** Compiles the baselines; path of one of them. */
export function compilerNaif(principal = 'main.js') {
  const sortie = join(RACINE, 'test', 'dist', 'naif');
  const options = { ...JSON.parse(readFileSync(join(RACINE, '.swcrc'), 'utf8')), swcrc: false, sourceMaps: false };
  mkdirSync(sortie, { recursive: true });
  for (const nom of readdirSync(join(ICI, 'naif'))) {
    const source = join(ICI, 'naif', nom);
    writeFileSync(join(sortie, nom.replace(/\.ts$/, '.js')), transformSync(readFileSync(source, 'utf8'), { ...options, filename: source }).code);
  }
  return join(sortie, principal);
}

const adresse = ({ host, port, user, password }, base) => `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${base}`;

/** Superuser's address of a database of the host's server. */
export async function urlDe(etat, base) {
  const admin = await connecter(etat, 'postgres');
  await admin.end();
  return adresse(admin, base);
}

/**
 * Runs the baseline as its own process, in its own database of the same server.
 * @param fichiers folder of the sample
 * @param demandes how many requests at most; stops after `limiteS` seconds
 */
export async function mesurerNaif(etat, fichiers, demandes, limiteS) {
  const admin = await connecter(etat, 'postgres');
  try {
    await admin.query(`CREATE DATABASE ${BASE}`);
    const url = adresse(admin, BASE);
    const { stdout } = await promisify(execFile)(process.execPath, [compilerNaif(), url, fichiers, String(demandes), String(limiteS)], { cwd: RACINE, killSignal: 'SIGKILL', timeout: (limiteS + 300) * 1000 });
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${BASE} WITH (FORCE)`).catch(() => undefined);
    await admin.end();
  }
}
