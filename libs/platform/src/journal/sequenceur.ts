import type { Db, Tx } from '../db/db';
import { contexteSysteme } from '../db/roles';
import { attendreSignal, signaler } from './signal';

const VERROU = "hashtext('sm-sequenceur')";
/** A tick that numbers as many rows is one of a bulk load: planning and looking into every month cost as much for a few rows as for thousands, so the next waits longer. */
const VAGUE = 500;
const PAUSE_VAGUE_MS = 150;

/**
 * One statement: rows that became visible between the two snapshots, their number in (topic, part) if public, their rank and link in their unit's chain, and where each of these stands now.
 * The bounds on xid are parameters, so that the planner sees how few rows they hold; the materialized step keeps it from walking the whole journal in the order of ids.
 */
const NUMEROTER = `
WITH nouvelles AS MATERIALIZED (
  SELECT id, topic, part, public IS NOT NULL AS publie, unite, empreinte, enregistre_le FROM journal
  WHERE xid >= $1::xid8 AND xid < $2::xid8 AND NOT pg_visible_in_snapshot(xid, $3::pg_snapshot) AND pg_visible_in_snapshot(xid, $4::pg_snapshot)
), numerotees AS (
  INSERT INTO log_index (topic, part, seq, journal_id, enregistre_le, unite, rang, h)
  SELECT n.topic, n.part, CASE WHEN n.publie THEN coalesce(p.seq, 0) + sum(n.publie::int) OVER flux END, n.id, n.enregistre_le, n.unite,
    coalesce(c.rang, 0) + row_number() OVER unites, chainer(n.empreinte, coalesce(c.h, decode(repeat('00', 32), 'hex'))) OVER unites
  FROM nouvelles n LEFT JOIN position_log p USING (topic, part) LEFT JOIN chaine c USING (unite)
  WINDOW flux AS (PARTITION BY n.topic, n.part ORDER BY n.id), unites AS (PARTITION BY n.unite ORDER BY n.id)
  RETURNING topic, part, seq, unite, rang, h
), positions AS (
  INSERT INTO position_log (topic, part, seq) SELECT topic, part, max(seq) FROM numerotees WHERE seq IS NOT NULL GROUP BY topic, part
  ON CONFLICT (topic, part) DO UPDATE SET seq = excluded.seq
), chaines AS (
  INSERT INTO chaine (unite, rang, h) SELECT unite, rang, h FROM numerotees JOIN (SELECT unite, max(rang) AS rang FROM numerotees GROUP BY unite) dernier USING (unite, rang)
  ON CONFLICT (unite) DO UPDATE SET rang = excluded.rang, h = excluded.h
) SELECT count(*)::int AS n FROM numerotees`;

/**
 * Numbers journal rows once they are visible, by difference of two snapshots (PgQ's idea), and chains their digests per unit.
 * Any replica may run it: one advisory lock a tick. Nothing is lost or inverted whatever the order of commits.
 * The two snapshots are parameters, so READ COMMITTED is right: taken first, the lock makes what the last holder committed visible, where REPEATABLE READ would still look behind it.
 */
export class Sequenceur {
  dernierProgres = new Date();
  private boucle: Promise<void> | undefined;
  private readonly arret = new AbortController();

  constructor(private readonly db: Db, private readonly surErreur: (e: unknown) => void = () => undefined) {}

  demarrer(intervalleMs = 50, reposMs = 1000): void {
    this.boucle = this.tourner(intervalleMs, reposMs);
  }

  async arreter(): Promise<void> {
    this.arret.abort();
    await this.boucle;
  }

  private async tourner(intervalleMs: number, reposMs: number): Promise<void> {
    let pause = intervalleMs;
    let n = 0;
    while (!this.arret.signal.aborted) {
      try {
        n = await this.tic();
        this.dernierProgres = new Date();
        pause = n >= VAGUE ? Math.max(intervalleMs, PAUSE_VAGUE_MS) : n > 0 ? intervalleMs : Math.min(pause * 2, reposMs);
      } catch (erreur) {
        this.surErreur(erreur);
        pause = 1000;
      }
      // Under a steady flow the next tick waits a little, so that it takes many commits at once; the first after a rest comes at once.
      await attendreSignal(n > 0 ? [] : [`${this.db.service}:journal`], pause, this.arret.signal);
    }
  }

  /** One tick; returns how many rows it numbered (0 when another replica holds the turn). */
  async tic(): Promise<number> {
    const total = await this.db.inTransaction(contexteSysteme('journal'), (tx) => this.numeroter(tx));
    if (total) signaler(this.db.service);
    return total;
  }

  private async numeroter(tx: Tx): Promise<number> {
    const [{ tour }] = await tx.query(`SELECT pg_try_advisory_xact_lock(${VERROU}) AS tour`);
    if (!tour) return 0;
    const [b] = await tx.query(`SELECT instantane::text AS avant, pg_snapshot_xmin(instantane)::text AS xmin, pg_snapshot_xmax(instantane)::text AS ancien_xmax,
      c::text AS courant, pg_snapshot_xmin(c)::text AS xmin_courant, pg_snapshot_xmax(c)::text AS xmax FROM sequenceur, pg_current_snapshot() c`);
    if (b.avant === b.courant) return 0;
    if (BigInt(b.ancien_xmax) > BigInt(b.xmax)) throw new Error('sequenceur-a-rebaser: this cluster is younger than the stored snapshot');
    const [{ n: total }]: [{ n: number }] = await tx.query(NUMEROTER, [b.xmin, b.xmax, b.avant, b.courant]);
    // Nothing new: moving the snapshot would write, and so move the next one, for ever. Only one that still lists open transactions is worth replacing.
    if (!total && (b.xmin === b.ancien_xmax || b.xmin === b.xmin_courant)) return 0;
    await tx.query('UPDATE sequenceur SET instantane = $1::pg_snapshot', [b.courant]);
    return total;
  }
}
