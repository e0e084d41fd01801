import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { adresseDuServeur, jusqua, ouvrirIdentiteDeTest, type IdentiteDeTest } from '@sm/testing';
import { Client } from 'pg';
import { preparerBase, type AdressesBase } from '../db/base';
import { vivant } from '../postgres/processus';

const MAIN = join(__dirname, '..', '..', '..', '..', 'services', 'repertoire', 'app', 'dist', 'main.js');
const CLE = 'ab'.repeat(32);
const base = `repertoire_lancement_${process.pid}`;
let identite: IdentiteDeTest;
let adresses: AdressesBase;
let dossier: string;
const enfants: ChildProcess[] = [];

beforeAll(async () => {
  identite = await ouvrirIdentiteDeTest();
  dossier = mkdtempSync(join(tmpdir(), 'sm-lancement-'));
  adresses = await preparerBase(adresseDuServeur(), 'repertoire', base, { connexion: 'essai', proprietaire: 'essai', lecteur: 'essai' });
}, 60_000);
afterAll(async () => {
  for (const e of enfants) e.kill('SIGKILL');
  await identite.fermer();
  rmSync(dossier, { recursive: true, force: true });
  const serveur = new Client({ connectionString: adresseDuServeur() });
  await serveur.connect();
  await serveur.query(`DROP DATABASE IF EXISTS ${base} WITH (FORCE)`);
  await serveur.end();
});

const complet = (): Record<string, string> => ({
  SM_URL_BASE: adresses.url, SM_URL_BASE_PROPRIETAIRE: adresses.urlProprietaire, SM_ISSUER: identite.identite.issuer, SM_JWKS_URL: identite.identite.jwksUrl, SM_CLE_MAITRE: CLE,
  SM_LOG_SOURCES: JSON.stringify({ organisation: adresses.urlLecteur, repertoire: adresses.urlLecteur }),
});

function lancer(env: Record<string, string | undefined>): { enfant: ChildProcess; sortie: Promise<string>; erreurs: Promise<string>; fin: Promise<number | null> } {
  const enfant = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  enfants.push(enfant);
  return { enfant, sortie: text(enfant.stdout!), erreurs: text(enfant.stderr!), fin: once(enfant, 'exit').then(([code]: (number | null)[]) => code ?? null) };
}

/** The address that the process gives once it is ready. */
async function pret({ enfant, erreurs }: ReturnType<typeof lancer>): Promise<string> {
  const annonce = once(enfant, 'message').then(([m]: { pret: string }[]) => m!.pret);
  return Promise.race([annonce, erreurs.then((e) => Promise.reject(new Error(e)))]);
}

test('un environnement vide est refusé : chaque variable est nommée, le code est 1', async () => {
  const { erreurs, fin, sortie } = lancer({});
  expect(await fin).toBe(1);
  const dit = await erreurs;
  for (const nom of ['SM_URL_BASE', 'SM_ISSUER', 'SM_JWKS_URL', 'SM_CLE_MAITRE']) expect(dit).toContain(nom);
  expect(dit).toMatch(/^repertoire : Configuration refusée/);
  expect(await sortie).toBe('');
}, 30_000);

test('une base qui refuse ou un port pris se disent par leur variable, sans valeur', async () => {
  const refusee = new URL(adresses.url);
  refusee.password = 'faux';
  const serveur = createServer();
  await new Promise<void>((ok) => serveur.listen(0, '127.0.0.1', ok));
  const cas = [lancer({ ...complet(), SM_URL_BASE: refusee.href }), lancer({ ...complet(), SM_PORT: String((serveur.address() as AddressInfo).port) })];
  expect(await Promise.all(cas.map((c) => c.fin))).toEqual([1, 1]);
  const dits = await Promise.all(cas.map((c) => c.erreurs));
  await new Promise((ok) => serveur.close(ok));
  expect(dits).toEqual(['repertoire : Démarrage impossible : SM_URL_BASE : la base refuse ce compte\n', 'repertoire : Démarrage impossible : SM_PORT : ce port est déjà pris\n']);
}, 60_000);

test('seul, il migre, répond, et s’arrête proprement sur SIGTERM', async () => {
  const fichier = join(dossier, 'cle');
  writeFileSync(fichier, `${CLE}\n`, { mode: 0o600 });
  const p = lancer({ ...complet(), SM_CLE_MAITRE: undefined, SM_CLE_MAITRE_FICHIER: fichier });
  const url = await pret(p);
  expect((await fetch(`${url}/sante/vie`)).status).toBe(200);
  expect((await fetch(`${url}/exploitation/etat`)).status).toBe(401);
  p.enfant.kill('SIGTERM');
  expect(await p.fin).toBe(0);
  const lignes = (await p.sortie).trim().split('\n').map((l) => JSON.parse(l) as Record<string, unknown>);
  expect(lignes.find((l) => l['msg'] === 'service-pret')).toMatchObject({ service: 'repertoire', port: Number(new URL(url).port), pid: p.enfant.pid });
  expect(lignes.filter((l) => l['level'] === 'error')).toEqual([]);
  expect(await p.erreurs).toBe('');
}, 60_000);

test('il s’arrête de lui-même quand son superviseur est tué', async () => {
  const superviseur = join(dossier, 'superviseur.cjs');
  writeFileSync(superviseur, `const e = require('node:child_process').spawn(process.execPath, [${JSON.stringify(MAIN)}], { env: process.env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true });
e.once('message', () => process.stdout.write(String(e.pid)));`);
  const parent = spawn(process.execPath, [superviseur], { env: { PATH: process.env['PATH'], ...complet() }, stdio: ['ignore', 'pipe', 'inherit'] });
  enfants.push(parent);
  const [pid] = (await once(parent.stdout, 'data')).map(Number);
  expect(vivant(pid!)).toBe(true);
  parent.kill('SIGKILL');
  await jusqua(() => !vivant(pid!), { delaiMs: 15_000, quoi: 'la fin du service' });
}, 60_000);
