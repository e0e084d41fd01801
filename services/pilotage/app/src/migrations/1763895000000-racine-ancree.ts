import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roots of the chains of every source, the keys admitted to sign them, and what was refused: nothing here is ever changed or removed. */
const TABLES = `
CREATE TABLE cle_ancree (
  source text NOT NULL, cle text NOT NULL, publique bytea NOT NULL, valide_du timestamptz NOT NULL, precedente text NOT NULL, endossement bytea NOT NULL, admise_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, cle)
);
CREATE TABLE racine_ancree (
  source text NOT NULL, unite int NOT NULL, rang bigint NOT NULL, h bytea NOT NULL, quand timestamptz NOT NULL, cle text NOT NULL, signature bytea NOT NULL, recue_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, unite, rang)
);
CREATE INDEX racine_ancree_quand ON racine_ancree (source, unite, quand);
CREATE TABLE racine_refusee (
  source text NOT NULL, unite int NOT NULL, rang bigint NOT NULL, h bytea NOT NULL, quand timestamptz NOT NULL, cle text NOT NULL, signature bytea NOT NULL, motif text NOT NULL, recue_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, unite, rang, h, motif)
)`;

export class RacineAncree1763895000000 implements MigrationInterface {
  name = 'RacineAncree1763895000000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    for (const table of ['cle_ancree', 'racine_ancree', 'racine_refusee']) for (const sql of proteger('pilotage', table, { droits: { projection: 'select, insert' } })) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('la migration de pilotage ne se défait pas');
  }
}
