import type { Db, Tx } from '../db/db';
import { contexteSysteme } from '../db/roles';
import { enterrer, enterrerIllisible } from './lettres-mortes';
import { estPassager } from './passager';
import type { Abonnement, EventLog, Illisible, LotBrut, Marques, Message } from './port';

/** A batch as a handler sees it: its messages, and the transaction in which the offset moves with what it writes. */
export interface Lot {
  readonly topic: string;
  readonly messages: readonly Message[];
  readonly tx: Tx;
  /** True when a dead letter is applied again, outside its order. */
  readonly rejeu: boolean;
  /** Called once the batch is committed: for what is only a copy in memory, which a restart reads again. */
  apresValidation(suite: () => Promise<void>): void;
}

export type TraiterLot = (lot: Lot) => Promise<void>;

/** A hole in a source's sequence: something was lost before us. Never skipped; the partition stops and says so. */
export class TrouDansLaSource extends Error {
  constructor(readonly attendu: number, readonly recu: number) {
    super(`trou dans la source : ${attendu} attendu, ${recu} reçu`);
  }
}

/** Another owner moved the offset: this one has nothing more to do here. */
class OffsetDepasse extends Error {}

const marquesDe = (messages: readonly Message[], reperes: Marques = new Map()): Marques => new Map([...messages.map((m) => [m.source, m.seq] as const), ...reperes]);

/** A record that is no envelope of ours stood in the log. */
class MessageIllisible extends Error {
  readonly code = 'message-illisible';
}

export interface OptionsConsommateur {
  readonly nom: string;
  readonly topic: string;
  /** A compacted topic has holes by nature. */
  readonly compacte: boolean;
  readonly traiter: TraiterLot;
  readonly taille?: number;
  readonly surErreur?: (erreur: unknown, part: number) => void;
}

/** Consumes one topic for one service: repeats dropped, holes refused, effects and offset in one transaction, poison set apart. */
export class Consommateur {
  dernierProgres = new Date();
  /** Partitions that stand still, with the reason. */
  readonly bloquees = new Map<number, string>();
  /** Copies in memory that could not be read again after a commit. */
  private suitesEnRetard: (() => Promise<void>)[] = [];
  /** Marks of the last success, by partition: read again after any failure, and checked by the compare-and-set in any case. */
  private readonly connues = new Map<number, Map<string, number>>();
  private abonnement: Abonnement | undefined;

  constructor(private readonly db: Db, private readonly log: EventLog, readonly options: OptionsConsommateur) {}

  demarrer(): void {
    this.abonnement = this.log.abonner({
      groupe: `${this.db.service}.${this.options.nom}`,
      topic: this.options.topic,
      taille: this.options.taille ?? 1000,
      marques: (part) => this.marques(part),
      surLot: (lot) => this.recevoir(lot),
      aJour: (part) => this.surAJour(part),
      surErreur: (erreur, part) => {
        if (part >= 0) this.bloquees.set(part, erreur instanceof TrouDansLaSource ? 'trou-dans-la-source' : 'erreur');
        this.options.surErreur?.(erreur, part);
      },
    });
  }

  async arreter(): Promise<void> {
    const { abonnement } = this;
    this.abonnement = undefined;
    await abonnement?.arreter();
  }

  private async surAJour(part: number): Promise<void> {
    if (part >= 0) return void this.bloquees.delete(part);
    if (this.suitesEnRetard.length) await this.executer(this.suitesEnRetard.splice(0), part);
    this.dernierProgres = new Date();
  }

  /** What was written is committed: a copy in memory that cannot follow is tried again at each turn of the loop. */
  private async executer(suites: readonly (() => Promise<void>)[], part: number): Promise<void> {
    for (const suite of suites) {
      await suite().catch((e: unknown) => {
        this.suitesEnRetard.push(suite);
        this.options.surErreur?.(e, part);
      });
    }
  }

  marques(part: number): Promise<Marques> {
    return this.db.inTransaction(contexteSysteme('projection'), async (tx) => {
      const lignes: { source: string; seq: number }[] = await tx.query(
        'SELECT source, seq::float8 AS seq FROM consommation WHERE consommateur = $1 AND topic = $2 AND part = $3', [this.options.nom, this.options.topic, part]);
      return new Map(lignes.map((l) => [l.source, l.seq]));
    });
  }

  /** How many messages wait, by comparison with the end of the log. */
  async retard(): Promise<number> {
    const fins = await this.log.fins(this.options.topic);
    const source = this.log.source(this.options.topic);
    let retard = 0;
    for (const [part, fin] of fins) retard += Math.max(0, fin - ((await this.marques(part)).get(source) ?? 0));
    return retard;
  }

