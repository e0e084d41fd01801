import { setTimeout as pause } from 'node:timers/promises';
import { EssaiDeLog, TOPIC_ESSAI, jusqua, ouvrirKafkaPrive, type KafkaPrive } from '@sm/testing';
import { uuidv7 } from '../../journal/uuid';
import { lireKafka } from '../lecture';
import { LettresMortes } from '../lettres-mortes';
import { AbonnementKafka } from './abonnement';
import { ClientKafka } from './client';
import { ConfigKafka } from './config';
import { LogKafka } from './log-kafka';
import { Relais } from './relais';

jest.setTimeout(120_000);

const configuration = (reglages: Partial<ConfigKafka>): ConfigKafka => Object.assign(new ConfigKafka(), reglages);
const prefixe = (): string => `p${Math.random().toString(36).slice(2, 10)}.`;
const cles = (effets: readonly { dossier: string; version: number }[]): string[] => effets.map((e) => `${e.dossier}|${e.version}`);

let courtier: KafkaPrive;
let essai: EssaiDeLog;
const fermetures: (() => Promise<unknown>)[] = [];

async function ouvrirCourtier(options: { securise?: boolean } = {}): Promise<KafkaPrive> {
  const prive = await ouvrirKafkaPrive(options);
  if ('absence' in prive) throw new Error(prive.absence);
  return prive;
}

/** A relay and a log over one broker, under a prefix of their own. */
function brancher(reglages: Partial<ConfigKafka>): { client: ClientKafka; relais: Relais; log: LogKafka; erreurs: unknown[] } {
  const client = new ClientKafka(configuration({ prefixe: prefixe(), ...reglages }), 'essai');
  const erreurs: unknown[] = [];
  const relais = new Relais({ db: essai.producteur.db, client, tranche: 'essai', surErreur: (e) => void erreurs.push(e) });
  const log = new LogKafka(client);
  fermetures.push(() => relais.arreter(), () => log.fermer());
  return { client, relais, log, erreurs };
}

beforeAll(async () => {
  courtier = await ouvrirCourtier();
}, 240_000);

beforeEach(async () => {
  essai = await EssaiDeLog.ouvrir();
});

afterEach(async () => {
  await essai.arreterConsommateurs();
  for (const fermer of fermetures.splice(0)) await fermer();
  await essai.fermer();
});

afterAll(() => courtier.fermer());

const tousLesEffets = (nom: string, nombre = essai.attendu()) => jusqua(async () => (await essai.effets(nom)).length >= nombre, { delaiMs: 90_000, quoi: `${nombre} effets` });

async function unefois(nom: string): Promise<void> {
  await tousLesEffets(nom);
  const vus = cles(await essai.effets(nom));
  expect(new Set(vus).size).toBe(vus.length);
  expect(vus).toHaveLength(essai.attendu());
}

test('le courtier est tué puis relancé : rien n’est perdu, rien n’est fait deux fois', async () => {
  const { relais, log } = brancher({ courtiers: courtier.courtiers });
  relais.demarrer(5, 50);
  essai.consommer(log, 'coupure');
  await essai.publierNeufs(40);
  await tousLesEffets('coupure');
  await courtier.tuer();
  await essai.publierNeufs(40);
  await pause(1500);
  await courtier.redemarrer();
  await essai.publierNeufs(40);
  await unefois('coupure');
  expect(await relais.retard()).toEqual({ enAttente: 0, plusAncien: null });
});

test('un second membre arrive au milieu d’un lot : chacun garde sa part, chaque effet une fois', async () => {
  const { relais, log } = brancher({ courtiers: courtier.courtiers });
  relais.demarrer(5, 50);
  await essai.publierNeufs(200);
  await jusqua(async () => (await relais.retard()).enAttente === 0, { delaiMs: 30_000 });
  const lent = async (lot: Parameters<EssaiDeLog['ecrire']>[1]): Promise<void> => {
    await pause(60);
    await essai.ecrire('partage', lot);
  };
  const premier = essai.consommer(log, 'partage', lent, 5);
  await tousLesEffets('partage', 20);
  const second = brancher({ ...log.client.config });
  const dernier = essai.consommer(second.log, 'partage', lent, 5);
  await essai.publierNeufs(50);
  await unefois('partage');
  await jusqua(() => premier.bloquees.size + dernier.bloquees.size === 0, { delaiMs: 20_000, quoi: 'la levée des blocages passagers' });
});

