import type { Tx } from '../db/db';
import { lirePreparee } from '../db/preparee';
import { tableau, tableauTexte } from '../db/tableaux';
import { ORIGINE, type Bout, type GenreRupture, type Maillon, type Rupture } from './maillons';

/** One unit's chain as a whole, seen in one snapshot: its register, the last rank of its index, and what was verified of it. */
export interface EtatChaine {
  readonly unite: number;
  readonly tete: Bout | null;
  readonly dernier: number;
  readonly verifie: Bout;
  /** Link that the index holds today at the verified rank. */
  readonly temoin: string | null;
  readonly rupture: Rupture | null;
}

/** Ranks `depuis + 1` to `jusqua` of a unit. */
export interface Segment {
  readonly unite: number;
  readonly depuis: number;
  readonly jusqua: number;
}

/** Units by skips in the index: it is never read through. */
const ETATS = `
WITH RECURSIVE u(unite) AS (
  SELECT min(unite) FROM log_index UNION ALL SELECT (SELECT min(l.unite) FROM log_index l WHERE l.unite > u.unite) FROM u WHERE u.unite IS NOT NULL
), toutes AS (SELECT unite FROM u WHERE unite IS NOT NULL UNION SELECT unite FROM chaine UNION SELECT unite FROM chaine_verifiee)
SELECT t.unite, c.rang::float8 AS tete_rang, encode(c.h, 'hex') AS tete_h, v.rang::float8 AS rang, encode(v.h, 'hex') AS h, v.genre, v.rompue_a::float8 AS rompue_a,
  coalesce((SELECT max(l.rang) FROM log_index l WHERE l.unite = t.unite), 0)::float8 AS dernier,
  (SELECT encode(l.h, 'hex') FROM log_index l WHERE l.unite = t.unite AND l.rang = v.rang) AS temoin
FROM toutes t LEFT JOIN chaine c USING (unite) LEFT JOIN chaine_verifiee v USING (unite) ORDER BY t.unite`;

const MS = (colonne: string): string => `(extract(epoch FROM ${colonne}) * 1000)::float8`;

const MAILLONS = `
SELECT i.unite AS dans, i.rang::float8 AS rang, encode(i.h, 'hex') AS h, j.evenement, j.topic, j.part, j.dossier, j.cle, j.version, j.unite, j.type,
  ${MS('j.survenu_le')} AS survenu, ${MS('j.enregistre_le')} AS enregistre, j.acteur, j.commande, j.prive::text AS prive, j.medical, j.public, encode(j.empreinte, 'hex') AS empreinte,
  i.topic = j.topic AND i.part = j.part AND (i.seq IS NULL) = (j.public IS NULL) AS accorde
FROM unnest($1::int[], $2::bigint[], $3::bigint[]) AS s(unite, depuis, jusqua)
JOIN log_index i ON i.unite = s.unite AND i.rang > s.depuis AND i.rang <= s.jusqua
LEFT JOIN journal j ON j.id = i.journal_id AND j.enregistre_le = i.enregistre_le ORDER BY i.unite, i.rang`;

/** Rows that the sequencer has been over and that no chain holds; reads the whole journal. */
const HORS_CHAINE = `
SELECT j.unite, 0 AS rang FROM journal j, sequenceur s WHERE pg_visible_in_snapshot(j.xid, s.instantane)
  AND NOT EXISTS (SELECT 1 FROM log_index l WHERE l.journal_id = j.id AND l.enregistre_le = j.enregistre_le) LIMIT 1`;

/** Numbers that were never given. */
const HORS_NUMEROS = `
SELECT l.unite, l.rang::float8 AS rang FROM log_index l LEFT JOIN position_log p USING (topic, part) WHERE l.seq IS NOT NULL AND (p.seq IS NULL OR l.seq > p.seq) ORDER BY l.unite, l.rang LIMIT 1`;

interface LigneEtat {
  unite: number; tete_rang: number | null; tete_h: string | null; rang: number | null; h: string | null; genre: GenreRupture | null; rompue_a: number | null; dernier: number; temoin: string | null;
}

