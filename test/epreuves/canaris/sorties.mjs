import { closeSync, lstatSync, openSync, readSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BASES, avecBase, lignes, parcourir } from '../base.mjs';

const MORCEAU = 8 << 20;
const RECOUVREMENT = 4096;

/** Files under a folder, without following links. */
export function* fichiers(dossier) {
  for (const e of readdirSync(dossier, { withFileTypes: true })) {
    const chemin = join(dossier, e.name);
    if (e.isDirectory()) yield* fichiers(chemin);
    else if (e.isFile()) yield chemin;
  }
}

/** Every byte of the state folder and of PostgreSQL's own files: tables, indexes, write-ahead log, statistics, logs, broker. @returns leaks and bytes read */
export function fouillerFichiers(dossiers, marques) {
  const [vues, tampon] = [[], Buffer.alloc(MORCEAU + RECOUVREMENT)];
  let octets = 0;
  for (const dossier of dossiers) {
    for (const chemin of fichiers(dossier)) {
      const lu = fouillerFichier(chemin, tampon, marques);
      octets += lu.octets;
      vues.push(...lu.fuites.map((f) => `${relative(dossier, chemin)} : ${f}`));
    }
  }
  return { fuites: vues, octets };
}

function fouillerFichier(chemin, tampon, marques) {
  let [fd, octets, garde] = [null, 0, 0];
  const trouvees = new Set();
  try {
    if (!lstatSync(chemin).size) return { fuites: [], octets };
    fd = openSync(chemin, 'r');
    for (;;) {
      const n = readSync(fd, tampon, garde, MORCEAU, null);
      if (n === 0) break;
      octets += n;
      for (const f of marques.fuites(tampon.subarray(0, garde + n))) trouvees.add(f);
      const reste = Math.min(RECOUVREMENT, garde + n);
      tampon.copyWithin(0, garde + n - reste, garde + n);
      garde = reste;
    }
  } catch (e) {
    // The server recycles its files while they are read.
    if (e.code !== 'ENOENT') throw e;
  } finally {
    if (fd !== null) closeSync(fd);
  }
  return { fuites: [...trouvees], octets };
}

const TABLES = `SELECT c.oid::regclass::text AS nom FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1`;

/** Every row of every table as its text, and what the planner keeps of their values. @returns leaks and rows read */
export async function fouillerTables(etat, marques) {
  const vues = [];
  let lues = 0;
  for (const base of BASES) {
    await avecBase(etat, base, async (c) => {
      await c.query('BEGIN READ ONLY');
      for (const { nom } of [...(await lignes(c, TABLES)), { nom: 'pg_stats' }]) {
        for await (const portion of parcourir(c, `SELECT t::text AS texte FROM ${nom} t`)) {
          lues += portion.length;
          const texte = portion.map((l) => l.texte).join('\n');
          for (const f of [...marques.fuites(Buffer.from(texte)), ...marques.codesDans(texte)]) vues.push(`${base}.${nom} : ${f}`);
        }
      }
      await c.query('COMMIT');
    });
  }
  return { fuites: vues, lignes: lues };
}

/** What services send to others: each public message as it travels, with its key. @returns leaks and messages read */
export async function fouillerMessages(etat, marques) {
  const vues = [];
  let lus = 0;
  for (const base of BASES) {
    await avecBase(etat, base, async (c) => {
      await c.query('BEGIN READ ONLY');
      for await (const portion of parcourir(c, 'SELECT topic, cle, public FROM journal WHERE public IS NOT NULL')) {
        lus += portion.length;
        for (const { topic, cle, public: octets } of portion) {
          const texte = `${cle}\n${octets.toString('latin1')}`;
          for (const f of [...marques.fuites(Buffer.concat([Buffer.from(`${cle}\n`), octets])), ...marques.codesDans(texte)]) vues.push(`${topic} : ${f}`);
        }
      }
      await c.query('COMMIT');
    });
  }
  return { fuites: vues, messages: lus };
}
