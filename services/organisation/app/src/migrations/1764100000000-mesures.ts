import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
CREATE TABLE mesure (
  id uuid PRIMARY KEY,
  genre text NOT NULL CHECK (genre IN ('delegation', 'interim', 'absence', 'conflit')),
  unite int NOT NULL REFERENCES unite (id),
  source text NOT NULL,
  numero text NOT NULL,
  acteur text NOT NULL,
  du date NOT NULL,
  au date CHECK (au >= du),
  contenu jsonb NOT NULL,
  retiree boolean NOT NULL DEFAULT false,
  version int NOT NULL,
  declaree_par text NOT NULL,
  UNIQUE (source, numero)
);
CREATE INDEX mesure_unite ON mesure (unite, genre, id);
CREATE INDEX mesure_acteur ON mesure (acteur)`;

/** Dated measures about a person: delegation of signature, interim, absence, declared conflict. They follow the unit. */
export class Mesures1764100000000 implements MigrationInterface {
  name = 'Mesures1764100000000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLE);
    for (const sql of proteger('organisation', 'mesure', { unite: 'unite', droits: { app: 'select, insert, update' } })) await q.query(sql);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE mesure');
  }
}
