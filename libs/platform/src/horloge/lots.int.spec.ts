import { jusqua, ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { uuidv7 } from '../journal/uuid';
import type { HorlogeAArmer } from './horloge';
import { Horloges } from './horloges';

const unite = 7;
const ctx: Contexte = { acteur: { id: 'agent:A', genre: 'agent', nom: '' }, role: 'app', unites: [unite] };
let s: ServiceDeTest;

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
  await s.voir('CREATE TABLE effet (id bigserial PRIMARY KEY, dossier uuid NOT NULL, le timestamptz NOT NULL)');
  await s.voir('GRANT SELECT, INSERT, UPDATE ON effet TO sm_prestations_app, sm_prestations_horloge');
  await s.voir('GRANT USAGE ON effet_id_seq TO sm_prestations_app, sm_prestations_horloge');
});
beforeEach(async () => {
  await s.voir('DELETE FROM horloge');
  await s.voir('DELETE FROM effet');
});
afterAll(() => s.fermer());

const ouvrir = (erreurs: unknown[] = []): Horloges => new Horloges(s.db, () => [unite], () => new Date('2026-06-01T00:00:00Z'), (e) => void erreurs.push(e));
const due = (minute: number, reste: Partial<HorlogeAArmer> = {}): HorlogeAArmer =>
  ({ dossier: uuidv7(), unite, nature: 'lot', proprietaire: 'sm', echoitLe: new Date(Date.UTC(2026, 4, 1, 0, minute)), donnees: {}, ...reste });
const armer = (h: Horloges, toutes: readonly HorlogeAArmer[]) => s.db.inTransaction(ctx, (tx) => h.armer(tx, toutes));
const ECRIRE = 'INSERT INTO effet (dossier, le) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])';

/** Writes a row a clock; a clock that says `poison` makes the whole batch fail. */
function declarer(h: Horloges, tailles: number[] = []): void {
  h.surEcheances(['lot', 'autre'], async (tx, toutes) => {
    tailles.push(toutes.length);
    await tx.query(ECRIRE, [toutes.map((x) => x.dossier), toutes.map((x) => x.echoitLe)]);
    if (toutes.some((x) => x.donnees['poison'])) throw new Error('poison');
    if (toutes.some((x) => x.donnees['passager'])) throw Object.assign(new Error('verrou'), { code: '55P03' });
    return toutes.map((x) => (x.donnees['refus'] ? String(x.donnees['refus']) : undefined));
  });
}
const epuiser = async (h: Horloges): Promise<void> => {
  while ((await h.tirer()) > 0);
};
const effets = async (): Promise<string[]> => (await s.voir<{ le: Date }>('SELECT le FROM effet ORDER BY id')).map((e) => e.le.toISOString());
const instants = (n: number, sauf: readonly number[] = []): string[] => Array.from({ length: n }, (_, i) => i).filter((i) => !sauf.includes(i)).map((i) => due(i).echoitLe.toISOString());

test('un effet par lot reçoit ce qui est dû dans l’ordre, plusieurs natures ensemble, et rend un code pour chacune', async () => {
  const tailles: number[] = [];
  const h = ouvrir();
  declarer(h, tailles);
  await armer(h, Array.from({ length: 300 }, (_, i) => due(i, { nature: i % 2 ? 'autre' : 'lot', donnees: i === 7 ? { refus: 'echeance-inconnue' } : {} })));
  await epuiser(h);
  expect(tailles).toEqual([300]);
  expect(await effets()).toEqual(instants(300));
  expect(await s.voir("SELECT code FROM horloge WHERE statut = 'echue' AND code IS NOT NULL")).toEqual([{ code: 'echeance-inconnue' }]);
});

test('dans un lot, un dossier ne vient qu’une fois : sa seconde échéance voit l’effet de la première', async () => {
  const tailles: number[] = [];
  const h = ouvrir();
  declarer(h, tailles);
  const dossier = uuidv7();
  await armer(h, [due(0, { dossier }), due(1), due(2, { dossier }), due(3)]);
  await epuiser(h);
  expect(tailles).toEqual([2, 2]);
  expect(await effets()).toEqual(instants(4));
});

