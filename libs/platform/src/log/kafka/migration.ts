import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ClasseMigration } from '../../db/db';
import { proteger } from '../../db/protection';

/** How far the relay of this service has sent its numbered log, by cluster. */
export function migrationRelais(service: string): ClasseMigration {
  return class Relais1700000000001 implements MigrationInterface {
    name = 'Relais1700000000001';

    async up(q: QueryRunner): Promise<void> {
      await q.query('CREATE TABLE relais (cluster text, topic text, part smallint, seq bigint NOT NULL, maj_le timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (cluster, topic, part))');
      for (const sql of proteger(service, 'relais', { droits: { journal: 'select, insert, update' } })) await q.query(sql);
    }

    async down(q: QueryRunner): Promise<void> {
      await q.query('DROP TABLE relais');
    }
  };
}
