import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { lignes } from '../base.mjs';

const exiger = createRequire(import.meta.url);
const { TOPICS, decoderEnveloppe, encoderEnveloppe } = exiger('@sm/contracts');

const ms = (colonne) => `(extract(epoch FROM ${colonne}) * 1000)::float8`;
const JOURNAL = `
SELECT j.id::float8 AS id, j.evenement, j.topic, j.part, j.dossier, coalesce(j.cle, j.dossier::text, '') AS cle, j.version, j.unite, j.type, ${ms('j.survenu_le')} AS survenu, ${ms('j.enregistre_le')} AS enregistre,
  j.acteur, j.commande, j.public, j.prive->>'type' AS interne, j.prive->'prive'->>'nature' AS nature, j.prive->'prive'->'demande'->>'source' AS source, j.prive->'prive'->'demande'->>'numero' AS numero,
  i.seq::float8 AS seq, i.rang::float8 AS rang, i.h, (SELECT count(*)::int FROM log_index x WHERE x.journal_id = j.id) AS indexee
FROM journal j LEFT JOIN LATERAL (SELECT * FROM log_index i WHERE i.journal_id = j.id AND i.enregistre_le = j.enregistre_le LIMIT 1) i ON true ORDER BY j.id`;

const HORLOGES = `SELECT id, dossier, replace(nature, 'ald.', '') AS nature, statut, code, ${ms('echoit_le')} AS echoit FROM horloge`;

/** The whole journal of a service with its numbers; an index of ours makes the join cheap. */
export async function lireJournal(client) {
  await client.query('CREATE INDEX IF NOT EXISTS epreuve_journal_id ON log_index (journal_id)');
  return lignes(client, JOURNAL);
}

export const lireHorloges = (client) => lignes(client, HORLOGES);

/** Facts and counters as pilotage stores them. */
export async function lireProjection(client) {
  const faits = await lignes(client, "SELECT dossier || '|' || fait AS cle, concat_ws(' ', version, unite, departement, caisse, axe, coalesce(jour::text, '-'), coalesce(valeur::text, '-')) AS texte FROM fait");
  const compteurs = await lignes(client, "SELECT concat_ws('|', unite, indicateur, jour, axe) AS cle, valeur::float8 AS n FROM compteur WHERE valeur <> 0");
  return { faits: new Map(faits.map((f) => [f.cle, f.texte])), compteurs: new Map(compteurs.map((c) => [c.cle, c.n])) };
}

/** The copies of the organisation that a service keeps: version and digest by key. */
export async function lireCopies(client) {
  const lues = await lignes(client, "SELECT 'unite ' || id AS cle, version || ' ' || md5(donnees::text) AS texte FROM unite_copie UNION ALL SELECT 'affectation ' || id, version || ' ' || md5(donnees::text) FROM affectation_copie");
  return new Map(lues.map((l) => [l.cle, l.texte]));
}

/** Bytes that each number must have on the wire, by topic and part. */
export function octetsAttendus(service, journal, tranche = 'tranche') {
  const attendus = new Map();
  for (const j of journal.filter((l) => l.seq !== null)) {
    const ou = `${j.topic}/${j.part}`;
    const octets = encoderEnveloppe({
      source: `${tranche}/${service}`, topic: j.topic, part: j.part, seq: j.seq, id: j.evenement, type: j.type, cle: j.cle, unite: j.unite, version: j.version,
      survenuLe: new Date(j.survenu), enregistreLe: new Date(j.enregistre), rang: j.rang, h: j.h, donnees: j.public,
    });
    if (!attendus.has(ou)) attendus.set(ou, new Map());
    attendus.get(ou).set(j.seq, octets);
  }
  return attendus;
}

const LECTURE_MS = 60_000;

/** Reads a topic from its first record to its end. @returns {Map<string, {seq: number, octets: Buffer}[]>} by topic and part, in the order of offsets */
async function lireTopic(client, nom) {
  const fins = new Map((await client.administrer((a) => a.fetchTopicOffsets(nom))).map((p) => [p.partition, Number(p.high)]).filter(([, fin]) => fin > 0));
  const recus = new Map();
  const consumer = client.consommateur(`epreuve-${randomUUID()}`);
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: nom, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const ou = `${nom}/${batch.partition}`;
        const lus = recus.get(ou) ?? [];
        for (const { value } of batch.messages) lus.push({ seq: decoderEnveloppe(value).seq, octets: value });
        recus.set(ou, lus);
        if (Number(batch.lastOffset()) + 1 >= fins.get(batch.partition)) fins.delete(batch.partition);
      },
    });
    for (const limite = performance.now() + LECTURE_MS; fins.size; await pause(50)) if (performance.now() > limite) throw new Error(`${nom} : partitions ${[...fins.keys()].join(', ')} jamais lues jusqu'au bout`);
  } finally {
    await consumer.disconnect();
  }
  return recus;
}

/** Everything that the broker holds of our topics, read by a client of ours. */
export async function lireCourtier(courtiers) {
  const { ClientKafka } = exiger('@sm/platform');
  const client = new ClientKafka({ courtiers, replication: 1 }, 'epreuve');
  try {
    const existants = new Set(await client.administrer((a) => a.listTopics()));
    const lus = await Promise.all(Object.keys(TOPICS).filter((t) => existants.has(t)).map((t) => lireTopic(client, t)));
    return new Map(lus.flatMap((m) => [...m]));
  } finally {
    await client.fermer();
  }
}

export const estCompacte = (topic) => TOPICS[topic]?.compacte ?? false;
