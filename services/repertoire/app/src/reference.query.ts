import type { Tx } from '@sm/platform';
import type { LigneOffre, PositionProfessionnel, StructureRendue } from './reference.dto';

const POSITION = 'rpps, nom, prenom, profession, specialite, commune, departement, du::text AS du, au::text AS au, source, numero';
const STRUCTURE = 'finess, finess_juridique AS "finessJuridique", cle_verifiee AS "cleVerifiee", nom, categorie, commune, departement, du::text AS du, au::text AS au, source, numero';

export const positionsDe = (tx: Tx, rpps: string): Promise<PositionProfessionnel[]> =>
  tx.query(`SELECT ${POSITION} FROM professionnel WHERE rpps = $1 ORDER BY du DESC, source, numero`, [rpps]);

export const structuresDe = (tx: Tx, finess: string): Promise<StructureRendue[]> =>
  tx.query(`SELECT ${STRUCTURE} FROM structure WHERE finess = $1 ORDER BY (au IS NULL) DESC, du DESC, source, numero LIMIT 1`, [finess]);

export interface FiltreProfessionnels {
  readonly departement: string | null;
  readonly specialite: string | null;
  readonly jour: string;
}

/** Positions held on a day, in order of RPPS, after a given one. */
export const chercherPositions = (tx: Tx, f: FiltreProfessionnels, apres: readonly [string, string, string], limite: number): Promise<PositionProfessionnel[]> =>
  tx.query(
    `SELECT ${POSITION} FROM professionnel
     WHERE ($1::text IS NULL OR departement = $1) AND ($2::text IS NULL OR specialite = $2) AND du <= $3 AND (au IS NULL OR au >= $3) AND (rpps, source, numero) > ($4, $5, $6)
     ORDER BY rpps, source, numero LIMIT $7`,
    [f.departement, f.specialite, f.jour, ...apres, limite]);

const famille = (genre: string, table: string, cle: string, axe: string, specialite: string): string => `
SELECT '${genre}' AS genre, ${axe} AS famille, ${specialite} AS specialite, source, count(DISTINCT ${cle})::int AS effectif, max(maj_le) AS "majLe", grouping(source) AS tous
FROM ${table} WHERE departement = $1 AND du <= $2 AND (au IS NULL OR au >= $2) GROUP BY GROUPING SETS ((${axe}, ${specialite}, source), (${axe}, ${specialite}))`;

const OFFRE = `SELECT * FROM (${famille('professionnel', 'professionnel', 'rpps', 'profession', 'specialite')} UNION ALL ${famille('structure', 'structure', 'finess', 'categorie', 'NULL::text')}) x
ORDER BY genre, famille, specialite NULLS FIRST, tous DESC, source`;

interface LigneBrute {
  readonly genre: LigneOffre['genre'];
  readonly famille: string;
  readonly specialite: string | null;
  readonly source: string;
  readonly effectif: number;
  readonly majLe: Date;
  readonly tous: 0 | 1;
}

/** Supply of a département on a day, each figure with its sources (TR-000-08). */
export async function offre(tx: Tx, departement: string, jour: string): Promise<LigneOffre[]> {
  const brutes: LigneBrute[] = await tx.query(OFFRE, [departement, jour]);
  const cle = (l: LigneBrute): string => `${l.genre}|${l.famille}|${l.specialite ?? ''}`;
  return brutes.filter((l) => l.tous === 1).map((t) => ({
    genre: t.genre, famille: t.famille, specialite: t.specialite, effectif: t.effectif,
    sources: brutes.filter((l) => l.tous === 0 && cle(l) === cle(t)).map((l) => ({ source: l.source, effectif: l.effectif, majLe: l.majLe.toISOString() })),
  }));
}
