import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ClasseMigration } from '../db/db';
import { proteger } from '../db/protection';

/** How far each unit's chain was verified, and the first break seen in it: `genre` and `rompue_a` stay until a complete verification finds the chain whole. */
const TABLE = `
CREATE TABLE chaine_verifiee (
  unite int PRIMARY KEY, rang bigint NOT NULL, h bytea NOT NULL, le timestamptz NOT NULL,
  genre text, rompue_a bigint, rompue_le timestamptz,
  CHECK ((genre IS NULL) = (rompue_a IS NULL) AND (genre IS NULL) = (rompue_le IS NULL))
)`;

/** Where the verification of each unit's chain stands. */
export function migrationVerification(service: string): ClasseMigration {
  return class Verification1700000000002 implements MigrationInterface {
    name = 'Verification1700000000002';

    async up(q: QueryRunner): Promise<void> {
      await q.query(TABLE);
      for (const sql of proteger(service, 'chaine_verifiee', { droits: { journal: 'select, insert, update' } })) await q.query(sql);
    }

    async down(): Promise<void> {
      throw new Error('la migration de vérification ne se défait pas');
    }
  };
}
