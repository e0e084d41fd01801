import { setTimeout as pause } from 'node:timers/promises';
import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from './roles';
import { migrer } from './db';

const qui = (unites: readonly number[], nom = 'T1'): Contexte => ({ acteur: { id: `agent:${nom}`, genre: 'agent', nom }, role: 'app', unites });
const PORTEE = "SELECT current_user AS role, current_setting('sm.unites', true) AS unites, current_setting('sm.acteur', true) AS acteur";
let s: ServiceDeTest;

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
  await s.voir('CREATE TABLE essai (n int PRIMARY KEY)');
  await s.voir('GRANT SELECT, INSERT, UPDATE ON essai TO sm_prestations_app');
});
afterAll(() => s.fermer());

test('chaque transaction a la portée de son acteur, quel que soit l’ordre des emprunts, et rien n’en reste', async () => {
  await Promise.all(Array.from({ length: 60 }, async (_, i) => {
    const echoue = i % 3 === 0;
    const t = s.db.inTransaction(qui([i], `A${i}`), async (tx) => {
      await pause(i % 7);
      expect(await tx.query(PORTEE)).toEqual([{ role: 'sm_prestations_app', unites: String(i), acteur: `agent:A${i}` }]);
      await tx.transaction(async (dedans) => expect(await dedans.query(PORTEE)).toEqual([{ role: 'sm_prestations_app', unites: String(i), acteur: `agent:A${i}` }]));
      if (echoue) await tx.query('SELECT 1/0');
    });
    await (echoue ? expect(t).rejects.toMatchObject({ code: '22012' }) : t);
  }));
  const restes = await Promise.all(Array.from({ length: 4 }, () => s.db.source.query(PORTEE)));
  for (const [r] of restes) expect({ ...r, unites: r.unites || '', acteur: r.acteur || '' }).toEqual({ role: 'sm_prestations', unites: '', acteur: '' });
});

test('une transaction que la base a déjà annulée ne passe pas pour validée', async () => {
  const avale = s.db.inTransaction(qui([1]), async (tx) => {
    await tx.query('INSERT INTO essai VALUES (1)');
    await tx.query('SELECT 1/0').catch(() => undefined);
    return 'fait';
  });
  await expect(avale).rejects.toThrow('transaction-annulee');
  expect(await s.voir('SELECT 1 FROM essai')).toEqual([]);
});

test('une transaction imbriquée qui échoue n’emporte pas l’autre', async () => {
  await s.db.inTransaction(qui([1]), async (tx) => {
    await tx.query('INSERT INTO essai VALUES (2)');
    await expect(tx.transaction((dedans) => dedans.query('INSERT INTO essai VALUES (2)'))).rejects.toMatchObject({ code: '23505' });
    await tx.query('INSERT INTO essai VALUES (3)');
  });
  expect(await s.voir('SELECT n FROM essai ORDER BY n')).toEqual([{ n: 2 }, { n: 3 }]);
});

test('aucune attente n’est sans fin : verrou, transaction oisive, emprunt d’une connexion', async () => {
  const bornes = await s.db.inTransaction(qui([1]), (tx) => tx.query("SELECT name, setting::int AS ms FROM pg_settings WHERE name IN ('lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name"));
  expect(bornes.map((b: { name: string }) => b.name)).toEqual(['idle_in_transaction_session_timeout', 'lock_timeout']);
  for (const { ms } of bornes) {
    expect(ms).toBeGreaterThanOrEqual(1000);
    expect(ms).toBeLessThanOrEqual(120_000);
  }
  expect(s.db.source.driver).toMatchObject({ options: { extra: { connectionTimeoutMillis: expect.any(Number) } } });
});

test('une transaction laissée oisive est rompue par le serveur, et la connexion suivante est saine', async () => {
  await expect(s.db.inTransaction(qui([1]), async (tx) => {
    await tx.query("SET LOCAL idle_in_transaction_session_timeout = '50ms'");
    await pause(300);
    await tx.query('SELECT 1');
  })).rejects.toThrow();
  expect(await s.db.inTransaction(qui([5]), (tx) => tx.query(PORTEE))).toMatchObject([{ unites: '5' }]);
});

test('un horodatage venu trop tôt dans une partition par défaut n’empêche pas le redémarrage', async () => {
  const mois = "(date_trunc('month', now()) + interval '25 months')";
  await s.voir(`INSERT INTO journal (evenement, topic, part, version, unite, type, survenu_le, enregistre_le, acteur, prive, empreinte) VALUES (gen_random_uuid(), 't', 0, 1, 1, 'Essai', now(), ${mois}, 'systeme:essai', '{}', '\\x00')`);
  await s.voir('SELECT journal_partitions(26)');
  await migrer(s.adresses.urlProprietaire, []);
});
