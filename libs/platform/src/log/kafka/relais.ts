import { TOPICS, encoderEnveloppe } from '@sm/contracts';
import type { Producer } from 'kafkajs';
import type { Db, Tx } from '../../db/db';
import { lirePreparee } from '../../db/preparee';
import { contexteSysteme } from '../../db/roles';
import { attendreSignal } from '../../journal/signal';
import { TOUS } from '../embarque';
import type { Message } from '../port';
import type { ClientKafka } from './client';
import { assurerTopics, finsDe } from './topics';

const VERROU = "hashtext('sm-relais')";
const PAR_PARTITION = 1000;
const PAR_ENVOI = 4000;
/** A partition's share of a send is one record batch, which brokers refuse above 1 MiB (`message.max.bytes`). */
const OCTETS_MAX = 800_000;
const ENTETE_OCTETS = 300;

interface Debut {
  readonly topic: string;
  readonly part: number;
  readonly debut: number;
}

interface Ligne extends Omit<Message, 'source' | 'survenuLe' | 'enregistreLe'> {
  readonly survenu_ms: number;
  readonly enregistre_ms: number;
  readonly rang: number;
  readonly h: Buffer;
}

const EN_ATTENTE = `
SELECT p.topic, p.part, coalesce(r.seq, 0)::float8 AS debut, p.seq::float8 AS fin FROM position_log p LEFT JOIN relais r ON r.cluster = $1 AND r.topic = p.topic AND r.part = p.part
WHERE p.topic = ANY($2::text[]) AND p.seq > coalesce(r.seq, 0) ORDER BY p.topic, p.part`;

/** Positions are dense: a range of them says how many rows come, which the planner cannot guess of a LIMIT over a join. */
const LIRE = `
SELECT i.topic, i.part, i.seq::float8 AS seq, j.evenement AS id, j.type, coalesce(j.cle, j.dossier::text, '') AS cle, j.unite, j.version, round(date_part('epoch', j.survenu_le) * 1000) AS survenu_ms,
  round(date_part('epoch', j.enregistre_le) * 1000) AS enregistre_ms, i.rang::float8 AS rang, i.h, j.public AS donnees
FROM log_index i JOIN journal j ON j.id = i.journal_id AND j.enregistre_le = i.enregistre_le
WHERE i.topic = $1 AND i.part = $2 AND i.seq BETWEEN $3 AND $4 ORDER BY i.seq`;

const AVANCER = `
INSERT INTO relais (cluster, topic, part, seq) SELECT $1, * FROM unnest($2::text[], $3::int[], $4::bigint[])
ON CONFLICT (cluster, topic, part) DO UPDATE SET seq = excluded.seq, maj_le = now()`;

const lire = (tx: Tx, { topic, part, debut }: Debut, limite: number): Promise<Ligne[]> => lirePreparee<Ligne>(tx, { name: 'relais-lire', text: LIRE }, [topic, part, debut + 1, debut + limite]);

/** The first rows whose public bytes fit in one record batch; one at least. */
function borner(lignes: readonly Ligne[]): readonly Ligne[] {
  let octets = 0;
  const fin = lignes.findIndex((l, i) => (octets += l.donnees.length + ENTETE_OCTETS) > OCTETS_MAX && i > 0);
  return fin < 0 ? lignes : lignes.slice(0, fin);
}

/** What the relay still has to send. */
export interface RetardRelais {
  readonly enAttente: number;
  readonly plusAncien: Date | null;
}

export interface OptionsRelais {
  readonly db: Db;
  readonly client: ClientKafka;
  /** First part of the source's name: the slice. */
  readonly tranche: string;
  readonly surErreur: (erreur: unknown) => void;
}

/**
 * Sends the numbered rows of a service's journal to Kafka, in their order, from where it stood in that cluster.
 * One replica at a time, by an advisory lock held while it sends; a batch sent twice after a crash is dropped by its readers, who count by source.
 */
export class Relais {
  dernierProgres = new Date();
  readonly topics: readonly string[];
  private cluster: string | undefined;
  private producer: Producer | undefined;
  private boucle: Promise<void> | undefined;
  private readonly arret = new AbortController();

  constructor(private readonly options: OptionsRelais) {
    this.topics = Object.values(TOPICS).filter((t) => t.service === options.db.service || t.service === TOUS).map((t) => t.nom);
  }

  demarrer(activeMs = 20, reposMs = 1000): void {
    this.boucle = this.tourner(activeMs, reposMs);
  }

  async arreter(): Promise<void> {
    this.arret.abort();
    await this.boucle;
    await this.deconnecter();
  }

