import type { Db, Tx } from '../db/db';
import { contexteSysteme, type Contexte } from '../db/roles';
import { uuidv7 } from '../journal/uuid';
import { attendreSignal } from '../journal/signal';
import { estPassager } from '../log/passager';

export interface Horloge {
  readonly id: string;
  readonly dossier: string;
  readonly unite: number;
  readonly nature: string;
  /** Owner of the clock: when it is not the service médical, expiry is a presumption. */
  readonly proprietaire: string;
  readonly echoitLe: Date;
  readonly donnees: Readonly<Record<string, string | number>>;
}

/** Applies the effect of an expiry; returns a refusal code when there is nothing to do any more (the clock is then spent without effect). */
export type EffetHorloge = (tx: Tx, horloge: Horloge, ctx: Contexte) => Promise<string | undefined>;

const ESSAIS_MAX = 5;
const LOT = 200;
const VERROU = "hashtext('sm-horloges')";

interface LigneHorloge extends Horloge {
  readonly essais: number;
}

/** Statutory clocks. Each fires once, in order of expiry, in the transaction of its effect; one scheduler at a time. A nature without a declared effect waits. */
export class Horloges {
  dernierProgres = new Date();
  private readonly effets = new Map<string, EffetHorloge>();
  /** The clock that each transaction is firing: an effect that disarms its dossier does not disarm the clock it comes from. */
  private readonly enTir = new WeakMap<object, string>();
  private readonly arret = new AbortController();
  private boucle: Promise<void> | undefined;

  constructor(
    private readonly db: Db,
    private readonly unites: () => readonly number[],
    private readonly maintenant: () => Date = () => new Date(),
    private readonly surErreur: (e: unknown) => void = () => undefined,
  ) {}

  surEcheance(nature: string, effet: EffetHorloge): void {
    this.effets.set(nature, effet);
  }

  async armer(tx: Tx, horloges: readonly Omit<Horloge, 'id'>[]): Promise<void> {
    if (!horloges.length) return;
    await tx.query(
      `INSERT INTO horloge (id, dossier, unite, nature, proprietaire, echoit_le, donnees)
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, dossier uuid, unite int, nature text, proprietaire text, echoit_le timestamptz, donnees jsonb)`,
      [JSON.stringify(horloges.map((h) => ({ ...h, id: uuidv7(), echoit_le: h.echoitLe.toISOString() })))],
    );
  }

  async desarmer(tx: Tx, dossier: string, nature?: string): Promise<void> {
    await tx.query("UPDATE horloge SET statut = 'desarmee' WHERE dossier = $1 AND statut = 'armee' AND ($2::text IS NULL OR nature = $2) AND id IS DISTINCT FROM $3::uuid", [dossier, nature ?? null, this.enTir.get(tx.queryRunner ?? tx) ?? null]);
  }

  demarrer(periodeMs = 1000): void {
    this.boucle = (async () => {
      while (!this.arret.signal.aborted) {
        let n = 0;
        try {
          n = await this.tirer();
          this.dernierProgres = new Date();
        } catch (erreur) {
          this.surErreur(erreur);
        }
        if (n === 0) await attendreSignal([`${this.db.service}:horloge`], periodeMs, this.arret.signal);
      }
    })();
  }

  async arreter(): Promise<void> {
    this.arret.abort();
    await this.boucle;
  }

  /** Fires what is due, oldest first; returns how many clocks were taken, 0 when another scheduler holds the turn. */
  async tirer(): Promise<number> {
    const ctx = contexteSysteme('horloge', this.unites());
    const n = await this.db.inTransaction(ctx, async (tx) => {
      const [{ tour }] = await tx.query(`SELECT pg_try_advisory_xact_lock(${VERROU}) AS tour`);
      if (!tour) return 0;
      // No row is locked here: the effect takes its dossier first and the clock last, as an agent who disarms does, so that the two never wait for each other.
      const dues: LigneHorloge[] = await tx.query(
        `SELECT id, dossier, unite, nature, proprietaire, echoit_le AS "echoitLe", donnees, essais FROM horloge
         WHERE statut = 'armee' AND echoit_le <= $1 AND nature = ANY($2::text[]) ORDER BY echoit_le, id LIMIT ${LOT}`, [this.maintenant(), [...this.effets.keys()]]);
      let tirees = 0;
      for (const { essais, ...horloge } of dues) {
        if (await this.tirerUne(tx, ctx, horloge, essais)) tirees++;
        this.dernierProgres = new Date();
      }
      return tirees;
    });
    return n;
  }

  /** Returns true when the clock left the queue, so that one kept for later cannot make the loop spin. */
  private async tirerUne(tx: Tx, ctx: Contexte, horloge: Horloge, essais: number): Promise<boolean> {
    await tx.query('SAVEPOINT horloge');
    this.enTir.set(tx.queryRunner ?? tx, horloge.id);
    try {
      const code = await this.effets.get(horloge.nature)!(tx, horloge, ctx);
      const [prises]: [unknown[]] = await tx.query("UPDATE horloge SET statut = 'echue', tiree_le = now(), code = $2 WHERE id = $1 AND statut = 'armee' RETURNING 1", [horloge.id, code ?? null]);
      await tx.query(prises.length ? 'RELEASE SAVEPOINT horloge' : 'ROLLBACK TO SAVEPOINT horloge');
      return prises.length > 0;
    } catch (erreur) {
      await tx.query('ROLLBACK TO SAVEPOINT horloge');
      this.surErreur(erreur);
      if (estPassager(erreur)) return false;
      const enEchec = essais + 1 >= ESSAIS_MAX;
      // A clock whose effect keeps failing must not hide the others: it is set aside, visibly, for a person.
      await tx.query("UPDATE horloge SET essais = essais + 1, statut = $2, code = 'effet-en-erreur' WHERE id = $1 AND statut = 'armee'", [horloge.id, enEchec ? 'en_echec' : 'armee']);
      return enEchec;
    }
  }
}
