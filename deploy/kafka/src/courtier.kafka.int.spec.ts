import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attendre, vivant } from '@sm/platform/postgres';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaConfig } from 'kafkajs';
import { arreterKafka, demarrerKafka, effacerKafka, etatKafka } from './courtier';
import type { CourtierKafka, OptionsKafka } from './courtier';

jest.setTimeout(240_000);

let etat: string;
let messages: string[];

const demarrer = (options: Partial<OptionsKafka> = {}): Promise<CourtierKafka> => demarrerKafka({ dossierEtat: etat, port: 0, journal: (m) => messages.push(m), ...options });
const client = (courtiers: string, reste: Partial<KafkaConfig> = {}): Kafka => new Kafka({ brokers: [courtiers], logLevel: logLevel.NOTHING, retry: { retries: 8 }, ...reste });

async function ecrire(kafka: Kafka, valeur: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'sm.essai.v1', numPartitions: 1 }] });
  await admin.disconnect();
  const producteur = kafka.producer();
  await producteur.connect();
  await producteur.send({ topic: 'sm.essai.v1', acks: -1, messages: [{ key: 'cle', value: valeur }] });
  await producteur.disconnect();
}

async function lire(kafka: Kafka): Promise<string> {
  const lecteur = kafka.consumer({ groupId: `lecture-${Math.trunc(performance.now())}` });
  await lecteur.connect();
  await lecteur.subscribe({ topics: ['sm.essai.v1'], fromBeginning: true });
  const lu = await new Promise<string>((resolve) => void lecteur.run({ eachMessage: async ({ message }) => resolve(String(message.value)) }));
  await lecteur.disconnect();
  return lu;
}

beforeEach(() => {
  messages = [];
  etat = mkdtempSync(join(tmpdir(), 'sm-kafka-'));
});

afterEach(async () => {
  await arreterKafka(etat);
  rmSync(etat, { recursive: true, force: true });
});

test('ce qui est acquitté se relit, après un arrêt net comme après un arrêt propre, à la même adresse', async () => {
  const premier = await demarrer();
  await ecrire(client(premier.courtiers), 'gardé');
  await premier.tuer();
  expect(vivant(premier.pid)).toBe(false);
  const second = await demarrer({ port: undefined });
  expect(second).toMatchObject({ courtiers: premier.courtiers, grappe: premier.grappe, reutilise: false });
  expect(await lire(client(second.courtiers))).toBe('gardé');
  await second.arreter();
  const troisieme = await demarrer({ port: undefined });
  expect(await lire(client(troisieme.courtiers))).toBe('gardé');
});

test('deux démarrages à la fois donnent un seul courtier, et le second le dit', async () => {
  const [a, b] = await Promise.all([demarrer(), demarrer()]);
  expect(a.pid).toBe(b.pid);
  expect([a.reutilise, b.reutilise].sort()).toEqual([false, true]);
  expect(messages.join()).toContain('il est repris');
  expect(await etatKafka(etat)).toEqual({ pid: a.pid, courtiers: a.courtiers, repond: true });
});

test('un état ne s’efface pas tant que le courtier tourne, et repart à neuf ensuite', async () => {
  const avant = await demarrer();
  await expect(effacerKafka(etat)).rejects.toThrow('tourne encore');
  expect(await arreterKafka(etat)).toBe(true);
  expect(await arreterKafka(etat)).toBe(false);
  await effacerKafka(etat);
  expect(await etatKafka(etat)).toBeNull();
  expect(existsSync(join(etat, 'kafka'))).toBe(false);
  expect((await demarrer()).grappe).not.toBe(avant.grappe);
});

test('les restes d’un démarrage interrompu ne bloquent pas', async () => {
  mkdirSync(join(etat, 'kafka', 'donnees.ebauche'), { recursive: true });
  writeFileSync(join(etat, 'kafka', 'donnees.ebauche', 'meta.properties'), 'cluster.id=autre\n');
  writeFileSync(join(etat, 'kafka.verrou'), JSON.stringify({ pid: process.pid, naissance: 'hier', adresse: null }));
  const { courtiers, grappe } = await demarrer();
  expect(grappe).not.toBe('autre');
  expect(existsSync(join(etat, 'kafka', 'donnees.ebauche'))).toBe(false);
  await ecrire(client(courtiers), 'ok');
});

test('un port occupé est remplacé, et c’est dit', async () => {
  const intrus = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => intrus.once('listening', resolve));
  const adresse = intrus.address();
  const port = typeof adresse === 'object' && adresse ? adresse.port : 0;
  const { courtiers } = await demarrer({ port });
  intrus.close();
  expect(courtiers).not.toBe(`127.0.0.1:${port}`);
  expect(messages.join()).toContain(`Le port ${port} est occupé`);
});

test.each([[false, 'part avec lui'], [true, 'lui survit']])('le starter tué net : le courtier (détaché : %s) %s', async (detache) => {
  const script = `require(${JSON.stringify(join(__dirname, '..', 'dist'))}).demarrerKafka({ dossierEtat: ${JSON.stringify(etat)}, port: 0, detache: ${detache} }).then(() => { console.log('pret'); setInterval(() => {}, 1000); });`;
  const starter = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => starter.stdout.once('data', resolve));
  const pid = (await etatKafka(etat))?.pid ?? 0;
  starter.kill('SIGKILL');
  expect(await attendre(() => !vivant(pid), detache ? 3_000 : 30_000)).toBe(!detache);
  const reprise = await demarrer({ port: undefined });
  expect(reprise).toMatchObject({ reutilise: detache, pid: detache ? pid : expect.any(Number) });
});

test('un courtier sécurisé n’ouvre qu’à un certificat, ou à un compte, et refuse les autres', async () => {
  const { securise } = await demarrer({ securise: true });
  if (!securise) throw new Error('les accès manquent');
  const [ac, cert, key] = [securise.ac, securise.certificat, securise.cle].map((f) => readFileSync(f, 'utf8'));
  await ecrire(client(securise.tls, { ssl: { ca: [ac ?? ''], cert, key } }), 'scellé');
  const compte = { username: securise.utilisateur, password: securise.motDePasse };
  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
    expect(await lire(client(securise.sasl, { ssl: { ca: [ac ?? ''] }, sasl: { mechanism, ...compte } as KafkaConfig['sasl'] }))).toBe('scellé');
  }
  const sansReprise = { retry: { retries: 0 } };
  const refuses = [
    client(securise.tls, { ssl: { ca: [ac ?? ''] }, ...sansReprise }),
    client(securise.sasl, { ssl: true, ...sansReprise }),
    client(securise.sasl, { ssl: { ca: [ac ?? ''] }, sasl: { mechanism: 'scram-sha-512', username: compte.username, password: 'faux' }, ...sansReprise }),
  ];
  for (const kafka of refuses) await expect(ecrire(kafka, 'non')).rejects.toThrow();
  await arreterKafka(etat);
  expect((await demarrer({ port: undefined })).securise).toEqual(securise);
});
