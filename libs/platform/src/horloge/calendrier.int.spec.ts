import { ajouterMois, debutDuJour } from '@sm/kernel';
import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { uuidv7 } from '../journal/uuid';
import type { HorlogeAArmer } from './horloge';
import { Horloges } from './horloges';

const unite = 7;
const ctx: Contexte = { acteur: { id: 'agent:A', genre: 'agent', nom: '' }, role: 'app', unites: [unite] };
let s: ServiceDeTest;
let maintenant = new Date('2026-01-01T00:00:00Z');

beforeAll(async () => (s = await ouvrirServiceDeTest('prestations')));
beforeEach(() => s.voir('DELETE FROM horloge'));
afterAll(() => s.fermer());

const ouvrir = (): Horloges => new Horloges(s.db, () => [unite], () => maintenant, (e) => {
  throw e;
});
const horloge = (echoitLe: Date, reste: Partial<HorlogeAArmer> = {}): HorlogeAArmer => ({ dossier: uuidv7(), unite, nature: 'essai', proprietaire: 'caisse', echoitLe, donnees: {}, ...reste });
const armer = (h: Horloges, ...toutes: HorlogeAArmer[]) => s.db.inTransaction(ctx, (tx) => h.armer(tx, toutes));
const tirees = (h: Horloges, nature = 'essai'): string[] => {
  const dites: string[] = [];
  h.surEcheance(nature, async (_tx, x) => void dites.push(x.echoitLe.toISOString()));
  return dites;
};
const epuiser = async (h: Horloges): Promise<void> => {
  while ((await h.tirer()) > 0);
};

test.each([
  ['la veille du passage à l’heure d’été', 'Europe/Paris', '2026-03-29', '2026-03-28T23:00:00Z'], ['le lendemain du passage à l’heure d’été', 'Europe/Paris', '2026-03-30', '2026-03-29T22:00:00Z'],
  ['le jour du passage à l’heure d’hiver', 'Europe/Paris', '2026-10-25', '2026-10-24T22:00:00Z'], ['le lendemain du passage à l’heure d’hiver', 'Europe/Paris', '2026-10-26', '2026-10-25T23:00:00Z'],
  ['un 29 février', 'Europe/Paris', '2028-02-29', '2028-02-28T23:00:00Z'], ['en Guyane', 'America/Cayenne', '2026-07-01', '2026-07-01T03:00:00Z'],
  ['à La Réunion', 'Indian/Reunion', '2026-07-01', '2026-06-30T20:00:00Z'], ['en Nouvelle-Calédonie', 'Pacific/Noumea', '2026-07-01', '2026-06-30T13:00:00Z'],
])('une échéance %s tombe au premier instant du jour local, pas une milliseconde avant', async (_quand, zone, jour, instant) => {
  maintenant = new Date('2026-01-01T00:00:00Z');
  const h = ouvrir();
  const dites = tirees(h);
  await armer(h, horloge(debutDuJour(jour, zone), { zone }));
  maintenant = new Date(Date.parse(instant) - 1);
  await h.tirer();
  expect(dites).toEqual([]);
  maintenant = new Date(instant);
  await h.tirer();
  expect(dites).toEqual([new Date(instant).toISOString()]);
});

test('un an de mois comptés depuis un 29 février échoit le 28, puis le 29 quand il existe', async () => {
  const h = ouvrir();
  const dites = tirees(h);
  maintenant = new Date('2024-02-29T12:00:00Z');
  await armer(h, ...[12, 24, 48].map((n) => horloge(debutDuJour(ajouterMois('2024-02-29', n), 'Europe/Paris'))));
  maintenant = new Date('2029-01-01T00:00:00Z');
  await epuiser(h);
  expect(dites).toEqual(['2025-02-27T23:00:00.000Z', '2026-02-27T23:00:00.000Z', '2028-02-28T23:00:00.000Z']);
});

