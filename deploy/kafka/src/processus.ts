import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { attendre, vivant } from '@sm/platform/postgres';
import { sonder } from './sonde';

/** Signals of a stop, each with how long it is given (ms). */
export type Signaux = readonly (readonly [NodeJS.Signals, number])[];
export const ARRET: Signaux = [['SIGTERM', 30_000], ['SIGKILL', 10_000]];
export const MORT: Signaux = [['SIGKILL', 10_000]];

const marque = (dossier: string): string => `-Dsm.kafka=${dossier}`;

function commandes(): { pid: number; args: string[] }[] {
  if (!existsSync('/proc/self/cmdline')) {
    const lignes = spawnSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).stdout.split('\n');
    return lignes.map((ligne) => ligne.trim().split(/\s+/)).map(([pid, ...args]) => ({ pid: Number(pid), args }));
  }
  return readdirSync('/proc').filter((nom) => /^\d+$/.test(nom)).flatMap((nom) => {
    try {
      return [{ pid: Number(nom), args: readFileSync(`/proc/${nom}/cmdline`, 'utf8').split('\0') }];
    } catch {
      return [];
    }
  });
}

/** Pid of the broker that runs on this folder, whoever started it; null when there is none. The command line carries the folder, so that no file can lie. */
export function courtierDe(dossier: string): number | null {
  const trouve = commandes().find(({ pid, args }) => basename(args[0] ?? '') === 'java' && args.includes(marque(dossier)) && vivant(pid));
  return trouve?.pid ?? null;
}

/** Everything that names one run of the broker; `jvm` are the options of its Java, see `optionsJava`. */
export interface Lancement {
  readonly java: string;
  readonly jvm: readonly string[];
  readonly dossier: string;
  readonly reglages: string;
  readonly journalisation: string;
  readonly sortie: string;
}

/** Starts the broker's process in a group of its own: a Ctrl-C at the terminal reaches its clients first. */
export function lancer(l: Lancement): ChildProcess {
  const sortie = openSync(l.sortie, 'w', 0o600);
  const options = [marque(l.dossier), '-Djava.awt.headless=true', '-Dlog4j2.disableJmx=true', `-Dlog4j2.configurationFile=${l.journalisation}`];
  const enfant = spawn(l.java, [...l.jvm, ...options, 'kafka.Kafka', l.reglages], { cwd: l.dossier, detached: true, stdio: ['ignore', sortie, sortie] });
  closeSync(sortie);
  enfant.on('error', () => undefined);
  enfant.unref();
  return enfant;
}

/** Asks the broker to stop when this process ends, however it ends: the pipe closes with us. @returns how to call it off */
export function attacher(pid: number, dossier: string): () => void {
  const veille = 'read _; if [ ! -d /proc/self ] || grep -aqF -- "$1" "/proc/$0/cmdline"; then kill -TERM "$0"; fi';
  const tuteur = spawn('/bin/sh', ['-c', veille, String(pid), marque(dossier)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  tuteur.on('error', () => undefined);
  tuteur.unref();
  (tuteur.stdin as unknown as Socket).unref();
  return () => void tuteur.kill('SIGKILL');
}

/** Sends each signal in turn until the process is gone. @throws Error when the process survives them all */
export async function arreterProcessus(pid: number, signaux: Signaux): Promise<void> {
  for (const [signal, delaiMs] of signaux) {
    if (!vivant(pid)) return;
    process.kill(pid, signal);
    if (await attendre(() => !vivant(pid), delaiMs)) return;
  }
  throw new Error(`Le courtier Kafka (processus ${pid}) ne s'arrête pas.`);
}

/** Waits until the broker takes part in its own cluster. @returns null, or why it never did */
export async function attendrePret(pid: number, port: number, grappe: string, delaiMs: number): Promise<string | null> {
  const fin = performance.now() + delaiMs;
  for (;;) {
    if (!vivant(pid)) return 'arrêt immédiat';
    if ((await sonder(port)) === grappe) return null;
    if (performance.now() > fin) return `aucune réponse sur le port ${port} en ${delaiMs / 1000} s`;
    await pause(50);
  }
}
