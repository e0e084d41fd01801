import type { Db } from '../db/db';
import { contexteSysteme } from '../db/roles';

/** Whether committed rows still wait for their number: what consumers cannot see yet, and what no lag counts. */
export async function numerotationEnAttente(db: Db): Promise<boolean> {
  return db.inTransaction(contexteSysteme('journal'), async (tx) => {
    const [{ instantane, xmin }]: [{ instantane: string; xmin: string }] = await tx.query('SELECT instantane::text AS instantane, pg_snapshot_xmin(instantane)::text AS xmin FROM sequenceur');
    // Bound as a parameter, and in the order of the index: hoping to meet such a row soon, the planner walked the whole journal.
    const attente: unknown[] = await tx.query('SELECT 1 FROM journal WHERE xid >= $1::xid8 AND NOT pg_visible_in_snapshot(xid, $2::pg_snapshot) ORDER BY xid LIMIT 1', [xmin, instantane]);
    return attente.length > 0;
  });
}
