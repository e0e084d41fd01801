import { createRequire } from 'node:module';
import pg from 'pg';

const requis = createRequire(import.meta.url);
requis('reflect-metadata');
const { Db, Horloges, Journal, contexteSysteme, migrationsPlateforme, migrer, preparerBase, proteger, tableau, uuidv7 } = requis('@sm/platform');

const SERVICE = 'minuterie';
export const UNITE = 931;
const MINUTE_MS = 60_000;
const SUITE_MS = 3 * 86_400_000;

/** One row a dossier that each effect updates, beside the row it adds to the journal: what the smallest real effect does. */
class Temoin1763900000000 {
  name = 'Temoin1763900000000';

  async up(q) {
    await q.query('CREATE TABLE temoin (dossier uuid PRIMARY KEY, unite int NOT NULL, n int NOT NULL DEFAULT 0, derniere timestamptz)');
    for (const sql of proteger(SERVICE, 'temoin', { unite: 'unite', droits: { app: 'select, insert, update', horloge: 'select, update' } })) await q.query(sql);
  }
}

/** A database of the platform with that table. @param urlAdmin superuser's address of the cluster @returns addresses of the login role and of the superuser */
export async function preparerTerrain(urlAdmin, base) {
  const adresses = await preparerBase(urlAdmin, SERVICE, base, { connexion: 'epreuve', proprietaire: 'epreuve', lecteur: 'epreuve' });
  await migrer(adresses.urlProprietaire, [...migrationsPlateforme(SERVICE), Temoin1763900000000]);
  const admin = new URL(urlAdmin);
  admin.pathname = `/${base}`;
  return { url: adresses.url, admin: admin.href };
}

export async function ouvrirAdmin(url) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Journal row of a clock fired: dated at its expiry, naming it, so that an outsider can count. */
const ligne = (h) => ({ topic: 'sm.epreuve', dossier: h.dossier, version: 1, unite: h.unite, type: h.alerte === null ? 'Echeance' : 'Alerte', survenuLe: h.echoitLe, prive: { horloge: h.id } });

const suivante = (h) => ({ dossier: h.dossier, unite: h.unite, nature: h.nature, proprietaire: 'caisse', echoitLe: new Date(h.echoitLe.getTime() + SUITE_MS), donnees: {} });

/** The platform's scheduler with three effects: `un` (one clock at a time), `lot` (many), and the alerts of `un`; a clock that says `suite` arms another, three days later. */
export async function ouvrirOrdonnanceur(url, surErreur, maintenant = () => new Date()) {
  const db = await new Db(SERVICE, url).ouvrir();
  const horloges = new Horloges(db, () => [UNITE], maintenant, surErreur);
  const journal = new Journal();
  const un = async (tx, h, ctx) => {
    await tx.query('UPDATE temoin SET n = n + 1, derniere = $2 WHERE dossier = $1', [h.dossier, h.echoitLe]);
    await journal.ajouter(tx, ctx, [ligne(h)]);
    if (h.donnees.suite && h.alerte === null) await horloges.armer(tx, [suivante(h)]);
  };
  horloges.surEcheance('un', un);
  horloges.surAlerte('un', un);
  horloges.surEcheances('lot', async (tx, toutes, ctx) => {
    await tx.query('UPDATE temoin t SET n = n + 1, derniere = x.le FROM unnest($1::uuid[], $2::timestamptz[]) AS x(dossier, le) WHERE t.dossier = x.dossier',
      [tableau(toutes.map((h) => h.dossier)), tableau(toutes.map((h) => h.echoitLe.toISOString()))]);
    await journal.ajouter(tx, ctx, toutes.map(ligne));
    await horloges.armer(tx, toutes.filter((h) => h.donnees.suite).map(suivante));
    return toutes.map(() => undefined);
  });
  return { db, horloges };
}

/**
 * Arms `nombre` clocks of as many dossiers, due a minute after one another and all in the past.
 * @param forme of the clock of each rank: {nature, suite?, alerte?}
 */
export async function armerTerrain({ db, horloges }, nombre, forme) {
  const ctx = { ...contexteSysteme('horloge', [UNITE]), role: 'app' };
  const debut = Date.now() - (nombre + 10_000) * MINUTE_MS;
  for (let i = 0; i < nombre; i += 1000) {
    const rangs = Array.from({ length: Math.min(1000, nombre - i) }, (_, k) => i + k);
    const lot = rangs.map((rang) => {
      const { nature, suite, alerte } = forme(rang);
      const echoitLe = new Date(debut + rang * MINUTE_MS);
      const alertes = alerte ? [{ nom: 'essai', le: new Date(echoitLe.getTime() - 90_000) }] : [];
      return { dossier: uuidv7(), unite: UNITE, nature, proprietaire: 'caisse', echoitLe, departLe: '2020-01-01', article: 'essai', donnees: suite ? { suite: 1 } : {}, alertes };
    });
    await db.inTransaction(ctx, async (tx) => {
      await tx.query('INSERT INTO temoin (dossier, unite) SELECT x, $2 FROM unnest($1::uuid[]) AS x', [tableau(lot.map((h) => h.dossier)), UNITE]);
      await horloges.armer(tx, lot);
    });
  }
}
