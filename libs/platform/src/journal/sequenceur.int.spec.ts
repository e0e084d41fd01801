import { setTimeout as pause } from 'node:timers/promises';
import type { Acteur } from '@sm/kernel';
import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { ORIGINE_CHAINE, empreinteLigne, maillon } from './empreinte';
import { Journal } from './journal';
import { Sequenceur } from './sequenceur';
import { uuidv7 } from './uuid';

const acteur: Acteur = { id: 'agent:T1', genre: 'agent', nom: 'Essai' };
const ctx: Contexte = { acteur, role: 'app', unites: [1001, 1002] };
const TOPIC = 'sm.prestations.dossier.v1';
let s: ServiceDeTest;
const journal = new Journal();

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
  await s.voir('CREATE TABLE verrou_essai (dossier uuid PRIMARY KEY, version int NOT NULL)');
  await s.voir('GRANT SELECT, UPDATE ON verrou_essai TO sm_prestations_app');
});
afterAll(() => s.fermer());

/** A transaction that takes its xid first and its dossier's lock later: the order that a gate on xmin inverts. */
async function ecrire(dossier: string, hasard: () => number): Promise<void> {
  await s.db.inTransaction(ctx, async (tx) => {
    await tx.query('SELECT pg_current_xact_id()');
    await pause(hasard() * 6);
    const [[ligne]]: [{ version: number }[]] = await tx.query('UPDATE verrou_essai SET version = version + 1 WHERE dossier = $1 RETURNING version', [dossier]);
    await journal.ajouter(tx, ctx, [{ topic: TOPIC, dossier, version: ligne!.version, unite: hasard() < 0.5 ? 1001 : 1002, type: 'Essai', survenuLe: new Date(), prive: { v: ligne!.version }, public: hasard() < 0.8 ? Buffer.from([ligne!.version]) : null }]);
    await pause(hasard() * 6);
    if (hasard() < 0.05) throw new Error('annulée');
  }).catch((e: Error) => {
    if (e.message !== 'annulée') throw e;
  });
}

test('aucun événement n’est perdu ni inversé quand les transactions se croisent, deux séquenceurs tournant à la fois', async () => {
  let graine = 931;
  const hasard = () => (graine = (graine * 1103515245 + 12345) % 2147483648) / 2147483648;
  const dossiers = Array.from({ length: 12 }, () => uuidv7());
  await s.voir('INSERT INTO verrou_essai SELECT unnest($1::uuid[]), 0', [dossiers]);
  const sequenceurs = [new Sequenceur(s.db), new Sequenceur(s.db)];
  for (const q of sequenceurs) q.demarrer(2, 5);
  const fin = Date.now() + 2500;
  await Promise.all(Array.from({ length: 3 }, async () => {
    while (Date.now() < fin) await ecrire(dossiers[Math.floor(hasard() * dossiers.length)]!, hasard);
  }));
  await Promise.all(sequenceurs.map((q) => q.arreter()));
  while (await sequenceurs[0]!.tic());
  const [compte] = await s.voir<{ ecrits: number; numerotes: number }>('SELECT (SELECT count(*)::int FROM journal) AS ecrits, (SELECT count(*)::int FROM log_index) AS numerotes');
  expect(compte!.ecrits).toBeGreaterThan(100);
  expect(compte!.numerotes).toBe(compte!.ecrits);
  const inversions = await s.voir(`SELECT 1 FROM (SELECT j.version, lag(j.version) OVER (PARTITION BY j.dossier ORDER BY l.seq) AS avant FROM log_index l JOIN journal j ON j.id = l.journal_id WHERE l.seq IS NOT NULL) x WHERE avant > version`);
  expect(inversions).toEqual([]);
  const trous = await s.voir('SELECT 1 FROM (SELECT part, count(*) n, max(seq) m FROM log_index WHERE seq IS NOT NULL GROUP BY part) x WHERE n <> m');
  expect(trous).toEqual([]);
}, 20_000);

test('la chaîne de chaque unité se recalcule depuis les lignes du journal', async () => {
  const lignes = await s.voir<Record<string, never> & { unite: number; rang: string; h: Buffer }>(`SELECT l.rang, l.h, j.* , j.prive::text AS prive FROM log_index l JOIN journal j ON j.id = l.journal_id ORDER BY l.unite, l.rang`);
  const tetes = new Map<number, Buffer>();
  for (const l of lignes) {
    const r = l as unknown as Record<string, never>;
    const e = empreinteLigne({ evenement: r['evenement']!, topic: r['topic']!, part: r['part']!, dossier: r['dossier']!, cle: r['cle']!, version: r['version']!, unite: l.unite, type: r['type']!, survenuLe: r['survenu_le']!, enregistreLe: r['enregistre_le']!, acteur: r['acteur']!, commande: r['commande']!, prive: r['prive']!, medical: r['medical']!, public: r['public']! });
    const h = maillon(tetes.get(l.unite) ?? ORIGINE_CHAINE, e);
    expect(h.equals(l.h)).toBe(true);
    tetes.set(l.unite, h);
  }
  expect(tetes.size).toBe(2);
});

test('hors transaction, ou sans acteur, la base ne montre rien', async () => {
  await expect(s.db.source.query('SELECT * FROM journal')).rejects.toMatchObject({ code: '42501' });
  await expect(s.db.source.transaction((tx) => tx.query('SELECT 1'))).rejects.toThrow('transaction-sans-acteur');
});

test('un agent d’une autre unité ne voit ni n’écrit rien, par le rôle réel de la base', async () => {
  const autre: Contexte = { acteur: { ...acteur, id: 'agent:T2' }, role: 'app', unites: [2000] };
  expect(await s.db.inTransaction(autre, (tx) => tx.query('SELECT count(*)::int AS n FROM journal'))).toEqual([{ n: 0 }]);
  await expect(s.db.inTransaction(autre, (tx) => journal.ajouter(tx, autre, [{ topic: TOPIC, dossier: uuidv7(), version: 1, unite: 1001, type: 'Essai', survenuLe: new Date(), prive: {} }]))).rejects.toMatchObject({ code: '42501' });
  await expect(s.db.inTransaction(ctx, (tx) => tx.query('UPDATE journal SET type = type'))).rejects.toMatchObject({ code: '42501' });
  await expect(s.db.inTransaction(ctx, (tx) => tx.query('DELETE FROM journal'))).rejects.toMatchObject({ code: '42501' });
});

test('toutes les tables sont encloses, propriétaire compris', async () => {
  const nues = await s.voir("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname NOT IN ('sm_migration', 'verrou_essai') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)");
  expect(nues).toEqual([]);
});
