import type { Db } from '../db/db';
import { contexteSysteme } from '../db/roles';

/** Whether committed rows still wait for their number: what consumers cannot see yet, and what no lag counts. */
export async function numerotationEnAttente(db: Db): Promise<boolean> {
  const [{ attente }]: [{ attente: boolean }] = await db.inTransaction(contexteSysteme('journal'), (tx) => tx.query(
    `SELECT EXISTS (SELECT 1 FROM journal j, (SELECT instantane, pg_snapshot_xmin(instantane) AS xmin FROM sequenceur) s
     WHERE j.xid >= s.xmin AND NOT pg_visible_in_snapshot(j.xid, s.instantane)) AS attente`));
  return attente;
}
