import { lignes } from '../base.mjs';

/** Each gives the rows that it forbids, read by an outsider in the tables of the platform. */
export const CONTROLES = [
  { nom: 'aucune perdue', sql: `SELECT h.statut, count(*)::int AS horloges, count(*) FILTER (WHERE j.dossier IS NULL)::int AS "sans ligne" FROM horloge h LEFT JOIN (SELECT DISTINCT dossier, (prive->>'horloge')::uuid AS id FROM journal) j ON j.id = h.id
    GROUP BY h.statut HAVING h.statut <> 'echue' OR count(*) FILTER (WHERE j.dossier IS NULL) > 0` },
  { nom: 'aucune doublée', sql: `SELECT prive->>'horloge' AS horloge, count(*)::int AS fois FROM journal GROUP BY 1 HAVING count(*) <> 1` },
  { nom: 'un effet chacune', sql: `SELECT t.dossier, t.n AS effets, count(j.id)::int AS lignes FROM temoin t LEFT JOIN journal j ON j.dossier = t.dossier GROUP BY t.dossier, t.n HAVING t.n <> count(j.id)` },
  { nom: 'dans l’ordre des échéances, celles armées en route comprises', sql: `SELECT id::text AS ligne, survenu_le::text AS le, precedent::text FROM (SELECT id, survenu_le, lag(survenu_le) OVER (ORDER BY id) AS precedent FROM journal) x WHERE survenu_le < precedent` },
  { nom: 'datées de leur échéance, tirées après elle', sql: `SELECT h.id, h.echoit_le::text AS due, j.survenu_le::text AS dite, h.retard::text FROM horloge h JOIN journal j ON (j.prive->>'horloge')::uuid = h.id WHERE j.survenu_le <> h.echoit_le OR h.retard IS NULL OR h.retard < interval '0'` },
];

export async function controler(client, { sql }) {
  return (await lignes(client, `${sql} LIMIT 5`)).map((l) => Object.entries(l).map(([nom, v]) => `${nom} ${v}`).join(', '));
}

const UNE = '(SELECT id FROM journal ORDER BY id OFFSET 1000 LIMIT 1)';

/** Faults that the named check must see; each is undone. */
export const FAUTES = [
  { nom: 'une ligne du journal effacée', controle: 'aucune perdue', sql: `DELETE FROM journal WHERE id = ${UNE}` },
  { nom: 'une horloge encore armée', controle: 'aucune perdue', sql: "UPDATE horloge SET statut = 'armee' WHERE id = (SELECT id FROM horloge WHERE statut = 'echue' LIMIT 1)" },
  { nom: 'une ligne du journal écrite deux fois', controle: 'aucune doublée',
    sql: `INSERT INTO journal SELECT * FROM (SELECT id + 100000000, evenement, xid, topic, part, dossier, cle, version, unite, type, survenu_le, enregistre_le, acteur, commande, prive, medical, public, empreinte FROM journal WHERE id = ${UNE}) x` },
  { nom: 'un effet appliqué deux fois', controle: 'un effet chacune', sql: 'UPDATE temoin SET n = n + 1 WHERE dossier = (SELECT dossier FROM temoin LIMIT 1)' },
  { nom: 'une échéance dite avant la précédente', controle: 'dans l’ordre des échéances, celles armées en route comprises', sql: `UPDATE journal SET survenu_le = survenu_le - interval '1 hour' WHERE id = ${UNE}` },
  { nom: 'une échéance datée de son tir', controle: 'datées de leur échéance, tirées après elle', sql: `UPDATE journal SET survenu_le = enregistre_le WHERE id = ${UNE}` },
];
