import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lignes, valeur } from '../epreuves/base.mjs';
import { armerTerrain, ouvrirAdmin, ouvrirOrdonnanceur, preparerTerrain } from '../epreuves/horloges/terrain.mjs';

const LOT = 1000;
const MARQUER = "UPDATE horloge h SET statut = 'echue', tiree_le = now() FROM unnest($1::uuid[]) AS x(id) WHERE h.id = x.id AND h.statut = 'armee'";
const COMPTER = 'UPDATE temoin t SET n = n + 1, derniere = now() FROM unnest($1::uuid[]) AS x(dossier) WHERE t.dossier = x.dossier';

async function chronometrer(nombre, faire) {
  const debut = performance.now();
  await faire();
  return { lignes: nombre, secondes: (performance.now() - debut) / 1000 };
}

/** The platform's scheduler on that many due clocks, each with its effect: a row updated, a row in the journal. */
async function tirer(ordonnanceur, nombre, nature) {
  await armerTerrain(ordonnanceur, nombre, () => ({ nature }));
  return chronometrer(nombre, async () => {
    let n = 0;
    for (let parties = 1; parties > 0; n += parties) parties = await ordonnanceur.horloges.tirer();
    if (n !== nombre) throw new Error(`${n} horloges tirées sur ${nombre}`);
  });
}

/** The limit: the two same rows updated by raw `unnest` in batches of 1 000, one transaction each, without row level security, order, effect or journal. */
async function limite(ordonnanceur, client, nombre) {
  await armerTerrain(ordonnanceur, nombre, () => ({ nature: 'brute' }));
  const dues = await lignes(client, "SELECT id, dossier FROM horloge WHERE nature = 'brute' ORDER BY echoit_le, id");
  const lots = Array.from({ length: Math.ceil(nombre / LOT) }, (_, i) => dues.slice(i * LOT, (i + 1) * LOT));
  return chronometrer(nombre, async () => {
    for (const lot of lots) {
      await client.query('BEGIN');
      await client.query(COMPTER, [lot.map((h) => h.dossier)]);
      await client.query(MARQUER, [lot.map((h) => h.id)]);
      await client.query('COMMIT');
    }
  });
}

/** `nombre` due clocks in a database of its own on the server of the host, by effects on many, by effects on one, and by raw `unnest`. */
export async function mesurerHorloges(urlAdmin, nombre) {
  const base = 'banc_horloges';
  const { url, admin } = await preparerTerrain(urlAdmin, base);
  const ordonnanceur = await ouvrirOrdonnanceur(url, (e) => { throw e; });
  const client = await ouvrirAdmin(admin);
  try {
    const brut = await limite(ordonnanceur, client, nombre);
    const parLot = await tirer(ordonnanceur, nombre, 'lot');
    const unParUn = await tirer(ordonnanceur, nombre, 'un');
    const dites = await valeur(client, "SELECT count(DISTINCT prive->>'horloge')::int FROM journal");
    if (dites !== 2 * nombre) throw new Error(`${dites} échéances au journal pour ${2 * nombre} horloges`);
    return { parLot, unParUn, brut };
  } finally {
    await ordonnanceur.db.fermer();
    await client.end();
    const serveur = await ouvrirAdmin(urlAdmin);
    await serveur.query(`DROP DATABASE IF EXISTS ${base} WITH (FORCE)`);
    await serveur.end();
  }
}

/** Superuser's address of the cluster of a host. */
export const adresseAdmin = (etat) => `postgres://postgres:${encodeURIComponent(readFileSync(join(etat, 'postgres.secret'), 'utf8').trim())}@127.0.0.1:${readFileSync(join(etat, 'postgres.port'), 'utf8').trim()}/postgres`;
