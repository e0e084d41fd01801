import { debutDuJour } from '@sm/kernel';
import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { uuidv7 } from '../journal/uuid';
import type { HorlogeAArmer } from './horloge';
import { Horloges } from './horloges';

const unite = 7;
const ctx: Contexte = { acteur: { id: 'agent:A', genre: 'agent', nom: '' }, role: 'app', unites: [unite] };
const dossier = uuidv7();
let s: ServiceDeTest;
let h: Horloges;
let maintenant: Date;
let dites: string[];

beforeAll(async () => (s = await ouvrirServiceDeTest('prestations')));
beforeEach(async () => {
  await s.voir('DELETE FROM horloge');
  maintenant = new Date('2026-03-01T00:00:00Z');
  dites = [];
  h = new Horloges(s.db, () => [unite], () => maintenant, (e) => {
    throw e;
  });
  h.surEcheance('delai', async (_tx, x) => void dites.push(`delai ${x.echoitLe.toISOString()}`));
  h.surAlerte('delai', async (_tx, a) => void dites.push(`${a.alerte} ${a.echoitLe.toISOString()} pour ${a.echeance.toISOString()}`));
});
afterAll(() => s.fermer());

const minuit = (jour: string, zone = 'Europe/Paris'): Date => debutDuJour(jour, zone);
const delai = (jour: string, reste: Partial<HorlogeAArmer> = {}): HorlogeAArmer =>
  ({ dossier, unite, nature: 'delai', proprietaire: 'caisse', departLe: '2026-02-28', echoitLe: minuit(jour, reste.zone), article: 'R.441-8 CSS', regle: 'at-2019', effet: 'reconnaissance', donnees: {}, ...reste });
const faire = <T>(fn: (tx: Parameters<Horloges['armer']>[0]) => Promise<T>): Promise<T> => s.db.inTransaction(ctx, fn);
const armer = (...toutes: HorlogeAArmer[]): Promise<void> => faire((tx) => h.armer(tx, toutes));
const a = async (instant: Date | string): Promise<string[]> => {
  maintenant = new Date(instant);
  while ((await h.tirer()) > 0);
  return dites;
};
const etats = (): Promise<{ statut: string; code: string | null; alerte: string | null }[]> => s.voir('SELECT statut, code, alerte FROM horloge ORDER BY echoit_le, id');

test('le propriétaire fait l’acte ou la présomption ; seule une horloge du service médical peut être un acte', async () => {
  await armer(delai('2026-04-10'), delai('2026-04-10', { proprietaire: 'sm', nature: 'autre' }));
  expect(await s.voir('SELECT nature, genre FROM horloge ORDER BY nature')).toEqual([{ nature: 'autre', genre: 'acte' }, { nature: 'delai', genre: 'presomption' }]);
  await expect(armer(delai('2026-04-10', { proprietaire: 'employeur', genre: 'acte' }))).rejects.toThrow(/check/);
});

test('la preuve reste : qui a armé, d’où court le délai, sous quelle règle, quand il a tiré et avec quel retard', async () => {
  await armer(delai('2026-03-10'));
  await a('2026-03-12T05:00:00Z');
  expect(await s.voir(`SELECT armee_par, depart_le::text, article, regle, effet, tiree_le, extract(epoch FROM retard)::int AS retard, statut, code, desarmee_par FROM horloge`)).toEqual([{
    armee_par: 'agent:A', depart_le: '2026-02-28', article: 'R.441-8 CSS', regle: 'at-2019', effet: 'reconnaissance', tiree_le: maintenant, retard: 54 * 3600, statut: 'echue', code: null, desarmee_par: null,
  }]);
  await armer(delai('2026-05-10'));
  await faire((tx) => h.desarmer(tx, dossier, 'delai'));
  expect(await s.voir("SELECT desarmee_par, desarmee_le IS NOT NULL AS datee FROM horloge WHERE statut = 'desarmee'")).toEqual([{ desarmee_par: 'agent:A', datee: true }]);
});

test('une alerte se dit une fois, à sa date, avant l’échéance qu’elle annonce', async () => {
  await armer(delai('2026-04-10', { alertes: [{ nom: 'dix-jours', le: minuit('2026-03-31') }, { nom: 'veille', le: minuit('2026-04-09') }] }));
  expect(await a('2026-03-30T21:59:59Z')).toEqual([]);
  await a('2026-04-15T00:00:00Z');
  expect(dites).toEqual(['dix-jours 2026-03-30T22:00:00.000Z pour 2026-04-09T22:00:00.000Z', 'veille 2026-04-08T22:00:00.000Z pour 2026-04-09T22:00:00.000Z', 'delai 2026-04-09T22:00:00.000Z']);
  expect(await a('2026-05-01T00:00:00Z')).toHaveLength(3);
});

test('une alerte déjà passée quand l’horloge est armée est notée manquée, jamais dite comme neuve', async () => {
  await armer(delai('2026-03-05', { alertes: [{ nom: 'dix-jours', le: minuit('2026-02-23') }] }));
  expect(await etats()).toEqual([{ statut: 'manquee', code: 'alerte-passee', alerte: 'dix-jours' }, { statut: 'armee', code: null, alerte: null }]);
  expect(await a('2026-03-06T00:00:00Z')).toEqual(['delai 2026-03-04T23:00:00.000Z']);
  await expect(armer(delai('2026-04-05', { alertes: [{ nom: 'apres', le: minuit('2026-04-05') }] }))).rejects.toThrow('alerte-apres-echeance');
});

