import { setTimeout as pause } from 'node:timers/promises';
import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { Journal } from './journal';
import { Sequenceur } from './sequenceur';
import { uuidv7 } from './uuid';

const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: '' }, role: 'app', unites: [1] };
const TOPIC = 'sm.prestations.dossier.v1';
let s: ServiceDeTest;
const journal = new Journal();

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
});
afterAll(() => s.fermer());

const ecrire = (n = 1) => s.db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, Array.from({ length: n }, () => ({ topic: TOPIC, dossier: uuidv7(), version: 1, unite: 1, type: 'Essai', survenuLe: new Date(), prive: {}, public: Buffer.from([1]) }))));
const compter = async (): Promise<number> => (await s.voir<{ n: number }>('SELECT count(*)::int AS n FROM log_index'))[0]!.n;

test('un séquenceur qui n’a rien à faire n’écrit rien', async () => {
  const sequenceur = new Sequenceur(s.db);
  await ecrire();
  while (await sequenceur.tic());
  await sequenceur.tic();
  const xid = async () => (await s.voir<{ x: string }>('SELECT instantane::text AS x FROM sequenceur'))[0]!.x;
  const avant = await xid();
  for (let i = 0; i < 5; i++) expect(await sequenceur.tic()).toBe(0);
  expect(await xid()).toBe(avant);
  await ecrire();
  expect(await sequenceur.tic()).toBe(1);
});

test('un tour commencé pendant celui d’une autre instance n’échoue pas et ne compte rien deux fois', async () => {
  const erreurs: unknown[] = [];
  const sequenceurs = Array.from({ length: 3 }, () => new Sequenceur(s.db, (e) => void erreurs.push(e)));
  for (const q of sequenceurs) q.demarrer(1, 2);
  const fin = Date.now() + 1500;
  let n = 0;
  while (Date.now() < fin) {
    await ecrire();
    n++;
    await pause(1);
  }
  await Promise.all(sequenceurs.map((q) => q.arreter()));
  while (await sequenceurs[0]!.tic());
  expect(erreurs).toEqual([]);
  expect(await compter()).toBe(n + 2);
}, 20_000);

test('une transaction longue ne retient pas les autres, et ses lignes viennent à leur tour', async () => {
  const sequenceur = new Sequenceur(s.db);
  while (await sequenceur.tic());
  const avant = await compter();
  await s.db.inTransaction(ctx, async (tx) => {
    await journal.ajouter(tx, ctx, [{ topic: TOPIC, dossier: uuidv7(), version: 1, unite: 1, type: 'Longue', survenuLe: new Date(), prive: {} }]);
    for (let i = 0; i < 3; i++) {
      await ecrire();
      expect(await sequenceur.tic()).toBe(1);
    }
    expect(await compter()).toBe(avant + 3);
  });
  expect(await sequenceur.tic()).toBe(1);
});

test('un instantané venu d’une base plus avancée est refusé, sans rien numéroter', async () => {
  const [{ x }] = (await s.voir<{ x: string }>('SELECT instantane::text AS x FROM sequenceur')) as [{ x: string }];
  await s.voir("UPDATE sequenceur SET instantane = '900000000:900000000:'");
  await ecrire();
  await expect(new Sequenceur(s.db).tic()).rejects.toThrow('sequenceur-a-rebaser');
  await s.voir('UPDATE sequenceur SET instantane = $1', [x]);
  expect(await new Sequenceur(s.db).tic()).toBe(1);
});