test('un courtier qui se tait sans fermer : le consommateur muet est remplacé, et reprend', async () => {
  const { relais, client } = brancher({ courtiers: courtier.courtiers });
  relais.demarrer(5, 50);
  const [recus, erreurs]: [number[], unknown[]] = [[], []];
  const abonnement = new AbonnementKafka(client, {
    groupe: 'muet', topic: TOPIC_ESSAI, taille: 50, marques: async () => new Map(), surErreur: (e) => void erreurs.push(e), surLot: async (lot) => void recus.push(...lot.messages.map((m) => m.seq)),
  }, 3000);
  fermetures.unshift(() => abonnement.arreter());
  await essai.publierNeufs(10);
  await jusqua(() => recus.length >= 10, { delaiMs: 30_000 });
  recus.length = 0;
  process.kill(courtier.pid, 'SIGSTOP');
  await jusqua(() => erreurs.some((e) => (e as { code?: unknown }).code === 'ETIMEDOUT'), { delaiMs: 30_000, quoi: 'le constat du silence' }).finally(() => process.kill(courtier.pid, 'SIGCONT'));
  await jusqua(() => recus.length >= 10, { delaiMs: 60_000 });
});

test('une TypeError du traitement ne tue pas le consommateur : la partition reprend de ce qui est rangé', async () => {
  const { relais, client } = brancher({ courtiers: courtier.courtiers });
  relais.demarrer(5, 50);
  let rates = 0;
  const marques = new Map<number, Map<string, number>>();
  const vus: string[] = [];
  const abonnement = new AbonnementKafka(client, {
    groupe: 'fautif', topic: TOPIC_ESSAI, taille: 50, marques: async (part) => marques.get(part) ?? new Map(), surErreur: () => undefined,
    surLot: async (lot) => {
      if (rates < 3) {
        rates += 1;
        throw new TypeError('panne du code');
      }
      marques.set(lot.part, new Map([...(marques.get(lot.part) ?? []), ...lot.reperes!]));
      vus.push(...lot.messages.map((m) => m.id));
    },
  });
  fermetures.unshift(() => abonnement.arreter());
  await essai.publierNeufs(12);
  await jusqua(() => vus.length >= 12, { delaiMs: 30_000 });
  await essai.publierNeufs(12);
  await jusqua(() => vus.length >= 24, { delaiMs: 30_000 });
  expect(new Set(vus).size).toBe(24);
  expect(rates).toBe(3);
});

test('une panne passée ne laisse pas la partition dite bloquée quand il ne reste rien à lire', async () => {
  const { relais, log } = brancher({ courtiers: courtier.courtiers });
  relais.demarrer(5, 50);
  const c = essai.consommer(log, 'levee');
  await essai.publierNeufs(80);
  await tousLesEffets('levee');
  // Another owner has moved the marks on: this one finds out at the next batch, and has nothing left to do.
  await essai.lecteur.voir("UPDATE consommation SET seq = seq + 1 WHERE consommateur = 'levee'");
  await essai.publierNeufs(1);
  await jusqua(() => c.bloquees.size > 0, { delaiMs: 20_000, quoi: 'le constat' });
  await jusqua(() => c.bloquees.size === 0, { delaiMs: 20_000, quoi: 'la levée' });
});

test('un enregistrement illisible est mis de côté une fois, le reste passe', async () => {
  const { relais, log, client } = brancher({ courtiers: courtier.courtiers });
  relais.demarrer(5, 50);
  await essai.publierNeufs(8);
  await jusqua(async () => (await relais.retard()).enAttente === 0, { delaiMs: 30_000 });
  const intrus = client.producteur();
  await intrus.connect();
  await intrus.send({ topic: client.topic(TOPIC_ESSAI), messages: [{ key: 'x', value: 'pas une enveloppe', partition: 0 }] });
  await intrus.disconnect();
  essai.consommer(log, 'illisible');
  await essai.publierNeufs(30);
  await unefois('illisible');
  const lettres = new LettresMortes(essai.lecteur.db, new Map([['illisible', async () => undefined]]));
  const [lettre, ...autres] = await jusqua(async () => { const l = await lettres.lister(); return l.length ? l : null; });
  expect(lettre).toMatchObject({ code: 'message-illisible', type: 'illisible', consommateur: 'illisible' });
  expect(autres).toEqual([]);
  await expect(lettres.rejouer(lettre!.id)).rejects.toThrow('lettre-morte-illisible');
});

test('un envoi répété est ignoré, et le retard revient à zéro', async () => {
  const { relais, log } = brancher({ courtiers: courtier.courtiers });
  const c = essai.consommer(log, 'repete');
  await essai.publierNeufs(20);
  relais.demarrer(5, 50);
  await tousLesEffets('repete');
  await essai.producteur.voir('UPDATE relais SET seq = 0');
  await jusqua(async () => [...(await log.fins(TOPIC_ESSAI)).values()].reduce((a, b) => a + b, 0) >= 40, { delaiMs: 30_000 });
  await jusqua(async () => (await c.retard()) === 0, { delaiMs: 30_000 });
  await unefois('repete');
});

