import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const LINUX = existsSync('/proc/self/stat');

/** State letter and parent of a process, or null when it is gone. */
function etat(pid) {
  try {
    const texte = LINUX ? readFileSync(`/proc/${pid}/stat`, 'utf8') : `) ${execFileSync('ps', ['-o', 'state=,ppid=', '-p', String(pid)], { encoding: 'utf8' }).trim()}`;
    const [lettre, parent] = texte.slice(texte.lastIndexOf(')') + 2).split(/\s+/);
    return { lettre: lettre[0], parent: Number(parent) };
  } catch {
    return null;
  }
}

export const vivant = (pid) => !['Z', 'X', undefined].includes(etat(pid)?.lettre);

function tous() {
  if (LINUX) return readdirSync('/proc').filter((nom) => /^\d+$/.test(nom)).map(Number);
  return execFileSync('ps', ['-A', '-o', 'pid='], { encoding: 'utf8' }).trim().split(/\s+/).map(Number);
}

/** Pids of the living children of a process. */
export const enfants = (pid) => tous().filter((p) => etat(p)?.parent === pid && vivant(p));

/** Living processes that work in a directory; empty where /proc is absent. */
export const habitants = (dossier) => (LINUX ? tous() : []).filter((pid) => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === dossier && vivant(pid);
  } catch {
    return false;
  }
});

export function signaler(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Polls until the condition holds. @returns false when the delay (ms) ran out */
export async function attendre(condition, delaiMs, pasMs = 50) {
  const fin = performance.now() + delaiMs;
  while (!(await condition())) {
    if (performance.now() > fin) return false;
    await pause(pasMs);
  }
  return true;
}

/** How a living process was started, to start it again the same; null where /proc is absent. */
export function lancement(pid) {
  if (!LINUX) return null;
  const ids = Object.fromEntries(readFileSync(`/proc/${pid}/status`, 'utf8').split('\n').filter((l) => /^[UG]id:/.test(l)).map((l) => [l.slice(0, 3), Number(l.split('\t')[1])]));
  const [commande, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  return { commande: existsSync(commande) ? commande : readlinkSync(`/proc/${pid}/exe`), args, cwd: readlinkSync(`/proc/${pid}/cwd`), uid: ids.Uid, gid: ids.Gid };
}

const champ = (pid, fichier, nom) => {
  try {
    const ligne = readFileSync(`/proc/${pid}/${fichier}`, 'utf8').split('\n').find((l) => l.startsWith(`${nom}:`));
    return ligne ? Number(ligne.split(/\s+/)[1]) / 1024 : null;
  } catch {
    return null;
  }
};

/** Greatest resident memory of a process since its birth, in MB; null where the system does not keep it. */
export const picMemoire = (pid) => champ(pid, 'status', 'VmHWM');

/** Resident memory of a process in MB, pages shared between processes being divided among them. */
export const memoirePartagee = (pid) => champ(pid, 'smaps_rollup', 'Pss') ?? 0;
