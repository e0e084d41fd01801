import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { naissance, vivant } from './processus';

/** Who holds a lock; `adresse` is what the holder announced (a URL), once it did. */
export interface Tenant {
  readonly pid: number;
  readonly naissance: string;
  readonly adresse: string | null;
}

export interface Verrou {
  readonly obtenu: true;
  annoncer(adresse: string): void;
  liberer(): void;
}

export type Prise = Verrou | { readonly obtenu: false; readonly tenant: Tenant };

function lire(fichier: string): Tenant | null {
  try {
    return JSON.parse(readFileSync(fichier, 'utf8')) as Tenant;
  } catch {
    return null;
  }
}

const enVie = (tenant: Tenant | null): tenant is Tenant => tenant !== null && vivant(tenant.pid) && naissance(tenant.pid) === tenant.naissance;

function ecarterPerime(fichier: string): void {
  const ecarte = `${fichier}.perime-${process.pid}`;
  try {
    renameSync(fichier, ecarte);
  } catch {
    return;
  }
  // Somebody may have taken the lock between the reading and the renaming: it is put back.
  if (enVie(lire(ecarte))) linkSync(ecarte, fichier);
  rmSync(ecarte, { force: true });
}

function poser(fichier: string, tenant: Tenant): boolean {
  const brouillon = `${fichier}.${process.pid}`;
  writeFileSync(brouillon, JSON.stringify(tenant), { mode: 0o644 });
  try {
    linkSync(brouillon, fichier);
    return true;
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
    return false;
  } finally {
    rmSync(brouillon, { force: true });
  }
}

/**
 * Takes a lock file for the life of this process. A lock left by a dead process (even when its pid was given again) is taken over.
 * @returns the lock, or its living holder
 */
export function prendreVerrou(fichier: string): Prise {
  const moi: Tenant = { pid: process.pid, naissance: naissance(process.pid), adresse: null };
  while (!poser(fichier, moi)) {
    const tenant = lire(fichier);
    if (enVie(tenant)) return { obtenu: false, tenant };
    ecarterPerime(fichier);
  }
  return {
    obtenu: true,
    annoncer(adresse) {
      writeFileSync(`${fichier}.${process.pid}`, JSON.stringify({ ...moi, adresse }));
      renameSync(`${fichier}.${process.pid}`, fichier);
    },
    liberer: () => rmSync(fichier, { force: true }),
  };
}

/** Runs one function at a time among the processes that use this lock file. @throws Error when the wait exceeds delaiMs */
export async function sousVerrou<T>(fichier: string, delaiMs: number, fn: () => Promise<T>): Promise<T> {
  const fin = performance.now() + delaiMs;
  let prise = prendreVerrou(fichier);
  while (!prise.obtenu) {
    if (performance.now() > fin) throw new Error(`Le processus ${prise.tenant.pid} tient ${fichier} depuis trop longtemps.`);
    await pause(50);
    prise = prendreVerrou(fichier);
  }
  try {
    return await fn();
  } finally {
    prise.liberer();
  }
}
