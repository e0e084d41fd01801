import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LINUX = existsSync('/proc/self/stat');

function etatProc(pid: number): string[] | null {
  try {
    const texte = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return texte.slice(texte.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function ps(pid: number, colonne: string): string {
  try {
    return execFileSync('ps', ['-o', `${colonne}=`, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** True while the process runs; a zombie is dead. */
export function vivant(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return LINUX ? !['Z', 'X', undefined].includes(etatProc(pid)?.[0]) : true;
}

/** When the process was born, in the system's own unit: tells a reused pid from the original. Empty when it is dead. */
export const naissance = (pid: number): string => (LINUX ? (etatProc(pid)?.[19] ?? '') : ps(pid, 'lstart'));

const lien = (chemin: string): string | null => {
  try {
    return readlinkSync(chemin);
  } catch {
    return null;
  }
};

const nomDeCommande = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
};

/** Is this process a PostgreSQL process (postmaster or backend) of that data directory? */
export function estServeurDe(pid: number, donnees: string): boolean {
  if (!LINUX) return ps(pid, 'command').includes(donnees);
  const executable = lien(`/proc/${pid}/exe`);
  const nom = executable ? basename(executable).replace(/ \(deleted\)$/, '') : nomDeCommande(pid);
  return nom === 'postgres' && lien(`/proc/${pid}/cwd`) === donnees;
}

/** Every living PostgreSQL process of a data directory. Empty where /proc is absent: PostgreSQL's own shared memory check stands there. */
export function processusDe(donnees: string): number[] {
  if (!LINUX) return [];
  return readdirSync('/proc').filter((nom) => /^\d+$/.test(nom)).map(Number).filter((pid) => estServeurDe(pid, donnees) && vivant(pid));
}

/** Polls a condition until it holds. @returns false when the delay (ms) ran out */
export async function attendre(condition: () => boolean, delaiMs: number, pasMs = 25): Promise<boolean> {
  const fin = performance.now() + delaiMs;
  while (!condition()) {
    if (performance.now() > fin) return false;
    await pause(pasMs);
  }
  return true;
}
