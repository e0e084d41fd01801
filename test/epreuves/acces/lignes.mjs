// Row level security alone: the guard of the application is left out, the scope is set as it would set it, and the real role is asked what it sees.
import { createRequire } from 'node:module';
import pg from 'pg';

const requis = createRequire(import.meta.url);
requis('reflect-metadata');
const { Db, migrationsPlateforme, migrer, preparerBase } = requis('@sm/platform');

const VALEURS = { uuid: 'gen_random_uuid()', text: "gen_random_uuid()::text", int4: '1', int8: '1', int2: '1', date: "'2026-01-15'", timestamptz: 'now()', jsonb: "'{}'", json: "'{}'", bytea: "''::bytea", bool: 'true', numeric: '1', float8: '1', xid8: 'pg_current_xact_id()', interval: "interval '0'" };
const TABLES = `
SELECT c.relname AS table, substring(pg_get_expr(p.polqual, p.polrelid) FROM '^\\(?(\\w+) = ANY') AS colonne
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_roles r ON r.oid = ANY(p.polroles)
WHERE r.rolname = $1 AND pg_get_expr(p.polqual, p.polrelid) LIKE '%sm.unites%' ORDER BY 1`;
const COLONNES = `
SELECT a.attname AS nom, t.typname AS type FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND a.attgenerated = ''`;
const CONTRAINTES = "SELECT conname FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('c', 'f', 'x')";

/** The real migrations of a service, its tables filled with two rows a unit, whatever they hold: only the unit counts here. */
export async function preparerService(urlAdmin, definition, unites) {
  const base = `acces_${definition.nom}`;
  const adresses = await preparerBase(urlAdmin, definition.nom, base, { connexion: 'epreuve', proprietaire: 'epreuve', lecteur: 'epreuve' });
  await migrer(adresses.urlProprietaire, [...migrationsPlateforme(definition.nom), ...definition.migrations]);
  const url = new URL(urlAdmin);
  url.pathname = `/${base}`;
  const admin = new pg.Client({ connectionString: url.href });
  admin.on('error', () => undefined);
  await admin.connect();
  await admin.query("SELECT set_config('sm.acteur', 'systeme:epreuve', false)");
  const { rows: tables } = await admin.query(TABLES, [`sm_${definition.nom}_app`]);
  for (const { table, colonne } of tables) await remplir(admin, table, colonne, unites);
  await admin.query('ANALYZE');
  const lisibles = [];
  for (const t of tables) if ((await admin.query('SELECT has_table_privilege($1, $2, $3) AS lit', [`sm_${definition.nom}_app`, t.table, 'select'])).rows[0].lit) lisibles.push(t);
  return { admin, db: await new Db(definition.nom, adresses.url).ouvrir(), tables: lisibles, service: definition.nom };
}

async function remplir(admin, table, colonne, unites) {
  for (const { conname } of (await admin.query(CONTRAINTES, [table])).rows) await admin.query(`ALTER TABLE ${table} DROP CONSTRAINT ${conname} CASCADE`);
  const { rows } = await admin.query(COLONNES, [table]);
  const autres = rows.filter((c) => c.nom !== colonne);
  // A dossier moved: its origin must open nothing.
  const valeur = ({ nom, type }) => (nom.startsWith('unite') ? 'y.autre' : type === 'int4' || type === 'int8' || type === 'int2' ? 'y.rang + x.i * 1000' : (type.startsWith('_') ? "'{}'" : (VALEURS[type] ?? 'NULL')));
  const copies = (await admin.query("SELECT 1 FROM pg_index WHERE indrelid = $1::regclass AND indisunique AND indnatts = 1 AND indkey[0] = (SELECT attnum FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2)", [table, colonne])).rowCount ? 1 : 2;
  await admin.query(`INSERT INTO ${table} (${[colonne, ...autres.map((c) => c.nom)].join(', ')})
    SELECT y.unite, ${autres.map(valeur).join(', ') || 'NULL'} FROM (SELECT u AS unite, o::int AS rang, ($1::int[])[1 + o % cardinality($1::int[])] AS autre FROM unnest($1::int[]) WITH ORDINALITY AS t(u, o)) y, generate_series(1, ${copies}) AS x(i)`, [unites]);
}

/** What the role sees of every table: units and how many rows of each. */
export async function vus({ db, tables }, unites, role = 'app', dossiers = []) {
  const sql = tables.map(({ table, colonne }) => `SELECT '${table}' AS table, count(*)::int AS n, coalesce(array_agg(DISTINCT ${colonne} ORDER BY ${colonne}), '{}') AS unites FROM ${table}`).join(' UNION ALL ');
  return db.inTransaction({ acteur: { id: 'agent:E', genre: 'agent', nom: 'E' }, role, unites, dossiers }, (tx) => tx.query(sql));
}

/** Tables whose visible units are not those, told. @param parUnite rows of each unit by table, as the superuser counts them */
export function ecarts(lus, attendues, parUnite) {
  const cle = attendues.join(',');
  return lus.filter((l) => l.unites.join(',') !== cle || l.n !== attendues.reduce((n, u) => n + (parUnite.get(l.table)?.get(u) ?? 0), 0))
    .map((l) => `${l.table} : ${l.n} lignes de ${l.unites.length} unités vues, ${attendues.length} permises`);
}

export async function compterParUnite({ admin, tables }) {
  const comptes = new Map();
  for (const { table, colonne } of tables) comptes.set(table, new Map((await admin.query(`SELECT ${colonne} AS u, count(*)::int AS n FROM ${table} GROUP BY 1`)).rows.map((r) => [r.u, r.n])));
  return comptes;
}

/** Holes that the trial must see, each on the first table that has rows. */
export const TROUS = [
  ['politique supprimée', (t) => `DROP POLICY ${t}_app ON ${t}`],
  ['sécurité par ligne coupée', (t) => `ALTER TABLE ${t} DISABLE ROW LEVEL SECURITY`],
  ['politique ajoutée qui ouvre tout', (t, s) => `CREATE POLICY trou ON ${t} TO sm_${s}_app USING (true)`],
  ['politique desserrée', (t) => `ALTER POLICY ${t}_app ON ${t} USING (true)`],
];

/** Commits a hole, since the role looks from another connection. @returns what puts the table back as it was */
export async function planterTrou({ admin, service }, table, sql) {
  const role = `sm_${service}_app`;
  const { rows: [{ condition }] } = await admin.query('SELECT pg_get_expr(polqual, polrelid) AS condition FROM pg_policy WHERE polrelid = $1::regclass AND polname = $2', [table, `${table}_app`]);
  await admin.query(sql);
  return () => admin.query(`DROP POLICY IF EXISTS trou ON ${table}; DROP POLICY IF EXISTS ${table}_app ON ${table};
    CREATE POLICY ${table}_app ON ${table} TO ${role} USING (${condition}) WITH CHECK (${condition}); ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
}
