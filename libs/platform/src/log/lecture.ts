import { randomUUID } from 'node:crypto';
import { chargerConfig, type Environnement } from '../config/charger-config';
import { Fragment } from '../config/variables';
import { LogEmbarque } from './embarque';
import { ClientKafka } from './kafka/client';
import { ConfigKafka } from './kafka/config';
import { LogKafka } from './kafka/log-kafka';
import type { EventLog, Message } from './port';

export interface DemandeLecture {
  /** First position read in each partition; by default the last ten. */
  readonly depuis?: number;
  readonly part?: number;
  /** Goes on with what comes next instead of ending at the end of the log. */
  readonly suivre?: boolean;
  readonly arret?: AbortSignal;
}

const DERNIERS = 10;
const TAILLE = 200;

/** Messages handed from the log to their reader one batch at a time, so that a slow reader holds the log back. */
class File {
  private lot: readonly Message[] = [];
  private pris = (): void => undefined;
  private venu = (): void => undefined;
  private erreur: unknown;
  private finie = false;

  deposer(lot: readonly Message[]): Promise<void> {
    this.lot = lot;
    this.venu();
    return new Promise((resoudre) => (this.pris = resoudre));
  }

  finir(erreur?: unknown): void {
    this.erreur ??= erreur;
    this.finie = true;
    this.venu();
    this.pris();
  }

  async *lire(): AsyncGenerator<Message> {
    for (;;) {
      const { lot } = this;
      this.lot = [];
      yield* lot;
      this.pris();
      if (this.erreur) throw this.erreur;
      if (this.finie && !this.lot.length) return;
      if (!this.lot.length && !this.finie) await new Promise<void>((resoudre) => (this.venu = resoudre));
    }
  }
}

/** Reads a topic through the port, outside any consumer: no mark is read nor moved. Order is that of each partition. @throws what the log throws */
export async function* lireLog(log: EventLog, topic: string, demande: DemandeLecture = {}): AsyncGenerator<Message> {
  const fins = new Map([...(await log.fins(topic))].filter(([part]) => demande.part === undefined || part === demande.part));
  const debut = (fin: number): number => (demande.depuis === undefined ? Math.max(0, fin - DERNIERS) : demande.depuis - 1);
  const restants = new Map([...fins].filter(([, fin]) => debut(fin) < fin));
  if (!restants.size && !demande.suivre) return;
  const file = new File();
  const lu = (part: number, seq: number): void => {
    if (seq >= (restants.get(part) ?? Infinity)) restants.delete(part);
    if (!restants.size && !demande.suivre) file.finir();
  };
  const abonnement = log.abonner({
    groupe: `lecture.${randomUUID()}`,
    topic,
    taille: TAILLE,
    marques: async (part) => new Map([[log.source(topic), demande.part !== undefined && part !== demande.part ? Number.MAX_SAFE_INTEGER : debut(fins.get(part) ?? 0)]]),
    surLot: async ({ part, messages, reperes }) => {
      await file.deposer(messages);
      lu(part, reperes?.get(log.source(topic)) ?? messages.at(-1)?.seq ?? 0);
    },
    surErreur: (erreur) => file.finir(erreur),
  });
  const finir = (): void => file.finir();
  demande.arret?.addEventListener('abort', finir);
  try {
    yield* file.lire();
  } finally {
    demande.arret?.removeEventListener('abort', finir);
    finir();
    await abonnement.arreter();
  }
}

/** Reads a topic from the embedded log of a service, by the address that sees public columns only. */
export async function* lireEmbarque(source: { readonly service: string; readonly urlLecteur: string; readonly tranche?: string }, topic: string, demande: DemandeLecture = {}): AsyncGenerator<Message> {
  const log = new LogEmbarque({ sources: { [source.service]: source.urlLecteur }, serviceDuTopic: () => source.service, tranche: source.tranche ?? 'tranche', activeMs: 50, reposMs: 500 });
  try {
    yield* lireLog(log, topic, demande);
  } finally {
    await log.fermer();
  }
}

class ConfigLecture {
  @Fragment() readonly kafka: ConfigKafka;
}

/** Reads a topic from the brokers that the environment names (`SM_KAFKA_…`); positions are offsets there, counted from 1. @throws ErreurConfiguration */
export async function* lireKafka(env: Environnement, topic: string, demande: DemandeLecture = {}): AsyncGenerator<Message> {
  const log = new LogKafka(new ClientKafka(chargerConfig(ConfigLecture, env).kafka, 'lecture'));
  try {
    yield* lireLog(log, topic, demande);
  } finally {
    await log.fermer();
  }
}
