import type { Db } from '../db/db';
import { contexteSysteme } from '../db/roles';

/** Whether committed rows still wait for their number: what consumers cannot see yet, and what no lag counts. */
export async function numerotationEnAttente(db: Db): Promise<boolean> {
  return db.inTransaction(contexteSysteme('journal'), async (tx) => {
    const [{ instantane, xmin }]: [{ instantane: string; xmin: string }] = await tx.query('SELECT instantane::text AS instantane, pg_snapshot_xmin(instantane)::text AS xmin FROM sequenceur');
    // As a parameter, so that the planner sees how few rows lie beyond it: joined, it walked the whole journal.
    const [{ attente }]: [{ attente: boolean }] = await tx.query(
      'SELECT EXISTS (SELECT 1 FROM journal WHERE xid >= $1::xid8 AND NOT pg_visible_in_snapshot(xid, $2::pg_snapshot)) AS attente', [xmin, instantane]);
    return attente;
  });
}
