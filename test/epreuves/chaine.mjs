import { createHash } from 'node:crypto';
import { lignes, parcourir } from './base.mjs';

const MS = (colonne) => `round(extract(epoch from ${colonne}) * 1000)::bigint::text`;
const MAILLONS = `
SELECT i.unite AS dans, i.rang::text AS rang, i.journal_id::text AS numero, i.h, j.id IS NOT NULL AS presente, j.evenement::text AS evenement, j.topic, j.part, j.dossier::text AS dossier, j.cle,
  j.version, j.unite, j.type, ${MS('j.survenu_le')} AS survenu, ${MS('j.enregistre_le')} AS enregistre, j.acteur, j.commande, j.prive::text AS prive, j.medical, j.public, j.empreinte
FROM log_index i LEFT JOIN journal j ON j.id = i.journal_id AND j.enregistre_le = i.enregistre_le ORDER BY i.unite, i.rang`;

const mesurer = (octets) => (octets ? String(octets.length) : '-');

/** SHA-256 of the canonical form of a journal row, written again from its description and not from the platform's code. */
export function empreinte(l) {
  const champs = [l.evenement, l.topic, l.part, l.dossier, l.cle, l.version, l.unite, l.type, l.survenu, l.enregistre, l.acteur, l.commande, l.prive];
  const texte = champs.map((c) => (c === null ? '-' : `${String(c).length}:${c}`)).join('|');
  const hachage = createHash('sha256').update(`${texte}|${mesurer(l.medical)}|${mesurer(l.public)}|`);
  for (const octets of [l.medical, l.public]) if (octets) hachage.update(octets);
  return hachage.digest();
}

function suivre(l, { unite, rang, h }) {
  const nouvelle = unite !== l.dans;
  const precedent = nouvelle ? Buffer.alloc(32) : h;
  const attendu = nouvelle ? 1 : rang + 1;
  const ou = `unité ${l.dans}, rang ${l.rang}`;
  const anomalies = [];
  if (Number(l.rang) !== attendu) anomalies.push(`${ou} : rang ${attendu} attendu`);
  if (!l.presente) return { suite: { unite: l.dans, rang: Number(l.rang), h: l.h }, anomalies: [...anomalies, `${ou} : la ligne ${l.numero} du journal a disparu`] };
  const e = empreinte(l);
  if (!e.equals(l.empreinte)) anomalies.push(`${ou} : la ligne ${l.numero} n'est plus celle de son empreinte`);
  const maillon = createHash('sha256').update(precedent).update(e).digest();
  if (!maillon.equals(l.h)) anomalies.push(`${ou} : maillon rompu`);
  return { suite: { unite: l.dans, rang: Number(l.rang), h: l.h }, anomalies };
}

/** Recomputes every digest and every link of a service's chains. Returns the first anomalies (none when all holds) and how many rows were read. */
export async function verifierChaine(client, maximum = 5) {
  const anomalies = [];
  const bouts = new Map();
  let lues = 0;
  let etat = { unite: null, rang: 0, h: null };
  for await (const portion of parcourir(client, MAILLONS)) {
    for (const l of portion) {
      const pas = suivre(l, etat);
      etat = pas.suite;
      bouts.set(etat.unite, etat);
      if (anomalies.length < maximum) anomalies.push(...pas.anomalies);
    }
    lues += portion.length;
  }
  for (const c of await lignes(client, 'SELECT unite, rang::int AS rang, h FROM chaine')) {
    const bout = bouts.get(c.unite);
    if (!bout || bout.rang !== c.rang || !bout.h.equals(c.h)) anomalies.push(`unité ${c.unite} : le bout de la chaîne n'est pas celui du registre`);
    bouts.delete(c.unite);
  }
  for (const unite of bouts.keys()) anomalies.push(`unité ${unite} : chaîne absente du registre`);
  return { lues, anomalies };
}
