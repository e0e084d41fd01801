import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { jusqua, ouvrirIdentiteDeTest, ouvrirServiceDeTest, type IdentiteDeTest, type ServiceDeTest } from '@sm/testing';
import { Db, Horloges, LogEmbarque, Tenancy, Sante, cleDepuisHex, creerJournalTechnique, demarrerService, uuidv7, type ConfigService, type Contexte, type EventLog, type ServiceDemarre } from '../index';

/** The same for every start: secrets of the base stay wrapped by it. */
const CLE_MAITRE = cleDepuisHex(randomBytes(32).toString('hex'));

const tirees: string[] = [];

@Injectable()
class EcheancesEssai implements OnModuleInit {
  constructor(private readonly horloges: Horloges) {}

  async onModuleInit(): Promise<void> {
    await new Promise((ok) => setTimeout(ok, 100));
    this.horloges.surEcheance('essai', async (_tx, h) => {
      tirees.push(h.dossier);
      return undefined;
    });
  }
}

@Module({ providers: [EcheancesEssai] })
class EssaiModule {}

const definition = { nom: 'repertoire', module: EssaiModule, migrations: [] };
const unite = { id: 7, code: 'CNAM', type: 'nationale', noms: [], liens: [] };
let s: ServiceDeTest;
let identite: IdentiteDeTest;
let log: LogEmbarque;

beforeAll(async () => {
  s = await ouvrirServiceDeTest('repertoire');
  await s.voir('INSERT INTO unite_copie VALUES (7, 1, $1)', [JSON.stringify(unite)]);
  identite = await ouvrirIdentiteDeTest();
  log = new LogEmbarque({ sources: { organisation: s.adresses.urlLecteur }, serviceDuTopic: () => 'organisation', tranche: 'essai', activeMs: 10, reposMs: 50 });
}, 60_000);
afterAll(async () => {
  await log.fermer();
  await identite.fermer();
  await s.fermer();
});

const config = (reste: Partial<ConfigService> = {}): ConfigService => ({
  port: 0, hote: '127.0.0.1', url: s.adresses.url, urlProprietaire: s.adresses.urlProprietaire, log, cleMaitre: CLE_MAITRE,
  journal: creerJournalTechnique({ service: 'essai', niveau: 'silent' }), identite: identite.identite, ...reste,
});
const connexions = async (): Promise<number> => (await s.voir("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sm-repertoire'")).length;

async function occuper(): Promise<{ serveur: Server; port: number }> {
  const serveur = createServer();
  await new Promise<void>((ok) => serveur.listen(0, '127.0.0.1', ok));
  return { serveur, port: (serveur.address() as AddressInfo).port };
}

test('une échéance due avant le démarrage attend que son effet soit déclaré, puis se tire une fois', async () => {
  const ctx: Contexte = { acteur: { id: 'agent:A', genre: 'agent', nom: '' }, role: 'app', unites: [7] };
  const dossier = uuidv7();
  await s.db.inTransaction(ctx, (tx) => new Horloges(s.db, () => [7]).armer(tx, [{ dossier, unite: 7, nature: 'essai', proprietaire: 'sm', echoitLe: new Date('2026-01-01T00:00:00Z'), donnees: {} }]));
  const service = await demarrerService(definition, config());
  await jusqua(async () => (await s.voir("SELECT 1 FROM horloge WHERE statut = 'echue'")).length === 1);
  await service.arreter();
  expect(tirees).toEqual([dossier]);
  expect(await s.voir('SELECT code FROM horloge')).toEqual([{ code: null }]);
}, 30_000);

test('un démarrage qui échoue au dernier pas ne laisse rien tourner', async () => {
  const { serveur, port } = await occuper();
  const lectures: string[] = [];
  let enCours = 0;
  const espion: EventLog = {
    abonner: (d) => {
      enCours++;
      const a = log.abonner(d);
      return { arreter: () => a.arreter().then(() => void enCours--) };
    },
    fins: (t) => {
      lectures.push(t);
      return log.fins(t);
    },
    source: (t) => log.source(t),
    fermer: async () => undefined,
  };
  await expect(demarrerService(definition, config({ port, log: espion }))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await new Promise<void>((ok) => serveur.close(() => ok()));
  expect(enCours).toBe(0);
  await jusqua(async () => (await connexions()) <= 1);
}, 30_000);

test('deux arrêts n’en font qu’un, et plus rien ne tourne après', async () => {
  const service: ServiceDemarre = await demarrerService(definition, config());
  const { url } = service;
  await Promise.all([service.arreter(), service.arreter()]);
  await service.arreter();
  await expect(fetch(`${url}/sante/vie`)).rejects.toThrow();
  expect(service.app.get(Db).source.isInitialized).toBe(false);
}, 30_000);

test('un service dont les consommateurs ne lisent plus le journal n’est pas prêt', async () => {
  const muet = new LogEmbarque({ sources: { organisation: 'postgres://x:x@127.0.0.1:1/x' }, serviceDuTopic: () => 'organisation', tranche: 'essai', activeMs: 10, reposMs: 50 });
  const service = await demarrerService(definition, config({ log: muet }));
  const dans = (ms: number) => service.app.get(Sante).constater(new Date(Date.now() + ms));
  const ligne = async (ms: number) => (await dans(ms)).find((l) => l.nom === 'consommateurs')?.etat;
  expect(await ligne(60_000)).toBe('retard');
  await service.arreter();
  await muet.fermer();
  const sain = await demarrerService(definition, config());
  await new Promise((ok) => setTimeout(ok, 300));
  expect((await sain.app.get(Sante).constater()).map((l) => l.etat)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect(sain.app.get(Tenancy).unitesDeLaTranche()).toEqual([7]);
  await sain.arreter();
}, 60_000);
