import { setTimeout as pause } from 'node:timers/promises';
import { decoderEnveloppe } from '@sm/contracts';
import { KafkaJSError, type Batch, type Consumer, type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import type { Abonnement, DemandeAbonnement, Illisible, Message } from '../port';
import type { ClientKafka } from './client';
import { PARTITIONS, finsDe } from './topics';

/** How long a consumer may give no sign of life: kafkajs has ways to stop fetching without a word. */
const SILENCE_MS = 60_000;
const RELANCE_MIN_MS = 500;
const RELANCE_MAX_MS = 4000;
/** A consumer that lived this long had started well. */
const STABLE_MS = 10_000;
const REPRISE_MS = 1000;
const SEPARATION_MS = 6000;
const INDICE_MS = 5000;

class ConsommateurMuet extends Error {
  readonly code = 'ETIMEDOUT';
}

/** Reads one topic of one group: each partition from the offset stored with its effects, whatever the group believes. Any end of kafkajs's consumer but ours is followed by a new one. */
export class AbonnementKafka implements Abonnement {
  private readonly arret = new AbortController();
  private readonly boucle: Promise<void>;
  private readonly topic: string;
  /** Partitions whose position was checked since the last assignment; `cherchee` after a seek, whose result is taken as it comes. */
  private readonly places = new Map<number, 'cherchee' | 'placee'>();
  private readonly indices = new Map<number, number>();
  private dernierSigne = Date.now();
  private dernierIndice = Date.now();
  private occupe = false;
  private membre = false;
  private vivant: Consumer | undefined;

  constructor(private readonly client: ClientKafka, private readonly demande: DemandeAbonnement, private readonly silenceMs = SILENCE_MS) {
    this.topic = client.topic(demande.topic);
    this.boucle = this.tourner();
  }

  async arreter(): Promise<void> {
    this.arret.abort();
    await this.boucle;
  }

  private async tourner(): Promise<void> {
    let attenteMs = RELANCE_MIN_MS;
    while (!this.arret.signal.aborted) {
      const debut = Date.now();
      try {
        await this.vivre();
      } catch (erreur) {
        if (!this.arret.signal.aborted) this.demande.surErreur(erreur, -1);
      }
      attenteMs = Date.now() - debut > STABLE_MS ? RELANCE_MIN_MS : Math.min(attenteMs * 2, RELANCE_MAX_MS);
      await pause(attenteMs, undefined, { signal: this.arret.signal }).catch(() => undefined);
    }
  }

  /** One kafkajs consumer from its birth to its end; resolves when we stop it, rejects when it crashed or fell silent. */
  private async vivre(): Promise<void> {
    await this.client.reconnaitre();
    if (this.arret.signal.aborted) return;
    const consumer = this.client.consommateur(this.demande.groupe);
    this.places.clear();
    this.membre = false;
    this.signe();
    let veille: NodeJS.Timeout | undefined;
    const fin = new Promise<void>((resoudre, rejeter) => {
      this.arret.signal.addEventListener('abort', () => resoudre(), { once: true });
      consumer.on(consumer.events.CRASH, ({ payload }) => rejeter(payload.error));
      veille = setInterval(() => this.estMuet() && rejeter(new ConsommateurMuet()), Math.min(5000, this.silenceMs));
    });
    fin.catch(() => undefined);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.surAttribution(consumer, payload.memberAssignment[this.topic] ?? []));
    consumer.on(consumer.events.REBALANCING, () => void (this.membre = false));
    consumer.on(consumer.events.FETCH, () => this.signe());
    consumer.on(consumer.events.HEARTBEAT, () => void this.demande.aJour?.(-1));
    try {
      await consumer.connect();
      await consumer.subscribe({ topic: this.topic, fromBeginning: true });
      this.vivant = consumer;
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (lot) => this.traiter(consumer, lot) });
      await fin;
    } finally {
      clearInterval(veille);
      this.vivant = undefined;
      // Brokers that no longer answer must not hold back the next life.
      await Promise.race([this.indiquer(consumer).then(() => consumer.disconnect()).catch(() => undefined), pause(SEPARATION_MS, undefined, { ref: false })]);
    }
  }

  /** Entering a group may wait for a dead member to be given up: silence counts in full only once inside. */
  private estMuet(): boolean {
    return !this.occupe && Date.now() - this.dernierSigne > (this.membre ? this.silenceMs : SILENCE_MS);
  }

  /** What another member reads now is no longer ours to call blocked. */
  private surAttribution(consumer: Consumer, parts: readonly number[]): void {
    this.membre = true;
    this.signe();
    this.places.clear();
    for (const part of parts) void this.chercher(consumer, part);
    for (let part = 0; part < PARTITIONS; part++) if (!parts.includes(part)) void this.demande.aJour?.(part);
  }

  /** Goes to the stored offset at once: the group's may be past the end, and no batch would ever come to say so. */
  private async chercher(consumer: Consumer, partition: number, apresErreur = false): Promise<void> {
    for (let verifier = apresErreur; this.vivant === consumer && !this.places.has(partition); verifier = true) {
      try {
        const offset = await this.range(partition);
        if (this.vivant === consumer && !this.places.has(partition)) consumer.seek({ topic: this.topic, partition, offset: String(offset) });
        // Where nothing is left to read, no batch will come to say that the fault is over.
        if (verifier && offset >= ((await finsDe(this.client, this.demande.topic)).get(partition) ?? 0)) await this.demande.aJour?.(partition);
        return;
      } catch (erreur) {
        this.demande.surErreur(erreur, partition);
        await pause(REPRISE_MS, undefined, { ref: false });
      }
    }
  }

  /** The next offset, as it was stored with the effects. */
  private async range(part: number): Promise<number> {
    return (await this.demande.marques(part)).get(this.client.repere) ?? 0;
  }

  private signe(): void {
    this.dernierSigne = Date.now();
  }

  /** Nothing of ours may reach kafkajs: it would leave the group, or die for good. */
  private async traiter(consumer: Consumer, lot: EachBatchPayload): Promise<void> {
    const part = lot.batch.partition;
    this.occupe = true;
    try {
      if (await this.placer(consumer, lot.batch)) await this.appliquer(consumer, lot);
    } catch (erreur) {
      if (erreur instanceof KafkaJSError) throw erreur;
      this.suspendre(consumer, part);
      this.demande.surErreur(erreur, part);
    } finally {
      this.occupe = false;
      this.signe();
    }
  }

  /** True when this batch starts where the stored offset says, or where a seek to it led (the record may be compacted away, or past its retention). */
  private async placer(consumer: Consumer, { partition, messages }: Batch): Promise<boolean> {
    const place = this.places.get(partition);
    if (place) this.places.set(partition, 'placee');
    if (place) return true;
    const offset = await this.range(partition);
    const juste = Number(messages[0]?.offset) === offset;
    this.places.set(partition, juste ? 'placee' : 'cherchee');
    if (!juste) consumer.seek({ topic: this.topic, partition, offset: String(offset) });
    return juste;
  }

  private async appliquer(consumer: Consumer, { batch, heartbeat, isRunning, isStale, resolveOffset }: EachBatchPayload): Promise<void> {
    const { partition: part, messages } = batch;
    for (let i = 0; i < messages.length; i += this.demande.taille) {
      if (this.arret.signal.aborted || !isRunning() || isStale()) return;
      const tranche = messages.slice(i, i + this.demande.taille);
      const suivant = i + tranche.length >= messages.length ? Number(batch.lastOffset()) + 1 : Number(tranche.at(-1)!.offset) + 1;
      await this.demande.surLot({ topic: this.demande.topic, part, ...this.lire(part, tranche), reperes: new Map([[this.client.repere, suivant]]) });
      resolveOffset(String(suivant - 1));
      this.indices.set(part, suivant);
      await heartbeat();
    }
    await this.demande.aJour?.(-1);
    if (Date.now() - this.dernierIndice > INDICE_MS) await this.indiquer(consumer);
  }

  private lire(part: number, recus: readonly KafkaMessage[]): { messages: Message[]; illisibles: Illisible[] } {
    const messages: Message[] = [];
    const illisibles: Illisible[] = [];
    for (const { value, offset } of recus) {
      if (!value) continue;
      try {
        const { rang: _rang, h: _h, ...message } = decoderEnveloppe(value);
        if (message.topic !== this.demande.topic || message.part !== part) throw new Error('enveloppe-etrangere');
        messages.push(message);
      } catch {
        illisibles.push({ source: this.client.repere, seq: Number(offset), donnees: value });
      }
    }
    return { messages, illisibles };
  }

  /** Stops a partition for a moment; it starts again from what is stored. */
  private suspendre(consumer: Consumer, part: number): void {
    const partie = [{ topic: this.topic, partitions: [part] }];
    this.places.delete(part);
    consumer.pause(partie);
    setTimeout(() => {
      if (this.vivant !== consumer) return;
      consumer.resume(partie);
      void this.chercher(consumer, part, true);
    }, REPRISE_MS).unref();
  }

  /** Tells the broker how far we are: a hint for lag tools, and for a first fetch near the right place. */
  private async indiquer(consumer: Consumer): Promise<void> {
    this.dernierIndice = Date.now();
    const positions = [...this.indices].map(([partition, offset]) => ({ topic: this.topic, partition, offset: String(offset) }));
    this.indices.clear();
    if (positions.length) await consumer.commitOffsets(positions).catch(() => undefined);
  }
}
