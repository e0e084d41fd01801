import { randomBytes } from 'node:crypto';
import { adresseDuServeur } from './base';
import { Client } from 'pg';
import { Db, migrationsPlateforme, migrer, preparerBase, type AdressesBase, type ClasseMigration, type Entite } from '@sm/platform';

export interface ServiceDeTest {
  readonly db: Db;
  readonly adresses: AdressesBase;
  readonly urlAdmin: string;
  /** Runs SQL as superuser, past every policy: to look, never to prepare. */
  voir<T extends object>(sql: string, parametres?: unknown[]): Promise<T[]>;
  fermer(): Promise<void>;
}

/** A service's database, migrated, with its real roles; dropped by `fermer`. */
export async function ouvrirServiceDeTest(service: string, migrations: readonly ClasseMigration[] = [], entites: readonly Entite[] = []): Promise<ServiceDeTest> {
  const urlAdmin = adresseDuServeur();
  const base = `${service}_${randomBytes(6).toString('hex')}`;
  const adresses = await preparerBase(urlAdmin, service, base, { connexion: 'essai', proprietaire: 'essai', lecteur: 'essai' });
  await migrer(adresses.urlProprietaire, [...migrationsPlateforme(service), ...migrations]);
  const db = await new Db(service, adresses.url, entites).ouvrir();
  const url = new URL(urlAdmin);
  url.pathname = `/${base}`;
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  admin.on('error', () => undefined);
  return {
    db,
    adresses,
    urlAdmin: url.href,
    voir: async <T extends object>(sql: string, parametres: unknown[] = []) => (await admin.query<T>(sql, parametres)).rows,
    fermer: async () => {
      await db.fermer();
      await admin.end();
      const serveur = new Client({ connectionString: urlAdmin });
      await serveur.connect();
      await serveur.query(`DROP DATABASE IF EXISTS ${base} WITH (FORCE)`);
      await serveur.end();
    },
  };
}