test('l’offset rangé avec les effets l’emporte sur celui du groupe', async () => {
  const { relais, log, client } = brancher({ courtiers: courtier.courtiers });
  relais.demarrer(5, 50);
  await essai.publierNeufs(30);
  await jusqua(async () => (await relais.retard()).enAttente === 0, { delaiMs: 30_000 });
  const fins = await log.fins(TOPIC_ESSAI);
  await client.administrer((a) => a.setOffsets({ groupId: client.topic('pilotage.offset'), topic: client.topic(TOPIC_ESSAI), partitions: [...fins].map(([partition, fin]) => ({ partition, offset: String(fin) })) }));
  essai.consommer(log, 'offset');
  await unefois('offset');
});

test('un autre courtier, vide, reçoit tout le journal ; les lecteurs laissent ce qu’ils ont déjà', async () => {
  const premier = brancher({ courtiers: courtier.courtiers });
  premier.relais.demarrer(5, 50);
  const c = essai.consommer(premier.log, 'demenage');
  await essai.publierNeufs(20);
  await tousLesEffets('demenage');
  await c.arreter();
  await premier.relais.arreter();
  const neuf = await ouvrirCourtier();
  fermetures.push(() => neuf.fermer());
  const second = brancher({ courtiers: neuf.courtiers });
  fermetures.reverse();
  second.relais.demarrer(5, 50);
  await essai.publierNeufs(20);
  essai.consommer(second.log, 'demenage');
  essai.consommer(second.log, 'nouveau');
  await unefois('demenage');
  await unefois('nouveau');
});

test('un topic de mauvaise forme arrête le relais, qui le dit', async () => {
  const { relais, client, erreurs } = brancher({ courtiers: courtier.courtiers });
  await client.administrer((a) => a.createTopics({ topics: [{ topic: client.topic(TOPIC_ESSAI), numPartitions: 3 }], waitForLeaders: true }));
  await essai.publierNeufs(5);
  relais.demarrer(5, 50);
  await jusqua(() => erreurs.some((e) => (e as { code?: string }).code === 'topic-non-conforme'), { delaiMs: 20_000 });
  await jusqua(async () => (await relais.retard()).enAttente === 5, { delaiMs: 20_000 });
});

test('au repos, trois consommateurs et un relais ne prennent presque rien', async () => {
  const { relais, log } = brancher({ courtiers: courtier.courtiers });
  relais.demarrer(20, 1000);
  for (const nom of ['repos-a', 'repos-b', 'repos-c']) essai.consommer(log, nom);
  await essai.publierNeufs(10);
  await tousLesEffets('repos-c');
  await essai.cesserDeNumeroter();
  await pause(1500);
  const [debut, avant] = [performance.now(), process.cpuUsage()];
  await pause(5000);
  const { user, system } = process.cpuUsage(avant);
  // As it comes, kafkajs takes some 8 % of a core for each of the eight connections; the rest of this process is Jest's.
  expect((user + system) / 1000 / (performance.now() - debut)).toBeLessThan(0.25);
});

test('TLS et SASL : le bon mot de passe entre, le mauvais non', async () => {
  const protege = await ouvrirCourtier({ securise: true });
  fermetures.push(() => protege.fermer());
  const { sasl, tls, ac, certificat, cle, utilisateur, motDePasse } = protege.securise!;
  const bon = brancher({ courtiers: sasl, ac, sasl: 'scram-sha-512', utilisateur, motDePasse });
  const mutuel = brancher({ courtiers: tls, ac, certificat, cle });
  fermetures.reverse();
  bon.relais.demarrer(5, 50);
  await essai.publierNeufs(10);
  essai.consommer(bon.log, 'protege');
  await unefois('protege');
  await expect(mutuel.client.reconnaitre()).resolves.toBe(await bon.client.reconnaitre());
  const mauvais = brancher({ courtiers: sasl, ac, sasl: 'scram-sha-512', utilisateur, motDePasse: uuidv7() });
  await expect(mauvais.client.reconnaitre()).rejects.toThrow(/authentication|SASL/i);
});

test('un topic se lit hors de tout consommateur, depuis une position, même après des répétitions', async () => {
  const { relais, client, log } = brancher({ courtiers: courtier.courtiers });
  const ecrits = (nombre: number) => jusqua(async () => [...(await log.fins(TOPIC_ESSAI)).values()].reduce((a, b) => a + b, 0) >= nombre, { delaiMs: 30_000 });
  relais.demarrer(5, 50);
  await essai.publierNeufs(30);
  await ecrits(30);
  // The mark follows the send: put back before it is written, it would be overwritten.
  await jusqua(async () => (await essai.producteur.voir<{ n: number }>('SELECT coalesce(sum(seq), 0)::int AS n FROM relais'))[0]?.n === 30, { delaiMs: 10_000 });
  await essai.producteur.voir('UPDATE relais SET seq = 0');
  await essai.publierNeufs(1);
  await ecrits(61);
  const env = { SM_KAFKA_COURTIERS: courtier.courtiers, SM_KAFKA_PREFIXE: client.config.prefixe };
  const lus = new Set<string>();
  for await (const m of lireKafka(env, TOPIC_ESSAI, { depuis: 1 })) lus.add(m.id);
  expect(lus.size).toBe(31);
});
