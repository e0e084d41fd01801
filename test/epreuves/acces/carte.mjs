// Which unit lies under which on a day, by SQL on the raw lines of reference: neither the tree nor the perimeters of the kernel are used.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DONNEES = join(import.meta.dirname, '../../../services/organisation/app/src/donnees');

function csv(fichier) {
  const [entete, ...lignes] = readFileSync(join(DONNEES, fichier), 'utf8').trim().split('\n').map((l) => l.split(';'));
  return lignes.map((l) => Object.fromEntries(entete.map((nom, i) => [nom, l[i] || null])));
}

/** One table of dated arcs and one of units, in a temporary schema of the connection. */
export async function chargerCarte(client) {
  await client.query('CREATE TEMP TABLE arc (de int, nature text, vers int, du date, au date); CREATE TEMP TABLE tenue (unite int, type text)');
  const [rattachements, unites, successions] = [csv('organisation.csv'), csv('unites.csv'), csv('successions.csv')];
  const arcs = [
    ...rattachements.map((l) => [l.unite_id, 'parent', l.region_id, l.valide_du, l.valide_au]),
    ...unites.filter((l) => l.parent_id).map((l) => [l.unite_id, 'parent', l.parent_id, l.valide_du, l.valide_au]),
    ...successions.filter((l) => l.nature === 'fusionnee_dans').map((l) => [l.unite_id, 'fusion', l.cible, l.valide_du, l.valide_au ?? null]),
  ];
  for (const arc of arcs) await client.query('INSERT INTO arc VALUES ($1, $2, $3, $4, $5)', arc);
  for (const [id, type] of [...rattachements.map((l) => [l.unite_id, 'locale']), ...unites.map((l) => [l.unite_id, l.type])]) await client.query('INSERT INTO tenue VALUES ($1, $2)', [id, type]);
}

const EN_VIGUEUR = '(du IS NULL OR du <= $1::date) AND (au IS NULL OR au >= $1::date)';
const FUSIONS = `WITH RECURSIVE f AS (SELECT DISTINCT de, vers FROM arc WHERE nature = 'fusion' AND ${EN_VIGUEUR}), c AS (SELECT de, vers FROM f UNION SELECT c.de, f.vers FROM c JOIN f ON f.de = c.vers) SELECT de, vers FROM c`;
const MONTEES = `WITH RECURSIVE e AS (SELECT DISTINCT de, vers, nature FROM arc WHERE ${EN_VIGUEUR}),
  p AS (SELECT de, vers FROM e WHERE nature = 'fusion' UNION SELECT de, vers FROM e WHERE nature = 'parent' AND NOT EXISTS (SELECT 1 FROM e f WHERE f.de = e.de AND f.nature = 'fusion')),
  c AS (SELECT de, vers FROM p UNION SELECT c.de, p.vers FROM c JOIN p ON p.de = c.vers) SELECT de, vers FROM c`;

const parUnite = (rows) => new Map([...Map.groupBy(rows, (r) => r.de)].map(([de, siens]) => [de, new Set(siens.map((r) => r.vers))]));

/** @returns {Promise<{absorbe: Map<number, Set<number>>, perimetre: Map<number, Set<number>>, nationales: Set<number>, connues: Set<number>}>} */
export async function carteDu(client, jour) {
  const { rows: unites } = await client.query('SELECT DISTINCT unite, type FROM tenue');
  return {
    absorbe: parUnite((await client.query(FUSIONS, [jour])).rows), perimetre: parUnite((await client.query(MONTEES, [jour])).rows),
    nationales: new Set(unites.filter((u) => u.type === 'nationale').map((u) => u.unite)), connues: new Set(unites.map((u) => u.unite)),
  };
}
