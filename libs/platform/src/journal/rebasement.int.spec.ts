import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { Journal } from './journal';
import { Sequenceur } from './sequenceur';
import { uuidv7 } from './uuid';
import { VerificateurChaine } from './verificateur';

const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: '' }, role: 'app', unites: [1] };
let s: ServiceDeTest;

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
});
afterAll(() => s.fermer());

const ecrire = (n: number) => s.db.inTransaction(ctx, (tx) => new Journal().ajouter(tx, ctx, Array.from({ length: n }, () => ({ topic: 'sm.prestations.dossier.v1', dossier: uuidv7(), version: 1, unite: 1, type: 'Essai', survenuLe: new Date(), prive: {}, public: Buffer.from([1]) }))));
const numeroter = async (): Promise<number> => {
  let total = 0;
  for (let n = await new Sequenceur(s.db).tic(); n; n = await new Sequenceur(s.db).tic()) total += n;
  return total;
};

test('après une restauration dans une base plus jeune, la procédure du mode d’emploi ne perd et ne double aucune ligne', async () => {
  await ecrire(5);
  expect(await numeroter()).toBe(5);
  await ecrire(2);
  // The base as a restore leaves it: its transactions bear the numbers of the older cluster.
  await s.voir("UPDATE journal SET xid = ((xid::text)::bigint + 900000)::text::xid8");
  await s.voir("UPDATE sequenceur SET instantane = '900400:900400:'");
  await expect(new Sequenceur(s.db).tic()).rejects.toThrow('sequenceur-a-rebaser');
  const [, sql] = /```sql\n([\s\S]+?)```/.exec(readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8'))!;
  await s.voir(sql!);
  await ecrire(3);
  expect(await numeroter()).toBe(5);
  expect(await s.voir('SELECT count(*)::int AS n, max(rang)::int AS rang, count(DISTINCT journal_id)::int AS lignes FROM log_index')).toEqual([{ n: 10, rang: 10, lignes: 10 }]);
  expect(await s.voir('SELECT 1 FROM journal WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())')).toEqual([]);
  expect(await new VerificateurChaine(s.db).verifierTout()).toMatchObject({ lignes: 10, ruptures: [] });
});