/** Rows chained so far, all units together. */
export async function totalEnchaine(tx: Tx): Promise<number> {
  const [{ total }]: [{ total: number }] = await tx.query('SELECT coalesce(sum(rang), 0)::float8 AS total FROM chaine');
  return total;
}

export async function lireEtats(tx: Tx): Promise<EtatChaine[]> {
  const lignes: LigneEtat[] = await tx.query(ETATS);
  return lignes.map((l) => ({
    unite: l.unite,
    tete: l.tete_rang === null ? null : { rang: l.tete_rang, h: l.tete_h! },
    dernier: l.dernier,
    verifie: l.rang === null ? ORIGINE : { rang: l.rang, h: l.h! },
    temoin: l.temoin,
    rupture: l.genre === null ? null : { unite: l.unite, rang: l.rompue_a!, genre: l.genre },
  }));
}

/** The ranks of these segments, by unit. */
export async function lireMaillons(tx: Tx, segments: readonly Segment[]): Promise<Map<number, Maillon[]>> {
  const values = [tableau(segments.map((s) => s.unite)), tableau(segments.map((s) => s.depuis)), tableau(segments.map((s) => s.jusqua))];
  const lus = await lirePreparee<Maillon>(tx, { name: 'chaine-lire', text: MAILLONS }, values);
  const parUnite = new Map<number, Maillon[]>(segments.map((s) => [s.unite, []]));
  for (const m of lus) parUnite.get(m.dans)!.push(m);
  return parUnite;
}

/** What is wrong outside the chains: a row that none holds, a number that the sequencer never gave. */
export async function horsChaines(tx: Tx): Promise<Rupture[]> {
  // Without statistics the planner hopes to meet such a row soon, and looks for it row by row.
  await tx.query('SET LOCAL enable_nestloop = off');
  const [ligne]: { unite: number; rang: number }[] = await tx.query(HORS_CHAINE);
  const [numero]: { unite: number; rang: number }[] = await tx.query(HORS_NUMEROS);
  return [...(ligne ? [{ ...ligne, genre: 'ligne-hors-chaine' as const }] : []), ...(numero ? [{ ...numero, genre: 'numero-change' as const }] : [])];
}

/** Moves the marks forward, never back, and never past a break. */
export async function avancer(tx: Tx, bouts: ReadonlyMap<number, Bout>): Promise<void> {
  if (!bouts.size) return;
  const valeurs = [...bouts.values()];
  await tx.query(
    `INSERT INTO chaine_verifiee (unite, rang, h, le) SELECT u, r, decode(h, 'hex'), now() FROM unnest($1::int[], $2::bigint[], $3::text[]) AS x(u, r, h)
     ON CONFLICT (unite) DO UPDATE SET rang = excluded.rang, h = excluded.h, le = excluded.le WHERE chaine_verifiee.genre IS NULL AND chaine_verifiee.rang < excluded.rang`,
    [tableau([...bouts.keys()]), tableau(valeurs.map((b) => b.rang)), tableauTexte(valeurs.map((b) => b.h))]);
}

/** Keeps the first break of a unit; returns false when one was known already. */
export async function noterRupture(tx: Tx, r: Rupture): Promise<boolean> {
  const notees: unknown[] = await tx.query(
    `INSERT INTO chaine_verifiee (unite, rang, h, le, genre, rompue_a, rompue_le) VALUES ($1, 0, decode($2, 'hex'), now(), $3, $4, now())
     ON CONFLICT (unite) DO UPDATE SET genre = excluded.genre, rompue_a = excluded.rompue_a, rompue_le = now() WHERE chaine_verifiee.genre IS NULL RETURNING 1`,
    [r.unite, ORIGINE.h, r.genre, r.rang]);
  return notees.length > 0;
}

/** A complete verification found these chains whole: what was said of them before is withdrawn. */
export async function leverRuptures(tx: Tx, unites: readonly number[]): Promise<void> {
  await tx.query('UPDATE chaine_verifiee SET genre = NULL, rompue_a = NULL, rompue_le = NULL WHERE unite = ANY($1::int[]) AND genre IS NOT NULL', [tableau(unites)]);
}
