import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SourceAgregat1763890000000 implements MigrationInterface {
  name = 'SourceAgregat1763890000000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`CREATE TABLE source_agregat (
      unite int NOT NULL, famille text NOT NULL, source text NOT NULL, depuis timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (unite, famille)
    )`);
    for (const sql of proteger('pilotage', 'source_agregat', { unite: 'unite', droits: { app: 'select, insert' } })) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('la migration de pilotage ne se défait pas');
  }
}
