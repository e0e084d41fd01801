import './correctifs';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, KafkaJSProtocolError, logLevel, type Admin, type Consumer, type Producer, type SASLOptions } from 'kafkajs';
import { securiteDe, type ConfigKafka } from './config';

/** What a group waits before it takes a silent member for dead: until then a killed process's partitions wait too. Batches heartbeat in between; a needless rebalance costs a moment, not an effect. */
const SESSION_MS = 10_000;
const ESSAIS = 5;
const ESSAI_MS = 300;
/** The broker answers as soon as it has something: this is only the pace of idle requests, and what an orderly stop may wait. */
const ATTENTE_FETCH_MS = 2000;

/** One service's way to the brokers: client, names, and the identity of the cluster it talks to. */
export class ClientKafka {
  private readonly kafka: Kafka;
  private admin: Promise<Admin> | undefined;
  private connu = '?';

  constructor(readonly config: ConfigKafka, readonly nom: string, alerter: (niveau: string) => void = () => undefined) {
    const { ssl, sasl } = securiteDe(config);
    this.kafka = new Kafka({
      clientId: `${config.prefixe ?? ''}${nom}`, brokers: config.courtiers.split(','), connectionTimeout: 3000, requestTimeout: 30_000,
      ...(ssl ? { ssl } : {}), ...(sasl ? { sasl: sasl as SASLOptions } : {}),
      retry: { initialRetryTime: 200, maxRetryTime: 5000, retries: 4 },
      logLevel: logLevel.WARN,
      logCreator: () => ({ namespace }) => alerter(namespace),
    });
  }

  topic(nom: string): string {
    return `${this.config.prefixe ?? ''}${nom}`;
  }

  /** Name of the mark that keeps an offset of this cluster: another cluster is another log. */
  get repere(): string {
    return `kafka:${this.connu}`;
  }

  /** Asks the brokers who they are; a wiped cluster bears another name. */
  async reconnaitre(): Promise<string> {
    const { clusterId } = await this.administrer((a) => a.describeCluster());
    this.connu = clusterId;
    return clusterId;
  }

  /** Runs an administrative request on one lasting connection, opened again after a failure; what passes by itself (a topic without leader yet) is asked again for a moment. */
  async administrer<T>(faire: (admin: Admin) => Promise<T>, essai = 1): Promise<T> {
    this.admin ??= this.ouvrirAdmin();
    const enCours = this.admin;
    try {
      return await faire(await enCours);
    } catch (erreur) {
      if (this.admin === enCours) this.admin = undefined;
      void enCours.then((a) => a.disconnect()).catch(() => undefined);
      if (essai >= ESSAIS || !(erreur instanceof KafkaJSProtocolError && erreur.retriable)) throw erreur;
      await pause(ESSAI_MS * essai);
      return this.administrer(faire, essai + 1);
    }
  }

  private async ouvrirAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }

  /** Never restarts by itself: kafkajs restarts after some errors only (a TypeError is final for it), ours after all. */
  consommateur(groupe: string): Consumer {
    return this.kafka.consumer({
      groupId: this.topic(groupe), sessionTimeout: SESSION_MS, rebalanceTimeout: SESSION_MS, heartbeatInterval: 2000, maxWaitTimeInMs: ATTENTE_FETCH_MS,
      maxBytesPerPartition: 1_048_576, allowAutoTopicCreation: false, readUncommitted: true,
      retry: { initialRetryTime: 200, maxRetryTime: 2000, retries: 8, restartOnFailure: async () => false },
    });
  }

  /** Idempotent, one request at a time: the order of a partition is that of the calls. */
  producteur(): Producer {
    return this.kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3 } });
  }

  async fermer(): Promise<void> {
    const admin = await this.admin?.catch(() => undefined);
    this.admin = undefined;
    await admin?.disconnect();
  }
}
