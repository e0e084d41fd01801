import type { Db, Tx } from '../db/db';
import { contexteSysteme } from '../db/roles';
import { empaqueter, tableau, tableauTexte } from '../db/tableaux';
import { ORIGINE_CHAINE, maillon } from './empreinte';
import { attendreSignal, signaler } from './signal';

interface LigneNouvelle {
  id: string;
  topic: string;
  part: number;
  publie: boolean;
  unite: number;
  empreinte: Buffer;
  enregistre_le: string;
}

interface Bornes {
  readonly avant: string;
  readonly xmin: string;
  readonly courant: string;
  readonly xmax: string;
}

const VERROU = "hashtext('sm-sequenceur')";
const TRANCHE = 5_000;

/** The fence (OFFSET 0) keeps the planner from walking the whole journal in the order of ids to spare itself a sort. */
const NOUVELLES = `
DECLARE nouvelles NO SCROLL CURSOR FOR SELECT * FROM (
  SELECT id, topic, part, public IS NOT NULL AS publie, unite, empreinte, enregistre_le::text AS enregistre_le FROM journal
  WHERE xid >= $1::xid8 AND xid < $2::xid8 AND NOT pg_visible_in_snapshot(xid, $3::pg_snapshot) AND pg_visible_in_snapshot(xid, $4::pg_snapshot) OFFSET 0
) n ORDER BY id`;

const NUMEROTER = `
INSERT INTO log_index (topic, part, seq, journal_id, enregistre_le, unite, rang, h)
SELECT t, p, s, j, e, u, r, substring($8::bytea FROM (n::int - 1) * 32 + 1 FOR 32)
FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::int[], $7::bigint[]) WITH ORDINALITY AS x(t, p, s, j, e, u, r, n)`;

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

  demarrer(intervalleMs = 25, reposMs = 1000): void {
    this.boucle = this.tourner(intervalleMs, reposMs);
  }

  async arreter(): Promise<void> {
    this.arret.abort();
    await this.boucle;
  }

  private async tourner(intervalleMs: number, reposMs: number): Promise<void> {
    let pause = intervalleMs;
    while (!this.arret.signal.aborted) {
      try {
        const n = await this.tic();
        this.dernierProgres = new Date();
        pause = n > 0 ? intervalleMs : Math.min(pause * 2, reposMs);
      } catch (erreur) {
        this.surErreur(erreur);
        pause = 1000;
      }
      await attendreSignal([`${this.db.service}:journal`], pause, this.arret.signal);
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
    const total = await this.parTranches(tx, b);
    // Nothing new: moving the snapshot would write, and so move the next one, for ever. Only one that still lists open transactions is worth replacing.
    if (!total && (b.xmin === b.ancien_xmax || b.xmin === b.xmin_courant)) return 0;
    await tx.query('UPDATE sequenceur SET instantane = $1::pg_snapshot', [b.courant]);
    return total;
  }

  private async parTranches(tx: Tx, b: Bornes): Promise<number> {
    const positions = new Map<string, number>();
    const chaines = new Map<number, { rang: number; h: Buffer }>();
    let total = 0;
    await tx.query(NOUVELLES, [b.xmin, b.xmax, b.avant, b.courant]);
    for (;;) {
      const lignes: LigneNouvelle[] = await tx.query(`FETCH ${TRANCHE} FROM nouvelles`);
      if (lignes.length && !total) for (const l of await tx.query('SELECT topic, part, seq::float8 AS seq FROM position_log')) positions.set(`${l.topic}|${l.part}`, l.seq);
      if (lignes.length) await this.inscrire(tx, lignes, positions, chaines);
      total += lignes.length;
      this.dernierProgres = new Date();
      if (lignes.length < TRANCHE) break;
    }
    if (total) await this.enregistrerPositions(tx, positions, chaines);
    return total;
  }

  private async inscrire(tx: Tx, lignes: LigneNouvelle[], positions: Map<string, number>, chaines: Map<number, { rang: number; h: Buffer }>): Promise<void> {
    const inconnues = [...new Set(lignes.map((l) => l.unite))].filter((u) => !chaines.has(u));
    for (const u of inconnues) chaines.set(u, { rang: 0, h: ORIGINE_CHAINE });
    if (inconnues.length) {
      const connues: { unite: number; rang: number; h: Buffer }[] = await tx.query('SELECT unite, rang::float8 AS rang, h FROM chaine WHERE unite = ANY($1::int[])', [tableau(inconnues)]);
      for (const c of connues) chaines.set(c.unite, { rang: c.rang, h: c.h });
    }
    const seqs: (number | null)[] = [];
    const rangs: number[] = [];
    const hachages: Buffer[] = [];
    for (const l of lignes) {
      const cle = `${l.topic}|${l.part}`;
      const seq = l.publie ? (positions.get(cle) ?? 0) + 1 : null;
      if (seq !== null) positions.set(cle, seq);
      const c = chaines.get(l.unite)!;
      c.rang++;
      c.h = maillon(c.h, l.empreinte);
      seqs.push(seq);
      rangs.push(c.rang);
      hachages.push(c.h);
    }
    await tx.query(NUMEROTER, [
      tableauTexte(lignes.map((l) => l.topic)), tableau(lignes.map((l) => l.part)), tableau(seqs), tableau(lignes.map((l) => l.id)),
      tableauTexte(lignes.map((l) => l.enregistre_le)), tableau(lignes.map((l) => l.unite)), tableau(rangs), empaqueter(hachages).blob,
    ]);
  }

  private async enregistrerPositions(tx: Tx, positions: Map<string, number>, chaines: Map<number, { rang: number; h: Buffer }>): Promise<void> {
    const p = [...positions].map(([cle, seq]) => ({ topic: cle.slice(0, cle.lastIndexOf('|')), part: Number(cle.slice(cle.lastIndexOf('|') + 1)), seq }));
    await tx.query(`INSERT INTO position_log (topic, part, seq) SELECT * FROM unnest($1::text[], $2::smallint[], $3::bigint[])
      ON CONFLICT (topic, part) DO UPDATE SET seq = excluded.seq WHERE position_log.seq < excluded.seq`, [tableauTexte(p.map((x) => x.topic)), tableau(p.map((x) => x.part)), tableau(p.map((x) => x.seq))]);
    const c = [...chaines];
    await tx.query(`INSERT INTO chaine (unite, rang, h) SELECT u, r, substring($3::bytea FROM (n::int - 1) * 32 + 1 FOR 32) FROM unnest($1::int[], $2::bigint[]) WITH ORDINALITY AS x(u, r, n)
      ON CONFLICT (unite) DO UPDATE SET rang = excluded.rang, h = excluded.h`, [tableau(c.map(([u]) => u)), tableau(c.map(([, v]) => v.rang)), Buffer.concat(c.map(([, v]) => v.h))]);
  }
}
