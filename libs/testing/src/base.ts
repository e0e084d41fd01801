import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database of its own, empty, for one test file. */
export interface BaseDeTest {
  /** Superuser's address of that database. */
  readonly url: string;
  readonly nom: string;
  /** Drops the database, its connections cut. */
  supprimer(): Promise<void>;
}

async function administrer(ordre: string): Promise<void> {
  const client = new Client({ connectionString: adresseDuServeur() });
  await client.connect();
  try {
    await client.query(ordre);
  } finally {
    await client.end();
  }
}

/** Superuser's address of the cluster of this run. @throws Error outside the Jest projects that start it */
export function adresseDuServeur(): string {
  const url = process.env['SM_TEST_BASE'];
  if (!url) throw new Error('SM_TEST_BASE manque : ce test demande un projet Jest qui démarre PostgreSQL (integration, scenarios ou navigateur).');
  return url;
}

/**
 * Creates an empty database in the cluster of this run.
 * @param nom lowercase word kept in the name, to recognise it in pg_stat_activity
 */
export async function baseDeTest(nom: string): Promise<BaseDeTest> {
  const base = `${nom.toLowerCase().replace(/[^a-z0-9]+/g, '_')}_${randomBytes(6).toString('hex')}`;
  await administrer(`CREATE DATABASE ${base}`);
  const url = new URL(adresseDuServeur());
  url.pathname = `/${base}`;
  return { url: url.href, nom: base, supprimer: () => administrer(`DROP DATABASE IF EXISTS ${base} WITH (FORCE)`) };
}
