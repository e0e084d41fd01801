import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ClasseMigration } from '../db/db';
import { ACCES_REFUSE } from './refus';

/** Refusals are read by auditors among millions of events: a small index of their own, which no other row enters. */
export function migrationAcces(): ClasseMigration {
  return class Acces1700000000040 implements MigrationInterface {
    name = 'Acces1700000000040';

    async up(q: QueryRunner): Promise<void> {
      await q.query(`CREATE INDEX journal_acces_refuse ON journal (id) WHERE type = '${ACCES_REFUSE}'`);
    }

    async down(q: QueryRunner): Promise<void> {
      await q.query('DROP INDEX journal_acces_refuse');
    }
  };
}
