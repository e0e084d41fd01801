import type { Tx } from '../db/db';
import { tableau } from '../db/tableaux';
import type { Rupture } from './maillons';
import type { ClesRacine, RacineSignee } from './racine';

const PAGE = 2000;

/** A root beside the link that the index holds today at its rank; null when that rank is gone. */
interface RacineLue extends RacineSignee {
  readonly temoin: string | null;
}

const COLONNES = "r.unite, r.rang::float8 AS rang, encode(r.h, 'hex') AS h, (extract(epoch FROM r.quand) * 1000)::float8 AS ms, r.cle, encode(r.signature, 'hex') AS signature";
const TEMOIN = "(SELECT encode(l.h, 'hex') FROM log_index l WHERE l.unite = r.unite AND l.rang = r.rang) AS temoin";
const DERNIERES = `
WITH RECURSIVE u(unite) AS (
  SELECT min(unite) FROM racine UNION ALL SELECT (SELECT min(r.unite) FROM racine r WHERE r.unite > u.unite) FROM u WHERE u.unite IS NOT NULL
) SELECT ${COLONNES}, ${TEMOIN} FROM u CROSS JOIN LATERAL (SELECT * FROM racine x WHERE x.unite = u.unite ORDER BY x.rang DESC LIMIT 1) r`;
const TOUTES = `SELECT ${COLONNES}, ${TEMOIN} FROM racine r WHERE (r.unite, r.rang) > ($1::int, $2::bigint) ORDER BY r.unite, r.rang LIMIT ${PAGE}`;
const DONNEES = `
SELECT r.unite, r.rang::float8 AS rang, (SELECT encode(l.h, 'hex') FROM log_index l WHERE l.unite = r.unite AND l.rang = r.rang) AS temoin FROM unnest($1::int[], $2::bigint[]) AS r(unite, rang)`;

type LigneRacine = Omit<RacineLue, 'source' | 'quand'> & { readonly ms: number };

/**
 * Compares chains with their roots, met in the order of ranks. A root is contradicted when its rank holds another link or none: the fault lies after the last root that agrees, and at its rank at the latest.
 * What its signature does not cover is no root, and says that someone wrote it.
 */
export class Confrontation {
  readonly ruptures = new Map<number, Rupture>();
  comparees = 0;
  private readonly bons = new Map<number, number>();

  constructor(private readonly cles: ClesRacine) {}

  voir(r: RacineLue): void {
    this.comparees++;
    if (this.ruptures.has(r.unite)) return;
    if (!this.cles.verifier(r)) this.ruptures.set(r.unite, { unite: r.unite, rang: r.rang, genre: 'racine-invalide' });
    else if (r.temoin === r.h) this.bons.set(r.unite, r.rang);
    else this.ruptures.set(r.unite, { unite: r.unite, rang: (this.bons.get(r.unite) ?? 0) + 1, jusqua: r.rang, genre: 'racine-contredite' });
  }
}

const lue = (source: string, { ms, ...r }: LigneRacine): RacineLue => ({ ...r, source, quand: new Date(ms) });

/** The roots that this service keeps: the last one of each unit, or all of them. */
export async function confronterLocales(tx: Tx, cles: ClesRacine, source: string, toutes: boolean): Promise<Confrontation> {
  const c = new Confrontation(cles);
  if (!toutes) {
    const dernieres: LigneRacine[] = await tx.query(DERNIERES);
    // What a last root shows is placed by those before it.
    return dernieres.every((l) => l.temoin === l.h) ? c : confronterLocales(tx, cles, source, true);
  }
  for (let page: LigneRacine[] = [{ unite: -1, rang: 0 } as LigneRacine]; page.length; ) {
    const { unite, rang } = page.at(-1)!;
    page = await tx.query(TOUTES, [unite, rang]);
    for (const l of page) c.voir(lue(source, l));
  }
  return c;
}

/** Roots brought from the level above: what this database says of itself proves nothing against its owner. */
export async function confronterDonnees(tx: Tx, cles: ClesRacine, source: string, racines: readonly RacineSignee[]): Promise<Confrontation> {
  const c = new Confrontation(cles);
  const triees = racines.filter((r) => r.source === source).sort((a, b) => a.unite - b.unite || a.rang - b.rang);
  const temoins: { unite: number; rang: number; temoin: string | null }[] = await tx.query(DONNEES, [tableau(triees.map((r) => r.unite)), tableau(triees.map((r) => r.rang))]);
  const parRang = new Map(temoins.map((t) => [`${t.unite}|${t.rang}`, t.temoin]));
  for (const r of triees) c.voir({ ...r, temoin: parRang.get(`${r.unite}|${r.rang}`) ?? null });
  return c;
}

/** Order of two breaks of a unit: the lower rank first, and what a row shows before what a root shows. */
export const premiere = (a: Rupture | undefined, b: Rupture): Rupture => (a && a.rang <= b.rang ? a : b);
