import { createRequire } from 'node:module';

const requis = createRequire(import.meta.url);
requis('reflect-metadata');
const { ClesRacine, Db, Journal, Racines, Sequenceur, VerificateurChaine, creerCleRacine, migrationsPlateforme, migrer, preparerBase, uuidv7 } = requis('@sm/platform');
const { DataSource } = createRequire(requis.resolve('@sm/platform'))('typeorm');

const SERVICE = 'falsifie';
const BASE = 'epreuve_falsifications';
const SOURCE = `epreuve/${SERVICE}`;
export const LONGUEURS = new Map([[1001, 90], [1002, 60], [1003, 42]]);
const VAGUES = 6;
const TEXTES = ['', 'simple', 'é à ç', '𝄞 clé', '"\\ / {}'];

/** A row of each shape that a service may write: with or without key, sealed bytes, public bytes, command. */
function ligne(unite, i, alea) {
  const octets = (n) => Buffer.from(Array.from({ length: n }, () => Math.floor(alea() * 256)));
  return {
    topic: ['sm.epreuve.v1', 'sm.autre.v1'][i % 2], dossier: i % 5 ? uuidv7() : null, ...(i % 3 ? {} : { cle: `c|${i}` }), version: i + 1, unite, type: ['Ouvert', 'Clos', 'Repris'][i % 3],
    survenuLe: new Date(1_460_000_000_000 + Math.floor(alea() * 1e11)), prive: { i, texte: TEXTES[i % TEXTES.length] }, medical: i % 2 ? octets(1 + (i % 40)) : null, public: i % 4 ? octets(i % 30) : null,
  };
}

/** Chains of three units, numbered in waves and signed after each: every rank is under a root. */
export async function preparerScene(urlAdmin, alea) {
  const adresses = await preparerBase(urlAdmin, SERVICE, BASE, { connexion: 'epreuve', proprietaire: 'epreuve', lecteur: 'epreuve' });
  await migrer(adresses.urlProprietaire, migrationsPlateforme(SERVICE));
  const db = await new Db(SERVICE, adresses.url).ouvrir();
  const journal = new Journal();
  const sequenceur = new Sequenceur(db);
  const cles = ClesRacine.depuisPem(creerCleRacine());
  const racines = new Racines({ db, journal, cles, tranche: 'epreuve', maintenant: () => new Date(), surErreur: (e) => { throw e; }, surContredite: () => undefined });
  const ctx = { acteur: { id: 'agent:epreuve', genre: 'agent', nom: '' }, role: 'app', unites: [...LONGUEURS.keys()] };
  for (let vague = 0; vague < VAGUES; vague++) {
    const lignes = [...LONGUEURS].flatMap(([unite, n]) => Array.from({ length: n / VAGUES }, (_, i) => ligne(unite, (vague * n) / VAGUES + i, alea)));
    await db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, lignes.sort(() => alea() - 0.5), vague % 2 ? `commande-${vague}` : null));
    while (await sequenceur.tic());
    await racines.signer();
    while (await sequenceur.tic());
  }
  const racinesExportees = await exporter(db);
  await new VerificateurChaine(db, { racines: { cles, source: SOURCE } }).passer();
  await db.fermer();
  return { cles, racinesExportees, source: await ouvrirProprietaire(urlAdmin) };
}

/** What the level above holds of these chains: out of reach of the owner of the base. */
const exporter = (db) =>
  db.inTransaction({ acteur: { id: 'systeme:journal', genre: 'systeme', nom: '' }, role: 'journal', unites: [] }, async (tx) =>
    (await tx.query("SELECT unite, rang::float8 AS rang, encode(h, 'hex') AS h, quand, cle, encode(signature, 'hex') AS signature FROM racine ORDER BY unite, rang")).map((r) => ({ ...r, source: SOURCE })));

/** The attacker: superuser, past every policy. */
async function ouvrirProprietaire(urlAdmin) {
  const url = new URL(urlAdmin);
  url.pathname = `/${BASE}`;
  return new DataSource({ type: 'postgres', url: url.href, poolSize: 1, logging: false }).initialize();
}

/** The platform's verifier on what this transaction sees. */
export const verificateurDans = (tx, cles) => new VerificateurChaine({ service: SERVICE, inTransaction: (_, fn) => fn(tx) }, { racines: { cles, source: SOURCE } });

export async function jeterScene(source, urlAdmin) {
  await source.destroy();
  const serveur = await new DataSource({ type: 'postgres', url: urlAdmin, poolSize: 1, logging: false }).initialize();
  await serveur.query(`DROP DATABASE IF EXISTS ${BASE} WITH (FORCE)`);
  await serveur.destroy();
}
