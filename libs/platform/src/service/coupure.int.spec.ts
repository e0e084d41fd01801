import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { encoder } from '@sm/contracts';
import { jusqua, ouvrirIdentiteDeTest, type IdentiteDeTest } from '@sm/testing';
import { Db, Horloges, Imports, Journal, LogEmbarque, Sante, Tenancy, cleDepuisHex, creerJournalTechnique, demarrerService, preparerBase, unitePubliee, uuidv7, type Contexte, type ServiceDemarre } from '../index';
import { estPassager } from '../log/passager';
import { demarrerPostgres } from '../postgres/embarque';
import type { Postgres } from '../postgres/embarque';

@Module({})
class EssaiModule {}

const TOPIC = 'sm.organisation.unite.v1';
const ctx: Contexte = { acteur: { id: 'systeme:essai', genre: 'systeme', nom: '' }, role: 'app', unites: [1] };
const tirees: string[] = [];
const rejets: unknown[] = [];
const noter = (e: unknown): void => void rejets.push(e);
let racine: string;
let postgres: Postgres;
let identite: IdentiteDeTest;
let log: LogEmbarque;
let service: ServiceDemarre;
let unites = 0;
/** Units whose publication failed; they may have been written all the same. */
let perdues = 0;

const lancer = () => demarrerPostgres({ dossierEtat: join(racine, 'etat'), reglages: { shared_buffers: '32MB', fsync: 'off' }, env: { ...process.env, DATABASE_URL: undefined } });
const db = (): Db => service.app.get(Db);

beforeAll(async () => {
  process.on('unhandledRejection', noter);
  racine = mkdtempSync(join(tmpdir(), 'sm-coupure-'));
  chmodSync(racine, 0o711);
  postgres = await lancer();
  identite = await ouvrirIdentiteDeTest();
  const base = await preparerBase(postgres.url, 'organisation', 'sm_coupure', { connexion: 'essai', proprietaire: 'essai', lecteur: 'essai' });
  log = new LogEmbarque({ sources: { organisation: base.urlLecteur }, serviceDuTopic: () => 'organisation', tranche: 'essai', activeMs: 10, reposMs: 50 });
  service = await demarrerService({ nom: 'organisation', module: EssaiModule, migrations: [] }, {
    port: 0, hote: '127.0.0.1', url: base.url, urlProprietaire: base.urlProprietaire, log, cleMaitre: cleDepuisHex(randomBytes(32).toString('hex')),
    journal: creerJournalTechnique({ service: 'essai', niveau: 'silent' }), identite: identite.identite,
  });
  service.app.get(Horloges).surEcheance('essai', async (tx, h) => {
    await tx.query('SELECT pg_sleep(0.2)');
    tirees.push(h.dossier);
    return undefined;
  });
  service.app.get(Imports).declarer<{ n: number }>({
    nom: 'choses', formats: ['ndjson'], action: 'import.deposer', procedure: '*', tailleLot: 10,
    valider: (b) => ({ valeur: { n: Number(b['n']) } }),
    appliquer: async (tx, _c, valeurs) => {
      await service.app.get(Journal).ajouter(tx, ctx, valeurs.map((v) => ({ topic: 'sm.organisation.essai', dossier: null, cle: String(v.n), version: 1, unite: 1, type: 'ImportEssai', survenuLe: new Date(), prive: {} })));
      return valeurs.map(() => 'acceptee' as const);
    },
  });
  await publierUnites(1);
}, 120_000);

afterAll(async () => {
  await service.arreter();
  await log.fermer();
  await identite.fermer();
  await postgres.arreter();
  rmSync(racine, { recursive: true, force: true });
  process.off('unhandledRejection', noter);
}, 60_000);

async function publierUnites(n: number): Promise<void> {
  const journal = service.app.get(Journal);
  const avant = unites;
  await db().inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, Array.from({ length: n }, () => {
    const id = ++unites;
    return { topic: TOPIC, dossier: null, cle: String(id), version: id, unite: 1, type: 'UnitePubliee', survenuLe: new Date(), prive: {}, public: encoder(TOPIC, 'UnitePubliee', unitePubliee({ id, code: `U${id}`, type: 'locale', noms: [], liens: [] }, 1)) };
  }))).catch((e: unknown) => {
    perdues += unites - avant;
    throw e;
  });
}

