import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ClasseMigration } from '../db/db';
import { proteger } from '../db/protection';

const TABLES = `
CREATE TABLE racine (
  unite int NOT NULL, rang bigint NOT NULL, h bytea NOT NULL, quand timestamptz NOT NULL, cle text NOT NULL, signature bytea NOT NULL,
  PRIMARY KEY (unite, rang)
);
CREATE TABLE cle_racine (cle text PRIMARY KEY, publique bytea NOT NULL, valide_du timestamptz NOT NULL, valide_au timestamptz)`;

/** Signed roots of the chains, and the public halves of the keys that signed them, each with its validity. */
export function migrationRacines(service: string): ClasseMigration {
  return class Racines1700000000010 implements MigrationInterface {
    name = 'Racines1700000000010';

    async up(q: QueryRunner): Promise<void> {
      await q.query(TABLES);
      for (const sql of proteger(service, 'racine', { droits: { projection: 'select, insert', journal: 'select' } })) await q.query(sql);
      for (const sql of proteger(service, 'cle_racine', { droits: { projection: 'select, insert, update' } })) await q.query(sql);
    }

    async down(): Promise<void> {
      throw new Error('la migration des racines ne se défait pas');
    }
  };
}