  private async tourner(activeMs: number, reposMs: number): Promise<void> {
    let attenteMs = activeMs;
    while (!this.arret.signal.aborted) {
      let envoyes = 0;
      try {
        envoyes = await this.tic();
        attenteMs = envoyes ? activeMs : Math.min(attenteMs * 2, reposMs);
        this.dernierProgres = new Date();
      } catch (erreur) {
        await this.deconnecter();
        this.options.surErreur(erreur);
        attenteMs = 1000;
      }
      if (envoyes < PAR_ENVOI) await attendreSignal(envoyes ? [] : [this.options.db.service], attenteMs, this.arret.signal);
    }
  }

  /** Sends what waits, one batch at most; returns how many events. @throws when the brokers or the base do not answer: nothing has moved then */
  async tic(): Promise<number> {
    if (!this.topics.length) return 0;
    const producer = (this.producer ??= await this.connecter());
    return this.options.db.inTransaction(contexteSysteme('journal'), async (tx) => {
      const [{ tour }] = await tx.query(`SELECT pg_try_advisory_xact_lock(${VERROU}) AS tour`);
      const debuts: Debut[] = tour ? await tx.query(EN_ATTENTE, [this.cluster, this.topics]) : [];
      if (!debuts.length) return 0;
      const limite = Math.min(PAR_PARTITION, Math.ceil(PAR_ENVOI / debuts.length));
      const lignes: Ligne[] = [];
      for (const d of debuts) lignes.push(...borner(await lire(tx, d, limite)));
      await this.envoyer(producer, lignes);
      await this.avancer(tx, lignes);
      return lignes.length;
    });
  }

  private async envoyer(producer: Producer, lignes: readonly Ligne[]): Promise<void> {
    const source = `${this.options.tranche}/${this.options.db.service}`;
    const parTopic = new Map<string, { key: string; value: Buffer; partition: number; timestamp: string }[]>();
    for (const l of lignes) {
      const value = encoderEnveloppe({ source, topic: l.topic, part: l.part, seq: l.seq, id: l.id, type: l.type, cle: l.cle, unite: l.unite, version: l.version, survenuLe: new Date(l.survenu_ms), enregistreLe: new Date(l.enregistre_ms), rang: l.rang, h: l.h, donnees: l.donnees });
      const messages = parTopic.get(l.topic) ?? [];
      messages.push({ key: l.cle, value: Buffer.from(value.buffer, value.byteOffset, value.byteLength), partition: l.part, timestamp: String(Math.trunc(l.enregistre_ms)) });
      parTopic.set(l.topic, messages);
    }
    await producer.sendBatch({ acks: -1, topicMessages: [...parTopic].map(([topic, messages]) => ({ topic: this.options.client.topic(topic), messages })) });
  }

  private async avancer(tx: Tx, lignes: readonly Ligne[]): Promise<void> {
    const fins = [...new Map(lignes.map((l) => [`${l.topic}/${l.part}`, l])).values()];
    await tx.query(AVANCER, [this.cluster, fins.map((l) => l.topic), fins.map((l) => l.part), fins.map((l) => l.seq)]);
  }

  private async connecter(): Promise<Producer> {
    const { client } = this.options;
    this.cluster = await client.reconnaitre();
    await assurerTopics(client, this.topics);
    await this.reprendreVides();
    const producer = client.producteur();
    await producer.connect();
    return producer;
  }

  /** A topic emptied since (deleted, made again) is filled again from the journal: its readers drop what they have. */
  private async reprendreVides(): Promise<void> {
    for (const topic of this.topics) {
      const vides = [...(await finsDe(this.options.client, topic))].filter(([, fin]) => fin === 0).map(([part]) => part);
      await this.options.db.inTransaction(contexteSysteme('journal'), (tx) => tx.query('UPDATE relais SET seq = 0 WHERE cluster = $1 AND topic = $2 AND part = ANY($3::int[]) AND seq > 0', [this.cluster, topic, vides]));
    }
  }

  /** After any failure a new producer: an idempotent session that lost an answer no longer knows its own numbers (kafkajs#598). */
  private async deconnecter(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  /** How many numbered events wait, and since when the oldest does. */
  async retard(): Promise<RetardRelais> {
    if (!this.topics.length) return { enAttente: 0, plusAncien: null };
    return this.options.db.inTransaction(contexteSysteme('journal'), async (tx) => {
      const attentes: (Debut & { fin: number })[] = await tx.query(EN_ATTENTE, [this.cluster ?? '', this.topics]);
      if (!attentes.length) return { enAttente: 0, plusAncien: null };
      const [{ le }] = await tx.query(
        `SELECT min(i.enregistre_le) AS le FROM unnest($1::text[], $2::int[], $3::bigint[]) AS d (topic, part, debut) JOIN log_index i ON i.topic = d.topic AND i.part = d.part AND i.seq = d.debut + 1`,
        [attentes.map((a) => a.topic), attentes.map((a) => a.part), attentes.map((a) => a.debut)]);
      return { enAttente: attentes.reduce((n, a) => n + a.fin - a.debut, 0), plusAncien: le };
    });
  }
}
