import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Oldest Java that Kafka 4 brokers accept. */
export const JAVA_MIN = 17;

/** What that Java says of itself, build included. */
export const versionJava = (java: string): string => spawnSync(java, ['-version'], { encoding: 'utf8' }).stderr ?? '';

const majeure = (java: string): number => Number(/version "(\d+)/.exec(versionJava(java))?.[1] ?? 0);

/** First executable of that name on the PATH, or null. */
export function surLeChemin(nom: string): string | null {
  const dossiers = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return dossiers.map((d) => join(d, nom)).find((f) => existsSync(f)) ?? null;
}

/** A Java fit for the broker: JAVA_HOME first, then the PATH. @returns its path, or the reason why there is none */
export function trouverJava(): { java: string } | { absence: string } {
  const maison = process.env['JAVA_HOME'];
  const candidats = [maison ? join(maison, 'bin', 'java') : null, surLeChemin('java')].filter((f): f is string => f !== null && existsSync(f));
  const versions = candidats.map((java) => ({ java, version: majeure(java) }));
  const bon = versions.find((v) => v.version >= JAVA_MIN);
  if (bon) return { java: bon.java };
  const vu = versions[0];
  return { absence: vu ? `Java ${vu.version || 'inconnu'} est trop ancien : il faut au moins Java ${JAVA_MIN}` : `Java est absent : il faut au moins Java ${JAVA_MIN}` };
}

/**
 * Runs one command to its end.
 * @param delaiMs after which it is killed
 * @throws Error with the last lines it wrote
 */
export async function executer(commande: string, args: readonly string[], delaiMs: number, cwd?: string): Promise<string> {
  try {
    return (await promisify(execFile)(commande, [...args], { timeout: delaiMs, killSignal: 'SIGKILL', cwd, maxBuffer: 16_000_000 })).stdout;
  } catch (e) {
    const { stderr, stdout, message } = e as Error & { stderr?: string; stdout?: string };
    const fin = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').slice(-8).join('\n');
    throw new Error(fin || message);
  }
}

/** What every JVM of the broker loads: the class path, in a fixed order, and the archive of its loaded classes when there is one. */
export interface Archives {
  readonly classes: string;
  readonly partage: string | null;
}

/**
 * Options of the JVM: small heap, the fast compiler only (a broker mostly moves bytes: half the processor time to start, the same rates afterwards).
 * @param tasMo largest heap, in MB
 */
export function optionsJava({ classes, partage }: Archives, tasMo: number): string[] {
  const commun = [`-Xms${Math.min(64, tasMo)}m`, `-Xmx${tasMo}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError', '-Xlog:disable', '-Xlog:all=error:stderr'];
  return [...commun, ...(partage ? [`-XX:SharedArchiveFile=${partage}`] : []), '-cp', classes];
}
