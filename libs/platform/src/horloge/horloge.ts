import type { Tx } from '../db/db';
import type { Contexte } from '../db/roles';

/** When the service médical owns the clock, its expiry is the act; otherwise a presumption that the owner's late message confirms or withdraws. */
export type GenreHorloge = 'acte' | 'presomption';

export interface Horloge {
  readonly id: string;
  readonly dossier: string;
  readonly unite: number;
  readonly nature: string;
  /** Owner of the clock: `sm`, or the party that bears it (`caisse`, `assure`, `employeur`, `commission`...). */
  readonly proprietaire: string;
  readonly echoitLe: Date;
  readonly donnees: Readonly<Record<string, string | number>>;
  /** By default, drawn from the owner. Only a clock of the service médical may be `acte`. */
  readonly genre?: GenreHorloge;
  /** Local day (`YYYY-MM-DD`) from which the delay runs. */
  readonly departLe?: string | null;
  /** Evidence: the article, and the version of the rule that gave the delay. */
  readonly article?: string | null;
  readonly regle?: string | null;
  /** What happens at expiry, for the register. */
  readonly effet?: string | null;
  /** IANA zone whose days the clock counts; `Europe/Paris` by default. */
  readonly zone?: string;
}

/** An instant before the expiry, fired once as a kind of its own. */
export interface AlerteDemandee {
  readonly nom: string;
  readonly le: Date;
}

export interface HorlogeAArmer extends Omit<Horloge, 'id'> {
  readonly alertes?: readonly AlerteDemandee[];
}

export interface HorlogeDue extends Required<Horloge> {
  /** Name of the alert, null for the clock itself; `echeance` is then the expiry that the alert announces. */
  readonly alerte: string | null;
  readonly echeance: Date | null;
}

/** A due alert: `echoitLe` is its own instant. */
export interface AlerteDue extends HorlogeDue {
  readonly alerte: string;
  readonly echeance: Date;
}

export interface Pause {
  /** Code of the reason (processes.md §0.2). */
  readonly motif: string;
  /** Local day at whose start the clock runs again. */
  readonly jusquau: string;
  /** Local day from which it is stopped; today by default. */
  readonly du?: string;
}

/** Applies the effect of an expiry; returns a refusal code when there is nothing to do any more (the clock is then spent without effect). */
export type EffetHorloge = (tx: Tx, horloge: HorlogeDue, ctx: Contexte) => Promise<string | undefined>;

/** Same, for an alert. */
export type EffetAlerte = (tx: Tx, alerte: AlerteDue, ctx: Contexte) => Promise<string | undefined>;

/**
 * Same, for many clocks at once, one a dossier at most, in order of expiry: a code (or undefined) for each, in their order. It must touch no other dossier than theirs.
 * When it throws, all is undone and it is called again on halves, down to one clock.
 */
export type EffetDeLot = (tx: Tx, horloges: readonly HorlogeDue[], ctx: Contexte) => Promise<readonly (string | undefined)[]>;

export const natureAlerte = (nature: string): string => `alerte.${nature}`;