test('une échéance empoisonnée est isolée : les autres du lot tirent, elle est mise de côté après cinq essais', async () => {
  const erreurs: unknown[] = [];
  const h = ouvrir(erreurs);
  declarer(h);
  await armer(h, Array.from({ length: 64 }, (_, i) => due(i, { donnees: i === 21 ? { poison: 1 } : {} })));
  await h.tirer();
  expect(await effets()).toEqual(instants(64, [21]));
  for (let i = 0; i < 5; i++) await h.tirer();
  expect(await s.voir("SELECT code, essais FROM horloge WHERE statut = 'en_echec'")).toEqual([{ code: 'effet-en-erreur', essais: 5 }]);
  expect(erreurs).toHaveLength(5);
});

test('une panne passagère d’une échéance ne dégrade pas les lots suivants, et ses suivantes du même dossier l’attendent', async () => {
  const tailles: number[] = [];
  const h = ouvrir();
  declarer(h, tailles);
  const dossier = uuidv7();
  await armer(h, [due(0, { dossier, donnees: { passager: 1 } }), due(1, { dossier }), ...Array.from({ length: 30 }, (_, i) => due(2 + i))]);
  await h.tirer();
  expect(await effets()).toEqual(instants(32, [0, 1]));
  await armer(h, Array.from({ length: 30 }, (_, i) => due(40 + i)));
  tailles.length = 0;
  await h.tirer();
  expect(tailles).toEqual([1, 30]);
  await s.voir("UPDATE horloge SET donnees = '{}' WHERE dossier = $1", [dossier]);
  await epuiser(h);
  expect((await effets()).slice(-2)).toEqual(instants(2));
});

test('plus de mille échéances qui ne peuvent tirer n’empêchent pas celles d’une autre nature', async () => {
  const h = ouvrir();
  declarer(h);
  h.surEcheance('saine', async () => undefined);
  h.surEcheance('cassee', async () => {
    throw Object.assign(new Error('colonne absente'), { code: '42703' });
  });
  const dossier = uuidv7();
  await armer(h, [...Array.from({ length: 1100 }, (_, i) => due(i, { dossier, nature: 'cassee' })), due(1200, { nature: 'saine' })]);
  await jusqua(async () => {
    await h.tirer();
    return (await s.voir("SELECT 1 FROM horloge WHERE nature = 'saine' AND statut = 'echue'")).length === 1;
  });
  expect(await s.voir("SELECT count(*)::int AS n FROM horloge WHERE nature = 'cassee' AND statut = 'armee'")).toEqual([{ n: 1100 }]);
});

test('un agent qui désarme pendant le lot l’emporte sur la sienne, et sur elle seule', async () => {
  const h = ouvrir();
  const dossier = uuidv7();
  let desarmer: (() => Promise<void>) | undefined = () => s.db.inTransaction(ctx, (tx) => h.desarmer(tx, dossier));
  h.surEcheances('lot', async (tx, toutes) => {
    await tx.query(ECRIRE, [toutes.map((x) => x.dossier), toutes.map((x) => x.echoitLe)]);
    const agir = desarmer;
    desarmer = undefined;
    await agir?.();
    return toutes.map(() => undefined);
  });
  await armer(h, Array.from({ length: 8 }, (_, i) => due(i, i === 3 ? { dossier } : {})));
  await epuiser(h);
  expect(await effets()).toEqual(instants(8, [3]));
  expect(await s.voir("SELECT statut FROM horloge WHERE dossier = $1", [dossier])).toEqual([{ statut: 'desarmee' }]);
});

test('un lot rendu incomplet est une erreur, pas une perte', async () => {
  const erreurs: unknown[] = [];
  const h = ouvrir(erreurs);
  h.surEcheances('lot', async () => []);
  await armer(h, [due(0), due(1)]);
  await h.tirer();
  expect(erreurs).toHaveLength(2);
  expect(await s.voir('SELECT DISTINCT statut, essais FROM horloge')).toEqual([{ statut: 'armee', essais: 1 }]);
});

test('deux ordonnanceurs tirent par lots chacune une fois, dans l’ordre', async () => {
  const ordonnanceurs = [ouvrir(), ouvrir()];
  for (const h of ordonnanceurs) declarer(h);
  await armer(ordonnanceurs[0]!, Array.from({ length: 2500 }, (_, i) => due(i)));
  while ((await Promise.all(ordonnanceurs.map((h) => h.tirer()))).some((n) => n > 0));
  expect(await effets()).toEqual(instants(2500));
}, 30_000);
