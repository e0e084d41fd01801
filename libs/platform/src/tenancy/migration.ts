import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ClasseMigration } from '../db/db';
import { proteger } from '../db/protection';

const TABLE = 'CREATE TABLE empechement_copie (id text PRIMARY KEY, genre text NOT NULL, version int NOT NULL, retire boolean NOT NULL, donnees jsonb NOT NULL)';

/** Copies of delegations, absences and conflicts. Read by `projection` alone: a declared conflict is not to be found by the role that serves requests. */
export function migrationEmpechements(service: string): ClasseMigration {
  return class Empechements1700000000010 implements MigrationInterface {
    name = 'Empechements1700000000010';

    async up(q: QueryRunner): Promise<void> {
      await q.query(TABLE);
      for (const sql of proteger(service, 'empechement_copie', { droits: { projection: 'select, insert, update' } })) await q.query(sql);
    }

    async down(q: QueryRunner): Promise<void> {
      await q.query('DROP TABLE empechement_copie');
    }
  };
}
