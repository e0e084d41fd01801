import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ClasseMigration } from '../db/db';
import { proteger } from '../db/protection';
import { nomRole } from '../db/roles';

/** Versions of unit keys, each naming what wraps it, and the secrets of the service. */
export function migrationCles(service: string): ClasseMigration {
  return class Cles1764000000000 implements MigrationInterface {
    name = 'Cles1764000000000';

    async up(q: QueryRunner): Promise<void> {
      await q.query("ALTER TABLE cle_unite DROP CONSTRAINT cle_unite_pkey, ADD PRIMARY KEY (unite, version), ADD COLUMN cle_maitre text NOT NULL DEFAULT 'fichier:1'");
      await q.query('ALTER TABLE cle_unite ALTER cle_maitre DROP DEFAULT, ADD COLUMN cree_le timestamptz NOT NULL DEFAULT now()');
      await q.query(`GRANT UPDATE (cle_maitre, enveloppe) ON cle_unite TO ${nomRole(service, 'app')}`);
      await q.query('CREATE TABLE secret (nom text, version int, cle_maitre text NOT NULL, enveloppe bytea NOT NULL, PRIMARY KEY (nom, version))');
      for (const sql of proteger(service, 'secret', { libre: true, droits: { app: 'select, insert, update' } })) await q.query(sql);
    }

    async down(): Promise<void> {
      throw new Error('les versions de clés ne se défont pas');
    }
  };
}
