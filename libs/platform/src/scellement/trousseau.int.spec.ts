import { randomBytes } from 'node:crypto';
import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { cleDepuisHex } from './fichier';
import { Scellement, type CleUnite } from './scellement';
import { Trousseau } from './trousseau';

const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: '' }, role: 'app', unites: [1, 2] };
const scellement = new Scellement(cleDepuisHex(randomBytes(32).toString('hex')));
let s: ServiceDeTest;
const memes = (a: CleUnite, b: CleUnite): boolean => a.version === b.version && a.cles.get(a.version)!.equals(b.cles.get(b.version)!);

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
});
afterAll(() => s.fermer());

test('une clé d’unité née dans une transaction annulée ne sert plus jamais, même demandée deux fois avant l’annulation', async () => {
  const trousseau = new Trousseau(scellement);
  const orpheline = s.db.inTransaction(ctx, async (tx) => {
    await trousseau.cleUnite(tx, 1);
    await trousseau.cleUnite(tx, 1);
    throw new Error('annulée');
  });
  await expect(orpheline).rejects.toThrow('annulée');
  const cle = await s.db.inTransaction(ctx, (tx) => trousseau.cleUnite(tx, 1));
  const relue = await s.db.inTransaction(ctx, (tx) => new Trousseau(scellement).cleUnite(tx, 1));
  expect(memes(cle, relue)).toBe(true);
});

test('même née sous un point de reprise défait, la clé rendue est toujours celle de la base', async () => {
  const trousseau = new Trousseau(scellement);
  const cle = await s.db.inTransaction(ctx, async (tx) => {
    await tx.query('SAVEPOINT essai');
    await trousseau.cleUnite(tx, 2);
    await trousseau.cleUnite(tx, 2);
    await tx.query('ROLLBACK TO SAVEPOINT essai');
    return trousseau.cleUnite(tx, 2);
  });
  const relue = await s.db.inTransaction(ctx, (tx) => new Trousseau(scellement).cleUnite(tx, 2));
  expect(memes(cle, relue)).toBe(true);
});

test('deux transactions qui créent la clé d’une unité en même temps obtiennent la même', async () => {
  const cles = await Promise.all([1, 2, 3].map(() => s.db.inTransaction({ ...ctx, unites: [3] }, (tx) => new Trousseau(scellement).cleUnite(tx, 3))));
  expect(cles.every((c) => memes(c, cles[0]!))).toBe(true);
});
