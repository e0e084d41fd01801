import { connecter, lignes, parcourir, valeur } from '../epreuves/base.mjs';

const LOT = 1000;
const BRUT = { getTypeParser: () => (texte) => texte };
const SCHEMA = 'limite';

const COLONNES = `SELECT attname AS nom, format_type(atttypid, atttypmod) AS type FROM pg_attribute
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`;

const TABLES = `SELECT c.relname AS nom FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE '%\\_neuf' ORDER BY 1`;

const echapper = (texte) => (texte === null ? 'NULL' : `"${/["\\]/.test(texte) ? texte.replace(/["\\]/g, '\\$&') : texte}"`);

/** Columns of a portion as array literals, written beforehand: the clock sees the server's work alone. */
const litteraux = (portion, colonnes) => colonnes.map(({ nom }) => `{${portion.map((l) => echapper(l[nom])).join(',')}}`);

async function recopier(lecture, ecriture, table) {
  await ecriture.query(`CREATE TABLE ${SCHEMA}.${table} (LIKE public.${table} INCLUDING ALL)`);
  const colonnes = await lignes(ecriture, COLONNES, [`public.${table}`]);
  const noms = colonnes.map((c) => `"${c.nom}"`).join(', ');
  // A list travels as the text of its literal: unnest would flatten it.
  const liste = (c) => c.type.endsWith('[]');
  const valeurs = colonnes.map((c) => (liste(c) ? `"${c.nom}"::${c.type}` : `"${c.nom}"`)).join(', ');
  const parametres = colonnes.map((c, i) => `$${i + 1}::${liste(c) ? 'text' : c.type}[]`).join(', ');
  const inserer = { name: `limite-${table}`, text: `INSERT INTO ${SCHEMA}.${table} (${noms}) SELECT ${valeurs} FROM unnest(${parametres}) AS x(${noms})` };
  let [n, ms] = [0, 0];
  await lecture.query('BEGIN');
  for await (const portion of parcourir(lecture, `SELECT ${noms} FROM public.${table}`, LOT)) {
    const values = litteraux(portion, colonnes);
    const debut = performance.now();
    await ecriture.query({ ...inserer, values });
    ms += performance.now() - debut;
    n += portion.length;
  }
  await lecture.query('COMMIT');
  const octets = Number(await valeur(ecriture, 'SELECT pg_total_relation_size($1::regclass)::text', [`${SCHEMA}.${table}`]));
  return { table, lignes: n, secondes: ms / 1000, octets };
}

/**
 * The same rows, as the measured run left them, put by raw `unnest` in batches of 1 000, one transaction each, into tables with the same columns and indexes,
 * without row level security, rule, digest or sealing. Nothing that stores these rows through this server goes faster from one connection.
 * @param choisies names of tables, or null for all those with a full batch at least
 */
export async function mesurerLimite(etat, service, choisies = null) {
  const lecture = await connecter(etat, service, { types: BRUT });
  const ecriture = await connecter(etat, service);
  try {
    await ecriture.query(`CREATE SCHEMA ${SCHEMA}`);
    const resultats = [];
    for (const { nom } of await lignes(ecriture, TABLES)) {
      const voulue = choisies ? choisies.includes(nom) : (await valeur(ecriture, `SELECT count(*)::int FROM (SELECT 1 FROM public.${nom} LIMIT ${LOT}) x`)) === LOT;
      if (voulue) resultats.push({ service, ...(await recopier(lecture, ecriture, nom)) });
    }
    return resultats;
  } finally {
    await ecriture.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`).catch(() => undefined);
    await Promise.all([lecture.end(), ecriture.end()]);
  }
}
