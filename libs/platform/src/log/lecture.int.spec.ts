import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { Journal } from '../journal/journal';
import { Sequenceur } from '../journal/sequenceur';
import { uuidv7 } from '../journal/uuid';
import { lireEmbarque, type DemandeLecture } from './lecture';
import type { Message } from './port';

const TOPIC = 'sm.prestations.dossier.v1';
const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: '' }, role: 'app', unites: [1] };
const dossier = uuidv7();
let s: ServiceDeTest;

async function ecrire(versions: readonly number[]): Promise<void> {
  await s.db.inTransaction(ctx, (tx) => new Journal().ajouter(tx, ctx, versions.map((version) => ({ topic: TOPIC, dossier, version, unite: 1, type: 'Essai', survenuLe: new Date(), prive: {}, public: Buffer.from([1]) }))));
  while (await new Sequenceur(s.db).tic());
}

async function lire(demande: DemandeLecture, assez = Infinity): Promise<Message[]> {
  const lus: Message[] = [];
  for await (const m of lireEmbarque({ service: 'prestations', urlLecteur: s.adresses.urlLecteur }, TOPIC, demande)) {
    lus.push(m);
    if (lus.length >= assez) break;
  }
  return lus;
}

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
  await ecrire(Array.from({ length: 450 }, (_, i) => i + 1));
});
afterAll(() => s.fermer());

test('se lit du début à la fin, dans l’ordre, et s’arrête', async () => {
  const lus = await lire({ depuis: 1 });
  expect(lus.map((m) => m.seq)).toEqual(Array.from({ length: 450 }, (_, i) => i + 1));
  expect(await s.voir('SELECT 1 FROM consommation')).toEqual([]);
});

test('se lit depuis une position, par la fin, ou dans une seule partition', async () => {
  const [{ part }] = (await lire({ depuis: 450 })) as [Message];
  expect((await lire({})).map((m) => m.seq)).toEqual([441, 442, 443, 444, 445, 446, 447, 448, 449, 450]);
  expect(await lire({ depuis: 1, part: (part + 1) % 8 })).toEqual([]);
  expect(await lire({ depuis: 440, part })).toHaveLength(11);
  expect(await lire({ depuis: 451 })).toEqual([]);
});

test('suit ce qui vient, jusqu’à ce qu’on l’arrête', async () => {
  const suite = lire({ depuis: 449, suivre: true }, 4);
  await ecrire([451, 452]);
  expect((await suite).map((m) => m.seq)).toEqual([449, 450, 451, 452]);
  const arret = new AbortController();
  setTimeout(() => arret.abort(), 300);
  expect(await lire({ depuis: 452, suivre: true, arret: arret.signal })).toHaveLength(1);
});

test('une adresse qui ne répond pas se dit', async () => {
  const perdue = lireEmbarque({ service: 'prestations', urlLecteur: 'postgres://x:x@127.0.0.1:1/x' }, TOPIC, {});
  await expect(perdue.next()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
