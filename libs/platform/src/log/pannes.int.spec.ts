import { jusqua, ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { Journal } from '../journal/journal';
import { Sequenceur } from '../journal/sequenceur';
import { uuidv7 } from '../journal/uuid';
import { Consommateur, type TraiterLot } from './consommateur';
import { LogEmbarque } from './embarque';
import type { LotBrut, Message } from './port';

const TOPIC = 'sm.prestations.dossier.v1';
const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: '' }, role: 'app', unites: [1] };
let s: ServiceDeTest;
let log: LogEmbarque;
const ouverts: Consommateur[] = [];

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
  log = new LogEmbarque({ sources: { prestations: s.adresses.urlLecteur }, serviceDuTopic: () => 'prestations', tranche: 'essai', activeMs: 10, reposMs: 30 });
});
afterEach(() => Promise.all(ouverts.splice(0).map((c) => c.arreter())));
afterAll(async () => {
  await log.fermer();
  await s.fermer();
});

const message = (seq: number): Message => ({ source: 'essai/ailleurs', topic: TOPIC, part: 1, seq, id: uuidv7(), type: 'Essai', cle: 'd', unite: 1, version: seq, survenuLe: new Date(), enregistreLe: new Date(), donnees: Buffer.alloc(0) });
const lot = (...seqs: number[]): LotBrut => ({ topic: TOPIC, part: 1, messages: seqs.map(message) });
const creer = (nom: string, traiter: TraiterLot, surErreur: (e: unknown) => void = () => undefined): Consommateur => {
  const c = new Consommateur(s.db, log, { nom, topic: TOPIC, compacte: false, traiter, surErreur });
  ouverts.push(c);
  return c;
};
const mortes = async (nom: string) => (await s.voir('SELECT seq::int AS seq, code FROM lettre_morte WHERE consommateur = $1 ORDER BY seq', [nom])) as { seq: number; code: string }[];
const publier = async (n = 1) => {
  const journal = new Journal();
  await s.db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, Array.from({ length: n }, () => ({ topic: TOPIC, dossier: uuidv7(), version: 1, unite: 1, type: 'Essai', survenuLe: new Date(), prive: {}, public: Buffer.from([1]) }))));
  const sequenceur = new Sequenceur(s.db);
  while (await sequenceur.tic());
};

test('un message seul dont la connexion est rompue en plein traitement n’est pas pris pour un poison', async () => {
  let essais = 0;
  const c = creer('rompue', async (l) => {
    const [{ pid }] = await l.tx.query('SELECT pg_backend_pid() AS pid');
    if (++essais > 3) return;
    await s.voir('SELECT pg_terminate_backend($1)', [pid]);
    await jusqua(() => l.tx.query('SELECT 1').then(() => false, () => true));
    await l.tx.query('SELECT 1');
  });
  await expect(c.recevoir(lot(1))).rejects.toMatchObject({ code: expect.stringMatching(/^(08|57|ECONN|EPIPE)/) });
  essais = 9;
  await c.recevoir(lot(1));
  expect(await mortes('rompue')).toEqual([]);
  expect((await c.marques(1)).get('essai/ailleurs')).toBe(1);
});

