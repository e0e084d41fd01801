import { createRequire } from 'node:module';

const { ORIGINE_CHAINE, empreinteLigne, maillon } = createRequire(import.meta.url)('@sm/platform');

/** Edits of one column of the journal, each of which changes the value that it finds. */
const COLONNES = {
  evenement: 'gen_random_uuid()', topic: "topic || 'x'", part: '(part + 1) % 8', dossier: 'CASE WHEN dossier IS NULL THEN gen_random_uuid() END', cle: "CASE WHEN cle IS NULL THEN '' END", version: 'version + 1',
  unite: 'CASE unite WHEN 1001 THEN 1002 ELSE 1001 END', type: "type || 'x'", survenu_le: "survenu_le + interval '1 us'", acteur: "acteur || '0'", commande: "CASE WHEN commande IS NULL THEN '' END",
  prive: "(prive::text || ' ')::json", medical: "CASE WHEN medical IS NULL THEN ''::bytea ELSE set_byte(medical, 0, (get_byte(medical, 0) + 1) % 256) END", public: "CASE WHEN public IS NULL THEN ''::bytea ELSE public || '\\x00'::bytea END",
  empreinte: 'sha256(empreinte)', id: "id + 1000000",
};
/** And of the index and of the register. */
const COLONNES_INDEX = { topic: "topic || 'x'", part: 'part + 8', seq: 'coalesce(seq, 0) + 1000000', journal_id: 'journal_id + 1000000', enregistre_le: "enregistre_le + interval '1 ms'", h: 'sha256(h)', rang: 'rang + 1000000' };

const OU = (unite, rang) => `unite = ${unite} AND rang = ${rang}`;
const ID = (unite, rang) => `(SELECT journal_id FROM log_index WHERE ${OU(unite, rang)})`;
const decaler = (unite, depuis, pas) => [`UPDATE log_index SET rang = rang + 1000000 WHERE unite = ${unite} AND rang >= ${depuis}`, `UPDATE log_index SET rang = rang - 1000000 + ${pas} WHERE unite = ${unite} AND rang > 1000000`];
const registre = (unite) => `UPDATE chaine SET (rang, h) = (SELECT rang, h FROM log_index WHERE unite = ${unite} ORDER BY rang DESC LIMIT 1) WHERE unite = ${unite}`;
const MARQUES = 'DELETE FROM chaine_verifiee';

const LIGNES = `SELECT l.rang::float8 AS rang, l.h, j.* FROM log_index l JOIN journal j ON j.id = l.journal_id AND j.enregistre_le = l.enregistre_le WHERE l.unite = $1 AND l.rang >= $2 ORDER BY l.rang`;

/** Digests and links made again from a rank on, register and marks with them: what nothing in the base contradicts any more. */
async function refaire(tx, unite, depuis) {
  const lignes = await tx.query(LIGNES.replace('j.*', 'j.*, j.prive::text AS prive_exact'), [unite, Math.max(1, depuis - 1)]);
  let h = depuis > 1 ? lignes.shift().h : ORIGINE_CHAINE;
  const faites = lignes.map((l) => {
    const empreinte = empreinteLigne({ ...l, survenuLe: l.survenu_le, enregistreLe: l.enregistre_le, prive: l.prive_exact });
    return { rang: l.rang, id: l.id, empreinte, h: (h = maillon(h, empreinte)) };
  });
  await tx.query('UPDATE journal j SET empreinte = x.e FROM unnest($1::bigint[], $2::bytea[]) AS x(id, e) WHERE j.id = x.id', [faites.map((f) => f.id), faites.map((f) => f.empreinte)]);
  await tx.query('UPDATE log_index l SET h = x.h FROM unnest($2::bigint[], $3::bytea[]) AS x(rang, h) WHERE l.unite = $1 AND l.rang = x.rang', [unite, faites.map((f) => f.rang), faites.map((f) => f.h)]);
  await tx.query(registre(unite));
  await tx.query(MARQUES);
}

const tirerDans = (alea, valeurs) => valeurs[Math.floor(alea() * valeurs.length)];

/** Columns whose change a digest can be made to agree with: not what would make the row another one's. */
const REFAISABLES = ['evenement', 'topic', 'dossier', 'cle', 'version', 'type', 'acteur', 'commande', 'prive', 'medical', 'public'].filter((c) => !['topic', 'public'].includes(c));

function modifier({ unite, rang, alea, recalcule }) {
  if (!recalcule && alea() < 0.3) {
    const colonne = tirerDans(alea, Object.keys(COLONNES_INDEX));
    return { nom: `index.${colonne}`, sql: [`UPDATE log_index SET ${colonne} = ${COLONNES_INDEX[colonne]} WHERE ${OU(unite, rang)}`] };
  }
  const colonne = tirerDans(alea, recalcule ? REFAISABLES : Object.keys(COLONNES));
  return { nom: `journal.${colonne}`, sql: [`UPDATE journal SET ${colonne} = ${COLONNES[colonne]} WHERE id = ${ID(unite, rang)}`] };
}

function retirer({ unite, rang, fin, alea, recalcule }) {
  const lignes = [`DELETE FROM journal WHERE id = ${ID(unite, rang)}`];
  const rangs = [`DELETE FROM log_index WHERE ${OU(unite, rang)}`];
  const renumerotes = rang === fin ? [registre(unite)] : [...decaler(unite, rang + 1, -1), registre(unite)];
  if (recalcule) return { nom: 'ligne et rang', sql: [...lignes, ...rangs, ...renumerotes] };
  const [nom, sql] = tirerDans(alea, [['ligne', lignes], ['rang', rangs], ['ligne et rang', [...lignes, ...rangs]], ['ligne et rang, renumérotés', [...lignes, ...rangs, ...renumerotes]]]);
  return { nom, sql };
}