/** Kills the server as an outage would, without warning, and starts it again a moment later. */
async function couper(arretMs = 300): Promise<void> {
  process.kill(postgres.pid!, 'SIGKILL');
  await pause(arretMs);
  postgres = await lancer();
}

async function retabli(): Promise<void> {
  await jusqua(async () => (await fetch(`${service.url}/sante/pret`)).status === 200, { delaiMs: 30_000, quoi: 'la disponibilité' });
  await jusqua(() => publierUnites(3).then(() => true), { delaiMs: 10_000 });
  await jusqua(() => service.app.get(Tenancy).unitesDeLaTranche().length >= unites - perdues, { delaiMs: 20_000, quoi: 'la projection des unités' });
}
test('coupée au repos, la base revient et tout reprend sans redémarrer', async () => {
  await couper(1500);
  await retabli();
}, 90_000);

test('coupée en pleine transaction, l’appelant reçoit une panne passagère et rien n’est écrit', async () => {
  const entamee = db().inTransaction(ctx, async (tx) => {
    await tx.query("INSERT INTO commande (acteur, id, empreinte) VALUES ('systeme:essai', 'entamee', '\\x00')");
    await couper();
    await tx.query('SELECT 1');
  });
  const panne: unknown = await entamee.catch((e: unknown) => e);
  expect(estPassager(panne)).toBe(true);
  await retabli();
  expect(await db().inTransaction(ctx, (tx) => tx.query("SELECT 1 FROM commande WHERE id = 'entamee'"))).toEqual([]);
}, 90_000);

test('coupée pendant un import, celui-ci reprend sous sa clé et chaque ligne est faite une fois', async () => {
  const lignes = Array.from({ length: 200 }, (_, n) => Buffer.from(`{"n":${n}}\n`));
  async function* corps(coupeA: number): AsyncGenerator<Buffer> {
    for (const [i, l] of lignes.entries()) {
      if (i === coupeA) await couper(0);
      yield l;
    }
  }
  await service.app.get(Imports).recevoir(ctx, 'choses', 'import-coupe', 'ndjson', corps(95)).catch((e: unknown) => e);
  const etat = await jusqua(() => service.app.get(Imports).recevoir(ctx, 'choses', 'import-coupe', 'ndjson', corps(-1)), { delaiMs: 20_000 });
  expect(etat).toMatchObject({ statut: 'termine', lues: 200, acceptees: 200 });
  expect(await db().inTransaction(ctx, (tx) => tx.query("SELECT count(*)::int AS n, count(DISTINCT cle)::int AS d FROM journal WHERE type = 'ImportEssai'"))).toEqual([{ n: 200, d: 200 }]);
  await retabli();
}, 90_000);

test('coupée trois fois pendant que le séquenceur, les consommateurs et les horloges tournent, rien n’est perdu, doublé ni mis de côté', async () => {
  const dossiers = Array.from({ length: 12 }, () => uuidv7());
  await db().inTransaction(ctx, (tx) => service.app.get(Horloges).armer(tx, dossiers.map((dossier) => ({ dossier, unite: 1, nature: 'essai', proprietaire: 'sm', echoitLe: new Date(0), donnees: {} }))));
  for (let i = 0; i < 3; i++) {
    const ecriture = publierUnites(400).catch(() => undefined);
    await pause(40 + i * 60);
    await couper(100 * i);
    await ecriture;
    await jusqua(async () => (await fetch(`${service.url}/sante/vie`)).status === 200);
  }
  await retabli();
  await jusqua(async () => (await db().inTransaction({ ...ctx, role: 'horloge' }, (tx) => tx.query("SELECT 1 FROM horloge WHERE statut <> 'echue'"))).length === 0, { delaiMs: 30_000, quoi: 'le tir des échéances' });
  expect(await db().inTransaction({ ...ctx, role: 'projection' }, (tx) => tx.query('SELECT code FROM lettre_morte'))).toEqual([]);
  expect((await service.app.get(Sante).constater()).every((l) => l.etat === 'ok')).toBe(true);
  expect(new Set(tirees).size).toBe(12);
  expect(rejets).toEqual([]);
}, 120_000);
