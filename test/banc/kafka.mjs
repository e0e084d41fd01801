import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { avecBase, valeur } from '../epreuves/base.mjs';
import { Hote } from '../epreuves/hote.mjs';
import { picMemoire, signaler } from '../epreuves/processus.mjs';
import { mesurerAnnee } from './annee.mjs';
import { mesurerLatence } from './latence.mjs';

const requis = createRequire(import.meta.url);
requis('reflect-metadata');
const { ClientKafka, ConfigKafka, Consommateur, Db, LogKafka, Relais } = requis('@sm/platform');
const { demarrerKafka, effacerKafka, empechement } = requis('@sm/kafka');
const TOPIC = 'sm.prestations.dossier.v1';
const LOT = 4000;
const DELAI_MS = 600_000;

/** The address by which a service opens its own database, from the state folder of the slice. */
function adresse(etat, service) {
  const { bases } = JSON.parse(readFileSync(join(etat, 'secrets.json'), 'utf8'));
  return `postgres://sm_${service}:${encodeURIComponent(bases[service].connexion)}@127.0.0.1:${readFileSync(join(etat, 'postgres.port'), 'utf8').trim()}/sm_${service}`;
}

const client = (courtiers, prefixe) => new ClientKafka(Object.assign(new ConfigKafka(), { courtiers, prefixe }), 'banc');

async function chronometrer(faire) {
  const debut = performance.now();
  const lignes = await faire();
  return { lignes, secondes: (performance.now() - debut) / 1000 };
}

/** The relay alone: the whole numbered log of prestations to topics of its own. */
async function relayer(db, c) {
  const relais = new Relais({ db, client: c, tranche: 'banc', surErreur: (e) => { throw e; } });
  // Freshly made topics may have no leader for a moment.
  for (let essai = 1; (await relais.tic().catch((e) => (essai > 20 ? Promise.reject(e) : pause(200).then(() => undefined)))) === undefined; essai += 1);
  const mesure = await chronometrer(async () => {
    let total = 0;
    for (let n = 1; n; total += n) n = await relais.tic();
    return total;
  });
  await relais.arreter();
  return mesure;
}

/** The limit of reading: kafkajs alone, one group, nothing done with the bytes but to keep them. */
async function lireBrut(c, attendus) {
  const consumer = c.consommateur('banc.brut');
  const recus = [];
  await consumer.connect();
  await consumer.subscribe({ topic: c.topic(TOPIC), fromBeginning: true });
  let debut;
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      debut ??= performance.now();
      for (const { key, value } of batch.messages) recus.push({ key, value, partition: batch.partition });
    },
  });
  for (const limite = performance.now() + DELAI_MS; recus.length < attendus; await pause(2)) if (performance.now() > limite) throw new Error('kafkajs seul ne finit pas');
  const secondes = (performance.now() - debut) / 1000;
  await consumer.disconnect();
  return { lignes: recus.length, secondes, recus };
}

/** The limit of sending: the same bytes, in batches of the same size, by kafkajs alone. */
async function envoyerBrut(c, recus) {
  await c.administrer((a) => a.createTopics({ waitForLeaders: true, topics: [{ topic: c.topic('brut'), numPartitions: 8 }] }));
  const producer = c.producteur();
  await producer.connect();
  const parts = Map.groupBy(recus, (m) => m.partition);
  const mesure = await chronometrer(async () => {
    for (let i = 0; i < recus.length; i += LOT / 8) {
      const messages = [...parts.values()].flatMap((p) => p.slice(i, i + LOT / 8));
      if (messages.length) await producer.sendBatch({ acks: -1, topicMessages: [{ topic: c.topic('brut'), messages }] });
    }
    return recus.length;
  });
  await producer.disconnect();
  return mesure;
}

/** Our consumer alone: order and holes checked, marks moved in one transaction a batch, no effect. From the first batch to the last. */
async function consommer(db, c, attendus) {
  let [lus, debut] = [0, 0];
  const traiter = async ({ messages }) => {
    debut ||= performance.now();
    lus += messages.length;
  };
  const consommateur = new Consommateur(db, new LogKafka(c), { nom: `banc-${Date.now()}`, topic: TOPIC, compacte: false, traiter, surErreur: (e) => console.error(e) });
  consommateur.demarrer();
  for (const limite = performance.now() + DELAI_MS; lus < attendus; await pause(5)) if (performance.now() > limite) throw new Error('le consommateur ne finit pas');
  const secondes = (performance.now() - debut) / 1000;
  await consommateur.arreter();
  return { lignes: lus, secondes };
}

async function mesurerAvec(etat, courtiers) {
  const c = client(courtiers, `banc-${Date.now().toString(36)}.`);
  const [prestations, pilotage] = [await new Db('prestations', adresse(etat, 'prestations')).ouvrir(), await new Db('pilotage', adresse(etat, 'pilotage')).ouvrir()];
  try {
    const total = await avecBase(etat, 'prestations', (b) => valeur(b, `SELECT sum(seq)::int FROM position_log WHERE topic = '${TOPIC}'`));
    const relais = await relayer(prestations, c);
    const { recus, ...lectureBrute } = await lireBrut(c, total);
    const envoiBrut = await envoyerBrut(c, recus);
    const consommation = await consommer(pilotage, c, total);
    return { relais, envoiBrut, lectureBrute, consommation };
  } finally {
    await avecBase(etat, 'pilotage', (b) => b.query("DELETE FROM consommation WHERE consommateur LIKE 'banc-%'"));
    await Promise.all([prestations.fermer(), pilotage.fermer(), c.fermer()]);
  }
}

/** Each hop through Kafka beside kafkajs alone, over the log that the measured run left; the host is suspended meanwhile. @returns null, with the reason printed, where no broker can run */
export async function mesurerSauts(hote, dire) {
  const absence = await empechement(dire);
  if (absence) {
    dire(`d. sans Kafka : ${absence}`);
    return null;
  }
  dire('d. chaque saut par Kafka, seul, à côté de kafkajs seul…');
  const courtier = await demarrerKafka({ dossierEtat: hote.etat, port: 0 });
  signaler(hote.pid, 'SIGSTOP');
  try {
    return await mesurerAvec(hote.etat, courtier.courtiers);
  } finally {
    signaler(hote.pid, 'SIGCONT');
    await courtier.arreter();
    await effacerKafka(hote.etat);
  }
}

/** The year through one of the assemblies over Kafka, then the delay from commit to counter on what is loaded. */
export async function mesurerAssemblage(assemblage, taille) {
  const hote = new Hote(taille, { options: ['--assemblage', assemblage] });
  try {
    const annee = await mesurerAnnee(hote);
    const memoireMo = Object.values(hote.adresse().parties).reduce((total, { pid }) => total.set(pid, picMemoire(pid)), new Map([[hote.pid, picMemoire(hote.pid)]])).values().reduce((a, b) => a + b, 0);
    const latence = await mesurerLatence(hote);
    return { annee: { ...annee, memoireHoteMo: memoireMo }, latence };
  } finally {
    await hote.arreter();
  }
}
