import type { Db, Tx } from '../db/db';
import { contexteSysteme, type Contexte } from '../db/roles';
import { uuidv7 } from '../journal/uuid';
import { attendreSignal, signaler } from '../journal/signal';

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

/** Statutory clocks. Each fires once, in order of expiry, in the transaction of its effect; two schedulers never take the same one. */
export class Horloges {
  dernierProgres = new Date();
  private readonly effets = new Map<string, EffetHorloge>();
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
    await tx.query("UPDATE horloge SET statut = 'desarmee' WHERE dossier = $1 AND statut = 'armee' AND ($2::text IS NULL OR nature = $2)", [dossier, nature ?? null]);
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
        if (n < LOT) await attendreSignal([`${this.db.service}:horloge`], periodeMs, this.arret.signal);
      }
    })();
  }

  async arreter(): Promise<void> {
    this.arret.abort();
    await this.boucle;
  }

  /** Fires what is due, oldest first; returns how many clocks were taken. */
  async tirer(): Promise<number> {
    const ctx = contexteSysteme('horloge', this.unites());
    const n = await this.db.inTransaction(ctx, async (tx) => {
      const dues: { id: string; dossier: string; unite: number; nature: string; proprietaire: string; echoit_le: Date; donnees: Record<string, string | number>; essais: number }[] = await tx.query(
        `SELECT id, dossier, unite, nature, proprietaire, echoit_le, donnees, essais FROM horloge WHERE statut = 'armee' AND echoit_le <= $1
         ORDER BY echoit_le, id LIMIT ${LOT} FOR UPDATE SKIP LOCKED`, [this.maintenant()]);
      for (const d of dues) await this.tirerUne(tx, ctx, { id: d.id, dossier: d.dossier, unite: d.unite, nature: d.nature, proprietaire: d.proprietaire, echoitLe: d.echoit_le, donnees: d.donnees }, d.essais);
      return dues.length;
    });
    if (n) signaler(`${this.db.service}:journal`);
    return n;
  }

  private async tirerUne(tx: Tx, ctx: Contexte, horloge: Horloge, essais: number): Promise<void> {
    const effet = this.effets.get(horloge.nature);
    await tx.query('SAVEPOINT horloge');
    try {
      const code = effet ? await effet(tx, horloge, ctx) : 'nature-inconnue';
      await tx.query("UPDATE horloge SET statut = 'echue', tiree_le = now(), code = $2 WHERE id = $1", [horloge.id, code ?? null]);
      await tx.query('RELEASE SAVEPOINT horloge');
    } catch (erreur) {
      await tx.query('ROLLBACK TO SAVEPOINT horloge');
      this.surErreur(erreur);
      // A clock whose effect keeps failing must not hide the others: it is set aside, visibly, for a person.
      await tx.query('UPDATE horloge SET essais = essais + 1, statut = $2, code = $3 WHERE id = $1', [horloge.id, essais + 1 >= ESSAIS_MAX ? 'en_echec' : 'armee', 'effet-en-erreur']);
    }
  }
}
