import type { Gauge } from 'prom-client';
import type { Db, Tx } from '../db/db';
import { contexteSysteme } from '../db/roles';
import type { Sante } from '../http/sante';
import type { EventLog } from '../log/port';
import type { StrategieLog } from '../log/strategie';
import type { Series } from './registre';

/** What the relay tells of itself; absent where the log is embedded. */
export interface SuiviRelais {
  retard(): Promise<{ readonly enAttente: number; readonly plusAncien: Date | null }>;
  readonly dernierProgres: Date;
}

export interface Lieux {
  readonly db: Db;
  readonly strategie: StrategieLog;
  readonly sante: Sante;
  readonly relais: SuiviRelais | null;
}

type Lecture = (s: Series, l: Lieux) => Promise<void>;

/** One thing to read at each page, and the series it fills: they are emptied when it fails, so that no old figure passes for a fresh one. */
export interface Source {
  readonly lire: Lecture;
  readonly series: (s: Series) => readonly Gauge<string>[];
}

const DELAI_SQL_MS = 1500;
const MOTIFS = ['trou-dans-la-source', 'erreur'] as const;
const AUTRE = 'autre';

const age = (date: Date | null): number => (date ? Math.max(0, (Date.now() - date.getTime()) / 1000) : 0);

/** One transaction that the server itself ends when it lasts: a page of metrics must not hold a connection of the service. */
function lire<T>(db: Db, role: 'journal' | 'projection', fn: (tx: Tx) => Promise<T>): Promise<T> {
  return db.inTransaction(contexteSysteme(role), async (tx) => {
    await tx.query(`SET LOCAL statement_timeout = ${DELAI_SQL_MS}`);
    return fn(tx);
  });
}

const JOURNAL = `
SELECT coalesce(sum(c.rang), 0)::float8 AS lignes, coalesce(sum(least(c.rang, coalesce(v.rang, 0))), 0)::float8 AS verifiees, count(*)::int AS unites,
  (SELECT count(*)::int FROM chaine_verifiee WHERE genre IS NOT NULL) AS rompues,
  (SELECT extract(epoch FROM now() - min(j.enregistre_le))::float8 FROM sequenceur q JOIN journal j ON j.xid >= pg_snapshot_xmin(q.instantane) AND NOT pg_visible_in_snapshot(j.xid, q.instantane)) AS attente
FROM chaine c LEFT JOIN chaine_verifiee v USING (unite)`;

const journal: Lecture = async (s, { db }) => {
  const [l]: [{ lignes: number; verifiees: number; unites: number; rompues: number; attente: number | null }] = await lire(db, 'journal', (tx) => tx.query(JOURNAL));
  s.journal.set(l.lignes);
  s.verifiees.set(l.verifiees);
  s.aVerifier.set(l.lignes - l.verifiees);
  s.chaines.set(l.unites);
  s.rompues.set(l.rompues);
  s.rompue.set(l.rompues ? 1 : 0);
  s.nonNumerotees.set(Math.max(0, l.attente ?? 0));
};

interface Marque {
  consommateur: string;
  topic: string;
  part: number;
  source: string;
  seq: number;
}

const consommateurs: Lecture = async (s, { strategie }) => {
  for (const { options, bloquees, dernierProgres } of strategie.consommateurs) {
    const qui = { consommateur: options.nom, topic: options.topic };
    for (const motif of [...MOTIFS, AUTRE]) s.bloquees.set({ ...qui, motif }, 0);
    for (const dit of bloquees.values()) s.bloquees.inc({ ...qui, motif: MOTIFS.find((m) => m === dit) ?? AUTRE });
    s.progresConsommateur.set(qui, age(dernierProgres));
  }
};

/** Every mark of the service in one query, against the ends of each topic, read first: what is applied meanwhile can only lower a lag that was true. */
const retards: Lecture = async (s, { db, strategie }) => {
  const log = strategie.unwrap<EventLog>();
  const topics = [...new Set(strategie.consommateurs.map((c) => c.options.topic))];
  const fins = new Map(await Promise.all(topics.map(async (t) => [t, await log.fins(t)] as const)));
  const marques: Marque[] = await lire(db, 'projection', (tx) => tx.query('SELECT consommateur, topic, part, source, seq::float8 AS seq FROM consommation'));
  for (const { options } of strategie.consommateurs) {
    const source = log.source(options.topic);
    const ou = new Map(marques.filter((m) => m.consommateur === options.nom && m.topic === options.topic && m.source === source).map((m) => [m.part, m.seq]));
    const retard = [...fins.get(options.topic)!].reduce((total, [part, fin]) => total + Math.max(0, fin - (ou.get(part) ?? 0)), 0);
    s.retard.set({ consommateur: options.nom, topic: options.topic }, retard);
  }
};

const lettresMortes: Lecture = async (s, { db, strategie }) => {
  s.lettresMortes.reset();
  const connus = new Set(strategie.consommateurs.map((c) => c.options.nom));
  for (const consommateur of connus) s.lettresMortes.set({ consommateur }, 0);
  const lignes: { consommateur: string; n: number }[] = await lire(db, 'projection', (tx) => tx.query('SELECT consommateur, count(*)::int AS n FROM lettre_morte GROUP BY consommateur'));
  for (const l of lignes) s.lettresMortes.inc({ consommateur: connus.has(l.consommateur) ? l.consommateur : AUTRE }, l.n);
};

const sante: Lecture = async (s, l) => {
  for (const { nom, etat, ageMs } of await l.sante.constater()) {
    s.partie.set({ partie: nom }, etat === 'ok' ? 1 : 0);
    if (ageMs !== null) s.progres.set({ partie: nom }, Math.max(0, ageMs / 1000));
  }
};

const relais: Lecture = async (s, { relais: r }) => {
  if (!r) return;
  s.relaisProgres.set(age(r.dernierProgres));
  const { enAttente, plusAncien } = await r.retard();
  s.relaisEnAttente.set(enAttente);
  s.relaisAge.set(age(plusAncien));
};

/** Read first: the page's own transactions would otherwise be counted. */
const pool: Lecture = async (s, { db }) => {
  const { master } = db.source.driver as unknown as { master: { totalCount: number; idleCount: number; waitingCount: number } };
  s.connexions.set({ usage: 'occupee' }, master.totalCount - master.idleCount);
  s.connexions.set({ usage: 'libre' }, master.idleCount);
  s.attentes.set(master.waitingCount);
};

export const SOURCES: Readonly<Record<string, Source>> = {
  pool: { lire: pool, series: (s) => [s.connexions, s.attentes] },
  journal: { lire: journal, series: (s) => [s.journal, s.verifiees, s.aVerifier, s.chaines, s.rompues, s.rompue, s.nonNumerotees] },
  consommateurs: { lire: consommateurs, series: (s) => [s.bloquees, s.progresConsommateur] },
  retards: { lire: retards, series: (s) => [s.retard] },
  'lettres-mortes': { lire: lettresMortes, series: (s) => [s.lettresMortes] },
  sante: { lire: sante, series: (s) => [s.partie, s.progres] },
  relais: { lire: relais, series: (s) => [s.relaisProgres, s.relaisEnAttente, s.relaisAge] },
};
