import { jusqua, ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { uuidv7 } from '../journal/uuid';
import type { Horloge } from './horloge';
import { Horloges } from './horloges';

const unite = 7;
const ctx: Contexte = { acteur: { id: 'agent:A', genre: 'agent', nom: '' }, role: 'app', unites: [unite] };
let s: ServiceDeTest;

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
  await s.voir('CREATE TABLE dossier_essai (id uuid PRIMARY KEY, n int NOT NULL)');
  await s.voir('GRANT SELECT, INSERT, UPDATE ON dossier_essai TO sm_prestations_app, sm_prestations_horloge');
});
beforeEach(() => s.voir('DELETE FROM horloge'));
afterAll(() => s.fermer());

const ouvrir = (erreurs: unknown[] = []): Horloges => new Horloges(s.db, () => [unite], () => new Date('2026-06-01T00:00:00Z'), (e) => void erreurs.push(e));
const due = (nature: string, minute = 0, dossier = uuidv7()): Omit<Horloge, 'id'> => ({ dossier, unite, nature, proprietaire: 'sm', echoitLe: new Date(Date.UTC(2026, 4, 1, 0, minute)), donnees: {} });
const armer = (h: Horloges, ...dues: Omit<Horloge, 'id'>[]) => s.db.inTransaction(ctx, (tx) => h.armer(tx, dues));
const etats = (): Promise<{ statut: string; code: string | null; essais: number }[]> => s.voir('SELECT statut, code, essais FROM horloge ORDER BY echoit_le, id');

test('une échéance dont l’effet n’est pas encore déclaré attend ; elle n’est jamais dépensée pour rien', async () => {
  const h = ouvrir();
  await armer(h, due('tardive'));
  h.surEcheance('autre', async () => undefined);
  await h.tirer();
  expect(await etats()).toEqual([{ statut: 'armee', code: null, essais: 0 }]);
  let tires = 0;
  h.surEcheance('tardive', async () => {
    tires++;
    return undefined;
  });
  await h.tirer();
  expect(tires).toBe(1);
  expect(await etats()).toMatchObject([{ statut: 'echue' }]);
});

test('une panne passagère n’use pas les essais et n’arrête pas les autres échéances', async () => {
  const erreurs: unknown[] = [];
  const h = ouvrir(erreurs);
  let passe = false;
  h.surEcheance('verrouillee', async () => {
    if (!passe) throw Object.assign(new Error('verrou'), { code: '55P03' });
    return undefined;
  });
  h.surEcheance('saine', async () => undefined);
  await armer(h, due('verrouillee', 0), due('saine', 1));
  for (let i = 0; i < 7; i++) await h.tirer();
  expect(await etats()).toEqual([{ statut: 'armee', code: null, essais: 0 }, { statut: 'echue', code: null, essais: 0 }]);
  expect(erreurs).toHaveLength(7);
  passe = true;
  await h.tirer();
  expect(await etats()).toMatchObject([{ statut: 'echue' }, { statut: 'echue' }]);
});

test('un agent qui désarme pendant que l’échéance se tire n’est pas bloqué par elle, et l’emporte s’il tenait le dossier', async () => {
  const h = ouvrir();
  const dossier = uuidv7();
  await s.voir('INSERT INTO dossier_essai VALUES ($1, 0)', [dossier]);
  h.surEcheance('croisee', async (tx, x) => {
    await tx.query('UPDATE dossier_essai SET n = n + 100 WHERE id = $1', [x.dossier]);
    return undefined;
  });
  await armer(h, due('croisee', 0, dossier));
  let tir: Promise<number> | undefined;
  await s.db.inTransaction(ctx, async (tx) => {
    await tx.query('UPDATE dossier_essai SET n = n + 1 WHERE id = $1', [dossier]);
    tir = h.tirer();
    await jusqua(async () => (await s.voir("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")).length > 0);
    await h.desarmer(tx, dossier);
  });
  await tir;
  expect(await etats()).toMatchObject([{ statut: 'desarmee' }]);
  expect(await s.voir('SELECT n FROM dossier_essai WHERE id = $1', [dossier])).toEqual([{ n: 1 }]);
});

test('un effet qui désarme son dossier garde la sienne échue et désarme les autres', async () => {
  const h = ouvrir();
  h.surEcheance('fin', async (tx, x) => {
    await h.desarmer(tx, x.dossier);
    return undefined;
  });
  h.surEcheance('suite', async () => undefined);
  const dossier = uuidv7();
  await armer(h, due('fin', 0, dossier), { ...due('suite', 1, dossier), echoitLe: new Date('2027-01-01T00:00:00Z') });
  expect(await h.tirer()).toBe(1);
  expect(await h.tirer()).toBe(0);
  expect((await etats()).map((e) => e.statut)).toEqual(['echue', 'desarmee']);
});

test('deux ordonnanceurs gardent ensemble l’ordre des échéances, chacune une fois', async () => {
  const tirees: number[] = [];
  const ordonnanceurs = [ouvrir(), ouvrir()];
  for (const h of ordonnanceurs) {
    h.surEcheance('ordre', async (tx, x) => {
      await tx.query('SELECT pg_sleep(0.001)');
      tirees.push(x.echoitLe.getTime());
      return undefined;
    });
  }
  await armer(ordonnanceurs[0]!, ...Array.from({ length: 450 }, (_, i) => due('ordre', i)));
  while ((await Promise.all(ordonnanceurs.map((h) => h.tirer()))).some((n) => n > 0));
  expect(tirees).toHaveLength(450);
  expect(tirees).toEqual([...tirees].sort((a, b) => a - b));
}, 30_000);

test('un effet qui arme une échéance déjà due ne prive pas les autres de leur tour', async () => {
  const h = ouvrir();
  let rearmees = 0;
  h.surEcheance('rearmee', async (tx) => {
    if (++rearmees < 20) await h.armer(tx, [due('rearmee', 0)]);
    return undefined;
  });
  let saines = 0;
  h.surEcheance('saine', async () => {
    saines++;
    return undefined;
  });
  await armer(h, due('rearmee', 0), due('saine', 5));
  await h.tirer();
  expect([rearmees, saines]).toEqual([1, 1]);
});

test('mille échéances dues sont tirées sans que l’ordonnanceur paraisse mort', async () => {
  const h = ouvrir();
  h.surEcheance('masse', async () => undefined);
  await armer(h, ...Array.from({ length: 1000 }, (_, i) => due('masse', i)));
  let n = 0;
  for (let lu = 1; lu > 0; n += lu) lu = await h.tirer();
  expect(n).toBe(1000);
  expect((await etats()).every((e) => e.statut === 'echue')).toBe(true);
}, 30_000);