test('désarmée, une horloge emporte ses alertes, en pause ou non', async () => {
  await armer(delai('2026-04-10', { alertes: [{ nom: 'veille', le: minuit('2026-04-09') }] }));
  await faire((tx) => h.suspendre(tx, dossier, 'delai', { motif: 'piece_manquante', jusquau: '2026-03-20' }));
  await faire((tx) => h.desarmer(tx, dossier, 'delai'));
  expect((await etats()).map((e) => e.statut)).toEqual(['desarmee', 'desarmee']);
  expect(await a('2026-06-01T00:00:00Z')).toEqual([]);
});

test.each([
  ['au passage à l’heure d’été', 'Europe/Paris', '2026-03-01T00:00:00Z', '2026-04-10', '2026-03-20', '2026-04-02', '2026-04-23'],
  ['au passage à l’heure d’hiver', 'Europe/Paris', '2026-10-01T00:00:00Z', '2026-10-20', '2026-10-15', '2026-10-28', '2026-11-02'],
  ['sur un 29 février', 'Europe/Paris', '2028-02-01T00:00:00Z', '2028-02-28', '2028-02-20', '2028-02-21', '2028-02-29'],
  ['en Guyane', 'America/Cayenne', '2026-03-01T12:00:00Z', '2026-04-10', '2026-03-20', '2026-04-02', '2026-04-23'],
  ['en Nouvelle-Calédonie', 'Pacific/Noumea', '2026-03-01T00:00:00Z', '2026-04-10', '2026-03-20', '2026-04-02', '2026-04-23'],
])('une pause finie déplace l’échéance et l’alerte d’autant de jours locaux (%s), et l’horloge reprend seule', async (_ou, zone, debut, echeance, du, jusquau, nouvelle) => {
  maintenant = new Date(debut);
  await armer(delai(echeance, { zone, alertes: [{ nom: 'veille', le: new Date(minuit(echeance, zone).getTime() - 3_600_000) }] }));
  expect(await faire((tx) => h.suspendre(tx, dossier, 'delai', { motif: 'piece_manquante', du, jusquau }))).toBe(1);
  const fin = minuit(nouvelle, zone);
  await a(new Date(minuit(jusquau, zone).getTime() - 1));
  expect((await etats()).map((e) => e.statut)).toEqual(['suspendue', 'suspendue']);
  await a(minuit(jusquau, zone));
  expect((await etats()).map((e) => e.statut)).toEqual(['armee', 'armee']);
  expect(await a(new Date(fin.getTime() - 1))).toHaveLength(1);
  expect((await a(fin))[1]).toBe(`delai ${fin.toISOString()}`);
  const [pause] = await s.voir<{ pauses: unknown[] }>('SELECT pauses FROM horloge WHERE alerte IS NULL');
  expect(pause!.pauses).toMatchObject([{ motif: 'piece_manquante', du, jusquau, par: 'agent:A', reprise: expect.any(String) as string }]);
});

test('une pause se demande avec un motif et une fin ; elle n’arrête pas ce qui est déjà échu', async () => {
  await armer(delai('2026-03-10'));
  for (const pause of [{ motif: '', jusquau: '2026-04-01' }, { motif: 'En clair', jusquau: '2026-04-01' }, { motif: 'piece', jusquau: '2026-02-30' }, { motif: 'piece', du: '2026-04-01', jusquau: '2026-04-01' }]) {
    await expect(faire((tx) => h.suspendre(tx, dossier, 'delai', pause))).rejects.toThrow('pause-invalide');
  }
  expect(await faire((tx) => h.suspendre(tx, dossier, 'delai', { motif: 'piece', jusquau: '2026-03-01' }))).toBe(0);
  maintenant = new Date('2026-03-11T00:00:00Z');
  expect(await faire((tx) => h.suspendre(tx, dossier, 'delai', { motif: 'piece', jusquau: '2026-04-01' }))).toBe(0);
  // Received late, a pause that began before the expiry still counts.
  expect(await faire((tx) => h.suspendre(tx, dossier, 'delai', { motif: 'piece', du: '2026-03-05', jusquau: '2026-04-01' }))).toBe(1);
  expect(await a('2026-04-05T22:00:00Z')).toEqual(['delai 2026-04-05T22:00:00.000Z']);
});

test('reprise avant la fin de sa pause, l’horloge prend l’échéance que le domaine lui donne, et ses alertes la suivent', async () => {
  await armer(delai('2026-04-10', { alertes: [{ nom: 'dix-jours', le: minuit('2026-03-31') }, { nom: 'mois', le: minuit('2026-03-10') }] }));
  await faire((tx) => h.suspendre(tx, dossier, 'delai', { motif: 'avis_attendu', jusquau: '2026-06-01' }));
  maintenant = new Date('2026-03-25T10:00:00Z');
  expect(await faire((tx) => h.reprendre(tx, dossier, 'delai', { echoitLe: minuit('2026-04-20') }))).toBe(1);
  expect(await faire((tx) => h.reprendre(tx, dossier, 'delai', { echoitLe: minuit('2026-04-21') }))).toBe(0);
  expect(await etats()).toEqual([{ statut: 'manquee', code: 'alerte-passee', alerte: 'mois' }, { statut: 'armee', code: null, alerte: 'dix-jours' }, { statut: 'armee', code: null, alerte: null }]);
  expect(await a('2026-04-30T00:00:00Z')).toEqual(['dix-jours 2026-04-09T22:00:00.000Z pour 2026-04-19T22:00:00.000Z', 'delai 2026-04-19T22:00:00.000Z']);
});
