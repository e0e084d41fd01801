import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export const BASES = ['organisation', 'repertoire', 'prestations', 'pilotage'];

/**
 * Opens a service's database as the superuser of the embedded cluster.
 * @param etat state folder of the host
 * @param options passed to the client, `types` for instance
 */
export async function connecter(etat, service, options = {}) {
  const port = Number(readFileSync(join(etat, 'postgres.port'), 'utf8'));
  const password = readFileSync(join(etat, 'postgres.secret'), 'utf8').trim();
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: service === 'postgres' ? service : `sm_${service}`, connectionTimeoutMillis: 5_000, ...options });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export async function avecBase(etat, service, fn, options) {
  const client = await connecter(etat, service, options);
  try {
    return await fn(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export const lignes = async (client, texte, valeurs) => (await client.query(texte, valeurs)).rows;
export const valeur = async (client, texte, valeurs) => Object.values((await lignes(client, texte, valeurs))[0] ?? {})[0];

/** Reads a large result by portions, inside the transaction under way. */
export async function* parcourir(client, texte, taille = 2000) {
  await client.query(`DECLARE parcours NO SCROLL CURSOR FOR ${texte}`);
  try {
    for (;;) {
      const portion = await lignes(client, `FETCH ${taille} FROM parcours`);
      if (portion.length) yield portion;
      if (portion.length < taille) return;
    }
  } finally {
    await client.query('CLOSE parcours').catch(() => undefined);
  }
}

/** Data directory and postmaster of the cluster, or null before it answers. */
export async function serveur(etat) {
  if (!existsSync(join(etat, 'postgres.port')) || !existsSync(join(etat, 'postgres.secret'))) return null;
  try {
    return await avecBase(etat, 'postgres', async (c) => {
      const { donnees, version } = (await lignes(c, "SELECT current_setting('data_directory') AS donnees, current_setting('server_version') AS version"))[0];
      return { donnees, version, pid: Number(readFileSync(join(donnees, 'postmaster.pid'), 'utf8').split('\n')[0]) };
    });
  } catch {
    return null;
  }
}