  /** Applies a delivered batch from where this consumer stands; safe to call twice, late, or out of turn. */
  async recevoir(lot: LotBrut): Promise<void> {
    const marques = this.connues.get(lot.part) ?? new Map(await this.marques(lot.part));
    this.connues.delete(lot.part);
    const nouveaux: Message[] = [];
    const vus = new Map(marques);
    for (const m of lot.messages) {
      const attendu = (vus.get(m.source) ?? 0) + 1;
      if (m.seq < attendu) continue;
      if (m.seq > attendu && !this.options.compacte) throw new TrouDansLaSource(attendu, m.seq);
      vus.set(m.source, m.seq);
      nouveaux.push(m);
    }
    if (lot.illisibles?.length) await this.ecarter(lot, lot.illisibles);
    if (nouveaux.length) await this.appliquer(lot.part, nouveaux, marques, lot.reperes);
    else if (lot.reperes) await this.passer(lot.part, marques, lot.reperes);
    this.connues.set(lot.part, marques);
    this.bloquees.delete(lot.part);
    this.dernierProgres = new Date();
  }

  /** Records that cannot be read are set apart before the offset passes them; set apart twice, they are there once. */
  private async ecarter(lot: LotBrut, illisibles: readonly Illisible[]): Promise<void> {
    await this.db.inTransaction(contexteSysteme('projection'), async (tx) => {
      for (const i of illisibles) await enterrerIllisible(tx, this.options.nom, lot, i);
    });
    this.options.surErreur?.(new MessageIllisible(), lot.part);
  }

  /** Nothing new in the batch: the log's own marks move all the same. */
  private async passer(part: number, marques: Map<string, number>, reperes: Marques): Promise<void> {
    await this.db.inTransaction(contexteSysteme('projection'), (tx) => this.avancer(tx, part, reperes, marques));
    for (const [source, seq] of reperes) marques.set(source, seq);
  }

  /** In a batch cut in two, the log's own marks move with the last part. */
  private async appliquer(part: number, messages: readonly Message[], marques: Map<string, number>, reperes?: Marques): Promise<void> {
    const erreur = await this.essayer(part, messages, marques, reperes);
    if (erreur === null) return;
    if (messages.length === 1) return this.juger(part, messages[0]!, marques, reperes);
    const milieu = messages.length >> 1;
    await this.appliquer(part, messages.slice(0, milieu), marques);
    await this.appliquer(part, messages.slice(milieu), marques, reperes);
  }

  /** Applies messages and moves the offset, in one transaction. Returns the error when the messages may be at fault; throws when it is something else. */
  private async essayer(part: number, messages: readonly Message[], marques: Map<string, number>, reperes?: Marques): Promise<{ cause: unknown } | null> {
    const nouvelles = marquesDe(messages, reperes);
    const suites: (() => Promise<void>)[] = [];
    try {
      await this.db.inTransaction(contexteSysteme('projection'), async (tx) => {
        await this.avancer(tx, part, nouvelles, marques);
        await this.options.traiter({ topic: this.options.topic, messages, tx, rejeu: false, apresValidation: (suite) => void suites.push(suite) });
      });
    } catch (erreur) {
      if (erreur instanceof OffsetDepasse || estPassager(erreur)) throw erreur;
      return { cause: erreur };
    }
    for (const [source, seq] of nouvelles) marques.set(source, seq);
    await this.executer(suites, part);
    return null;
  }

  /** A message that fails alone is tried once more; failing again it is set apart with the offset, in one transaction. */
  private async juger(part: number, message: Message, marques: Map<string, number>, reperes?: Marques): Promise<void> {
    const erreur = await this.essayer(part, [message], marques, reperes);
    if (erreur === null) return;
    const nouvelles = marquesDe([message], reperes);
    await this.db.inTransaction(contexteSysteme('projection'), async (tx) => {
      await this.avancer(tx, part, nouvelles, marques);
      await enterrer(tx, this.options.nom, message, erreur.cause);
    });
    for (const [source, seq] of nouvelles) marques.set(source, seq);
    this.options.surErreur?.(erreur.cause, part);
  }

  /** Moves the marks by compare-and-set. @throws OffsetDepasse when another owner moved one */
  private async avancer(tx: Tx, part: number, nouvelles: Marques, marques: Marques): Promise<void> {
    for (const [source, seq] of nouvelles) {
      const ancien = marques.get(source);
      const cle = [this.options.nom, this.options.topic, part, source];
      const bouges: unknown[] = ancien === undefined
        ? await tx.query('INSERT INTO consommation (consommateur, topic, part, source, seq) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1', [...cle, seq])
        : (await tx.query('UPDATE consommation SET seq = $5, maj_le = now() WHERE consommateur = $1 AND topic = $2 AND part = $3 AND source = $4 AND seq = $6 RETURNING 1', [...cle, seq, ancien]))[0];
      if (!bouges.length) throw new OffsetDepasse('offset-depasse');
    }
  }
}