test.each([
  ['le nom du serveur ne se résout pas', Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' })],
  ['un autre service ne répond pas', new TypeError('fetch failed', { cause: Object.assign(new Error('refus'), { code: 'ECONNREFUSED' }) })],
  ['un autre service tarde', new DOMException('trop long', 'TimeoutError')],
  ['la transaction est restée oisive', Object.assign(new Error('oisive'), { code: '25P03' })],
  ['la table manque', Object.assign(new Error('absente'), { code: '42P01' })],
  ['la base lit mal son disque', Object.assign(new Error('disque'), { code: 'XX001' })],
])('une panne (%s) arrête la partition et ne met aucun message de côté', async (nom, panne) => {
  const c = creer(nom, async () => {
    throw panne;
  });
  await expect(c.recevoir(lot(1, 2))).rejects.toBe(panne);
  expect(await mortes(nom)).toEqual([]);
  expect((await c.marques(1)).size).toBe(0);
});

test('un échec qui ne se répète pas n’est pas un poison ; celui qui se répète l’est, et lui seul', async () => {
  let premier = true;
  const c = creer('repete', async (l) => {
    if (l.messages.some((m) => m.seq === 3)) throw new RangeError('toujours');
    if (premier && l.messages.length === 1) {
      premier = false;
      throw new Error('une seule fois');
    }
  });
  await c.recevoir(lot(1));
  await c.recevoir(lot(2, 3, 4));
  expect(await mortes('repete')).toEqual([{ seq: 3, code: 'RangeError' }]);
});

test('une partition reprise par une autre instance n’est plus dite arrêtée', async () => {
  await publier();
  const panne = Object.assign(new Error('conflit'), { code: '40001' });
  const autre = creer('relais', async () => undefined);
  let vus = 0;
  const c = creer('relais', async () => {
    vus++;
    throw panne;
  });
  c.demarrer();
  await jusqua(() => c.bloquees.size === 1);
  autre.demarrer();
  await jusqua(() => c.bloquees.size === 0, { delaiMs: 10_000, quoi: 'la fin du blocage' });
  expect(vus).toBeGreaterThan(0);
});

test('un consommateur sans rien à faire dit qu’il vit ; un journal injoignable le fait taire', async () => {
  const c = creer('vivant', async () => undefined);
  c.demarrer();
  const depart = c.dernierProgres;
  await jusqua(() => c.dernierProgres.getTime() > depart.getTime() + 50);
  const muet = new LogEmbarque({ sources: { prestations: 'postgres://x:x@127.0.0.1:1/x' }, serviceDuTopic: () => 'prestations', tranche: 'essai', activeMs: 10, reposMs: 30 });
  const sourd = new Consommateur(s.db, muet, { nom: 'sourd', topic: TOPIC, compacte: false, traiter: async () => undefined });
  const naissance = sourd.dernierProgres;
  sourd.demarrer();
  await new Promise((ok) => setTimeout(ok, 300));
  await sourd.arreter();
  await muet.fermer();
  expect(sourd.dernierProgres).toBe(naissance);
});

test('une suite en mémoire qui échoue est refaite jusqu’à ce qu’elle passe', async () => {
  await publier();
  let pannes = 2;
  const lots = { pris: 0, suivis: 0 };
  const c = creer('suites', async (l) => {
    lots.pris++;
    l.apresValidation(async () => {
      if (pannes-- > 0) throw new Error('base coupée');
      lots.suivis++;
    });
  });
  c.demarrer();
  await jusqua(() => pannes < 0 && lots.suivis === lots.pris, { delaiMs: 10_000, quoi: 'la suite' });
  await new Promise((ok) => setTimeout(ok, 200));
  expect(lots.suivis).toBe(lots.pris);
});

test('le retard se compte pour la source du journal, quelles que soient les autres', async () => {
  const c = creer('sources', async () => undefined);
  for (const part of [0, 1, 2, 3, 4, 5, 6, 7]) await c.recevoir({ topic: TOPIC, part, messages: Array.from({ length: 30 }, (_, i) => ({ ...message(i + 1), part })) });
  expect(await c.retard()).toBe([...(await log.fins(TOPIC)).values()].reduce((a, b) => a + b, 0));
});

test('l’arrêt attend le lot en main, qui est appliqué', async () => {
  await publier();
  let finir: () => void = () => undefined;
  const verrou = new Promise<void>((ok) => (finir = ok));
  let commence = false;
  let fini = false;
  const c = creer('arret', async () => {
    commence = true;
    await verrou;
    fini = true;
  });
  c.demarrer();
  await jusqua(() => commence);
  const arret = c.arreter();
  setTimeout(finir, 50);
  await arret;
  expect(fini).toBe(true);
  expect([...(await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((p) => c.marques(p))))].some((m) => m.size > 0)).toBe(true);
});