function intervertir({ unite, rang, fin, alea }) {
  const autre = 1 + ((rang - 1 + 1 + Math.floor(alea() * (fin - 1))) % fin);
  const [a, b] = [Math.min(rang, autre), Math.max(rang, autre)];
  const lignes = [`UPDATE log_index i SET (journal_id, enregistre_le) = (SELECT journal_id, enregistre_le FROM log_index a WHERE a.unite = ${unite} AND a.rang = ${a + b} - i.rang) WHERE unite = ${unite} AND rang IN (${a}, ${b})`];
  const rangs = [`UPDATE log_index SET rang = -rang WHERE unite = ${unite} AND rang IN (${a}, ${b})`, `UPDATE log_index SET rang = ${a + b} + rang WHERE unite = ${unite} AND rang < 0`];
  return { nom: 'ordre', sql: alea() < 0.5 ? lignes : rangs, rang: a };
}

const JUMELLE = (unite, rang) => `
INSERT INTO journal (id, evenement, xid, topic, part, dossier, cle, version, unite, type, survenu_le, enregistre_le, acteur, commande, prive, medical, public, empreinte)
SELECT 900000, gen_random_uuid(), xid, topic, part, dossier, cle, version + 1, unite, type, survenu_le, enregistre_le, acteur, commande, prive, medical, public, empreinte FROM journal WHERE id = ${ID(unite, rang)}`;
const GLISSER = (unite, rang) => `INSERT INTO log_index (topic, part, seq, journal_id, enregistre_le, unite, rang, h) SELECT topic, part, CASE WHEN public IS NOT NULL THEN 900000 END, id, enregistre_le, unite, ${rang}, empreinte FROM journal WHERE id = 900000`;

function inserer({ unite, rang, alea, recalcule }) {
  if (!recalcule && alea() < 0.2) return { nom: 'hors de la chaîne', sql: [JUMELLE(unite, rang)], rang: 0 };
  return { nom: 'dans la chaîne', sql: [JUMELLE(unite, rang), ...decaler(unite, rang, 1), GLISSER(unite, rang), registre(unite)] };
}

function tronquer({ unite, rang, alea, recalcule }) {
  const lignes = `DELETE FROM journal WHERE id IN (SELECT journal_id FROM log_index WHERE unite = ${unite} AND rang >= ${rang})`;
  const sql = [...(recalcule || alea() < 0.5 ? [lignes] : []), `DELETE FROM log_index WHERE unite = ${unite} AND rang >= ${rang}`];
  if (!recalcule && alea() < 0.5) return { nom: 'fin coupée', sql };
  const reste = rang === 1 ? `DELETE FROM chaine WHERE unite = ${unite}` : registre(unite);
  return { nom: 'fin coupée, registre compris', sql: [...sql, reste, ...(recalcule ? [MARQUES] : [])], complete: true };
}

function remplacerLaFin({ unite, rang, recalcule }) {
  const dans = `id IN (SELECT journal_id FROM log_index WHERE unite = ${unite} AND rang >= ${rang})`;
  return { nom: recalcule ? 'fin refaite' : 'fin réécrite', sql: [`UPDATE journal SET version = version + 7, prive = '{"autre":true}'::json WHERE ${dans}`] };
}

/** Links made again without the digests' order, or the register alone. */
function forger({ unite, rang, fin, alea }) {
  if (alea() < 0.5) return { nom: 'registre', sql: [`UPDATE chaine SET h = sha256(h) WHERE unite = ${unite}`], rang: fin };
  return { nom: 'empreinte accordée', accorder: true, sql: [`UPDATE journal SET version = version + 1 WHERE id = ${ID(unite, rang)}`] };
}

const GENRES = { modifier, retirer, intervertir, inserer, tronquer, remplacerLaFin, forger };

/** Draws one tampering: what it does, in which unit, and the lowest rank that it touches. */
export function tirerFaute(alea, longueurs) {
  const [unite, fin] = tirerDans(alea, [...longueurs]);
  const rang = 1 + Math.floor(alea() * fin);
  const genre = tirerDans(alea, Object.keys(GENRES));
  const recalcule = genre !== 'forger' && alea() < 0.5;
  const faute = { rang, complete: false, ...GENRES[genre]({ unite, rang, fin, alea, recalcule }) };
  return { ...faute, genre, unite, recalcule, nom: `${genre} : ${faute.nom}${recalcule ? ', tout recalculé' : ''}`, sansRacines: recalcule && alea() < 0.5 };
}

/** Commits the tampering in the transaction under way. */
export async function fauter(tx, { sql, unite, rang, recalcule, complete, accorder, sansRacines }) {
  for (const q of sql) await tx.query(q);
  if (recalcule && !complete) await refaire(tx, unite, rang);
  if (accorder) {
    const [l] = await tx.query(`${LIGNES.replace('j.*', 'j.*, j.prive::text AS prive_exact')} LIMIT 1`, [unite, rang]);
    await tx.query('UPDATE journal SET empreinte = $2 WHERE id = $1', [l.id, empreinteLigne({ ...l, survenuLe: l.survenu_le, enregistreLe: l.enregistre_le, prive: l.prive_exact })]);
  }
  if (sansRacines) await tx.query(`DELETE FROM racine WHERE unite = ${unite}`);
}
