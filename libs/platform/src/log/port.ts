/** One event as consumers receive it, whichever log carries it. */
export interface Message {
  readonly source: string;
  readonly topic: string;
  readonly part: number;
  /** Position in (source, topic, part): dense, from 1. */
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly cle: string;
  readonly unite: number;
  readonly version: number;
  readonly survenuLe: Date;
  readonly enregistreLe: Date;
  readonly donnees: Uint8Array;
}

/** A record that is no envelope of ours: kept apart, since it cannot be read. */
export interface Illisible {
  readonly source: string;
  readonly seq: number;
  readonly donnees: Uint8Array;
}

export interface LotBrut {
  readonly topic: string;
  readonly part: number;
  readonly messages: readonly Message[];
  readonly illisibles?: readonly Illisible[];
  /** Marks of the log itself (an offset by cluster) that move with the batch, in the same transaction. */
  readonly reperes?: Marques;
}

/** Last position applied, by source. */
export type Marques = ReadonlyMap<string, number>;

export interface DemandeAbonnement {
  readonly groupe: string;
  readonly topic: string;
  readonly taille: number;
  /** Where to start again; read on assignment and after each error. */
  readonly marques: (part: number) => Promise<Marques>;
  /** Applies a batch durably before it resolves. A rejection stops the partition until the next attempt, which starts from `marques`. */
  readonly surLot: (lot: LotBrut) => Promise<void>;
  readonly surErreur: (erreur: unknown, part: number) => void;
  /** Nothing waits on that partition; with -1, a turn of the loop read the log through. What the silence of a dead reader would not say. */
  readonly aJour?: (part: number) => Promise<void>;
}

export interface Abonnement {
  arreter(): Promise<void>;
}

/** The log that services read: two adapters, one contract. Order is that of the source within a partition; delivery is at least once. */
export interface EventLog {
  abonner(demande: DemandeAbonnement): Abonnement;
  /** Last position written, by partition (for lag). */
  fins(topic: string): Promise<Map<number, number>>;
  /** The mark that `fins` is to be compared with: known once `fins` has answered. */
  source(topic: string): string;
  fermer(): Promise<void>;
}