test('l’heure de la machine avance puis recule : rien ne tire deux fois, rien n’est perdu', async () => {
  const h = ouvrir();
  const dites = tirees(h);
  maintenant = new Date('2026-06-01T00:00:00Z');
  await armer(h, horloge(new Date('2026-06-02T00:00:00Z')), horloge(new Date('2026-06-10T00:00:00Z')));
  maintenant = new Date('2026-06-05T00:00:00Z');
  await h.tirer();
  maintenant = new Date('2026-05-01T00:00:00Z');
  await h.tirer();
  await armer(h, horloge(new Date('2026-05-02T00:00:00Z')));
  await h.tirer();
  expect(dites).toEqual(['2026-06-02T00:00:00.000Z']);
  maintenant = new Date('2027-01-01T00:00:00Z');
  await epuiser(h);
  expect(dites).toEqual(['2026-06-02T00:00:00.000Z', '2026-05-02T00:00:00.000Z', '2026-06-10T00:00:00.000Z']);
});

/** A month of clocks, some of which arm another that is already due. */
async function panneDUnMois(h: Horloges): Promise<void> {
  maintenant = new Date('2026-03-01T00:00:00Z');
  const jours = Array.from({ length: 31 }, (_, j) => debutDuJour(`2026-03-${String(j + 1).padStart(2, '0')}`, 'Europe/Paris'));
  await armer(h, ...jours.flatMap((jour, j) => Array.from({ length: 4 }, (_, k) => horloge(new Date(jour.getTime() + 3_600_000), { donnees: k === 0 ? { suite: 1 + (j % 5) } : {} }))));
  maintenant = new Date('2026-04-15T00:00:00Z');
}
const suivante = (x: { readonly dossier: string; readonly echoitLe: Date; readonly donnees: Readonly<Record<string, string | number>> }): HorlogeAArmer[] =>
  x.donnees['suite'] ? [horloge(new Date(x.echoitLe.getTime() + Number(x.donnees['suite']) * 86_400_000), { dossier: x.dossier, donnees: x.donnees })] : [];

test.each(['un par un', 'par lots'])('après un mois d’arrêt, tout tire dans l’ordre des échéances et daté d’elles, ce que les effets arment compris (%s)', async (mode) => {
  const h = ouvrir();
  const dites: number[] = [];
  if (mode === 'un par un') {
    h.surEcheance('essai', async (tx, x) => {
      await h.armer(tx, suivante(x));
      await tx.query("INSERT INTO horloge (id, dossier, unite, nature, proprietaire, genre, echoit_le, statut) VALUES ($1, $2, $3, 'trace', 'sm', 'acte', $4, 'desarmee')", [uuidv7(), x.dossier, unite, x.echoitLe]);
      return undefined;
    });
  } else {
    h.surEcheances('essai', async (tx, toutes) => {
      await h.armer(tx, toutes.flatMap(suivante));
      for (const x of toutes) await tx.query("INSERT INTO horloge (id, dossier, unite, nature, proprietaire, genre, echoit_le, statut) VALUES ($1, $2, $3, 'trace', 'sm', 'acte', $4, 'desarmee')", [uuidv7(), x.dossier, unite, x.echoitLe]);
      return toutes.map(() => undefined);
    });
  }
  await panneDUnMois(h);
  await epuiser(h);
  const lignes = await s.voir<{ le: Date }>("SELECT echoit_le AS le FROM horloge WHERE nature = 'trace' ORDER BY id");
  dites.push(...lignes.map((l) => l.le.getTime()));
  const armees = await s.voir<{ le: Date; statut: string }>("SELECT echoit_le AS le, statut FROM horloge WHERE nature = 'essai' AND echoit_le <= $1", [maintenant]);
  expect(armees.every((a) => a.statut === 'echue')).toBe(true);
  expect(dites).toEqual(armees.map((a) => a.le.getTime()).sort((a, b) => a - b));
  expect(dites.length).toBeGreaterThan(31 * 4 + 100);
}, 60_000);

test('arrêté au milieu puis relancé, l’ordonnanceur reprend où il en était', async () => {
  const premier = ouvrir();
  const dites = tirees(premier);
  maintenant = new Date('2026-06-01T00:00:00Z');
  await armer(premier, ...Array.from({ length: 1500 }, (_, i) => horloge(new Date(Date.UTC(2026, 4, 1, 0, i)))));
  await premier.tirer();
  const second = ouvrir();
  const suite = tirees(second);
  await epuiser(second);
  expect(dites.length).toBeGreaterThan(0);
  expect(suite.length).toBeGreaterThan(0);
  expect([...dites, ...suite]).toEqual(Array.from({ length: 1500 }, (_, i) => new Date(Date.UTC(2026, 4, 1, 0, i)).toISOString()));
}, 60_000);
