import { execFile, spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Binaires } from './binaires';
import type { Compte } from './compte';
import { attendre, estServeurDe, processusDe, vivant } from './processus';

/** Where one server lives: its distribution, its account, its data directory (absolute and real), its sockets and its log. */
/** Longest folder of a local socket: the system allows 107 bytes for the whole path. */
export const SOCKET_MAX = 80;

export interface Serveur {
  readonly binaires: Binaires;
  readonly compte: Compte | null;
  readonly donnees: string;
  readonly sockets: string;
  readonly trace: string;
}

const ENV_SERVEUR = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
const TRACE_MAX = 5_000_000;

/** Last lines of a text file, empty when it is absent. */
export function queue(fichier: string, depuis = 0, lignes = 12): string {
  if (!existsSync(fichier)) return '';
  return readFileSync(fichier).subarray(depuis).toString('utf8').trim().split('\n').slice(-lignes).join('\n');
}

function ceder(chemin: string, compte: Compte | null): void {
  if (compte) chownSync(chemin, compte.uid, compte.gid);
}

/** What postmaster.pid says, or null when there is none (or it is half written). */
export function lirePostmaster(donnees: string): { pid: number; port: number; etat: string } | null {
  try {
    const lignes = readFileSync(join(donnees, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lignes[0]);
    return pid > 0 ? { pid, port: Number(lignes[3]), etat: (lignes[7] ?? '').trim() } : null;
  } catch {
    return null;
  }
}

/**
 * Creates the data directory, all or nothing: a killed initdb leaves only a draft that the next one removes.
 * @throws Error with the end of initdb's output
 */
export async function initialiser({ binaires, compte, donnees }: Serveur, motDePasse: string, durable: boolean): Promise<void> {
  const parent = dirname(donnees);
  const brouillon = `${donnees}.ebauche-${process.pid}`;
  for (const nom of readdirSync(parent)) if (nom.startsWith(`${basename(donnees)}.ebauche-`)) rmSync(join(parent, nom), { recursive: true, force: true });
  mkdirSync(brouillon, { mode: 0o700 });
  ceder(brouillon, compte);
  const secret = `${brouillon}.secret`;
  writeFileSync(secret, motDePasse, { mode: 0o600 });
  ceder(secret, compte);
  const langue = binaires.majeure >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8'];
  const options = ['-D', brouillon, '-U', 'postgres', `--pwfile=${secret}`, '--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums', ...langue, ...(durable ? [] : ['--no-sync'])];
  try {
    await promisify(execFile)(join(binaires.prefixe, 'bin', 'initdb'), options, { cwd: parent, env: ENV_SERVEUR, ...identite(compte) });
    renameSync(brouillon, donnees);
  } catch (e) {
    const { message, stderr } = e as Error & { stderr?: string };
    rmSync(brouillon, { recursive: true, force: true });
    throw new Error(`La création de la base PostgreSQL a échoué.\n${(stderr || message).trim().split('\n').slice(-12).join('\n')}`);
  } finally {
    rmSync(secret, { force: true });
  }
}

const identite = (compte: Compte | null): { uid?: number; gid?: number } => (compte ? { uid: compte.uid, gid: compte.gid } : {});

/** Clears what a killed server left. @throws Error when one of its processes will not die */
export async function nettoyer({ donnees, sockets }: Pick<Serveur, 'donnees' | 'sockets'>): Promise<void> {
  if (!(await attendre(() => processusDe(donnees).length === 0, 2_000))) {
    for (const pid of processusDe(donnees)) process.kill(pid, 'SIGKILL');
    if (!(await attendre(() => processusDe(donnees).length === 0, 10_000))) {
      throw new Error(`Des processus PostgreSQL orphelins tiennent encore ${donnees} : ${processusDe(donnees).join(', ')}.`);
    }
  }
  const reste = lirePostmaster(donnees);
  if (!reste || (vivant(reste.pid) && estServeurDe(reste.pid, donnees))) return;
  // Not ours any more: a server that is still dying, which goes away by itself, or a pid given to somebody else, which PostgreSQL would take for a living server.
  await attendre(() => !vivant(reste.pid), 3_000);
  rmSync(join(donnees, 'postmaster.pid'), { force: true });
  // Its socket is ours alone, and locked in the name of the same pid.
  if (existsSync(sockets)) for (const nom of readdirSync(sockets).filter((n) => n.startsWith('.s.PGSQL.'))) rmSync(join(sockets, nom), { force: true });
}

function ouvrirTrace(trace: string): { fd: number; debut: number } {
  const fd = openSync(trace, 'a', 0o600);
  if (fstatSync(fd).size < TRACE_MAX) return { fd, debut: fstatSync(fd).size };
  closeSync(fd);
  renameSync(trace, `${trace}.1`);
  return { fd: openSync(trace, 'a', 0o600), debut: 0 };
}

/**
 * Starts the server detached (a killed parent leaves it running, to be found again) and waits until it accepts connections, recovery included.
 * @returns its pid, or 'port-occupe'
 * @throws Error with the end of the server's log
 */
export async function lancer(s: Serveur, port: number, reglages: Readonly<Record<string, string>>, journal: (message: string) => void): Promise<number | 'port-occupe'> {
  mkdirSync(s.sockets, { recursive: true, mode: 0o700 });
  chmodSync(s.sockets, 0o700);
  ceder(s.sockets, s.compte);
  const { fd, debut } = ouvrirTrace(s.trace);
  const tous = { ...reglages, port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: s.sockets.length < SOCKET_MAX ? s.sockets : '' };
  const options = Object.entries(tous).flatMap(([nom, valeur]) => ['-c', `${nom}=${valeur}`]);
  const enfant = spawn(join(s.binaires.prefixe, 'bin', 'postgres'), ['-D', s.donnees, ...options], {
    cwd: s.donnees, env: ENV_SERVEUR, detached: true, stdio: ['ignore', fd, fd], ...identite(s.compte),
  });
  closeSync(fd);
  const sort: { fin: string | null } = { fin: null };
  enfant.once('error', (e) => (sort.fin = e.message));
  enfant.once('exit', (code, signal) => (sort.fin ??= `arrêt immédiat (${signal ?? code})`));
  for (let tour = 1; ; tour++) {
    if (sort.fin !== null) break;
    const pm = lirePostmaster(s.donnees);
    if (pm && pm.pid === enfant.pid && pm.etat === 'ready') break;
    if (tour % 200 === 0) journal('PostgreSQL se remet en état après une interruption…');
    await pause(tour < 40 ? 10 : 50);
  }
  enfant.unref();
  if (sort.fin === null && enfant.pid) return enfant.pid;
  const traces = queue(s.trace, debut);
  if (/Address already in use/.test(traces)) return 'port-occupe';
  throw new Error(`PostgreSQL n'a pas démarré : ${sort.fin}.\n${traces}`);
}

/** Fast shutdown (open transactions are rolled back), then immediate if it lasts. @throws Error when the server survives both */
export async function arreterServeur(donnees: string, pid: number): Promise<void> {
  for (const [signal, delaiMs] of [['SIGINT', 30_000], ['SIGQUIT', 10_000]] as const) {
    if (!vivant(pid) || !estServeurDe(pid, donnees)) return;
    process.kill(pid, signal);
    if (await attendre(() => !vivant(pid), delaiMs)) return;
  }
  throw new Error(`Le serveur PostgreSQL ${pid} ne s'arrête pas.`);
}
