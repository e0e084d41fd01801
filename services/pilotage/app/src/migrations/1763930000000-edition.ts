import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE edition (
    annee int NOT NULL, numero int NOT NULL, edite_le timestamptz NOT NULL, par text NOT NULL, minimum int NOT NULL,
    cartes jsonb NOT NULL, bilan jsonb NOT NULL, sources text[] NOT NULL, PRIMARY KEY (annee, numero)
  )`,
  `CREATE TABLE edition_ligne (
    annee int NOT NULL, numero int NOT NULL, carte text NOT NULL, unite int NOT NULL, niveau text NOT NULL, periode text NOT NULL, famille text NOT NULL,
    valeurs jsonb NOT NULL, tenues text[] NOT NULL,
    PRIMARY KEY (annee, numero, carte, unite, periode, famille), FOREIGN KEY (annee, numero) REFERENCES edition (annee, numero)
  )`,
];

/** What was published stays so: rows are added, never changed. A hidden figure is null, here too. */
export class Edition1763930000000 implements MigrationInterface {
  name = 'Edition1763930000000';

  async up(q: QueryRunner): Promise<void> {
    const protections = [
      ...proteger('pilotage', 'edition', { libre: true, droits: { app: 'select, insert' } }),
      ...proteger('pilotage', 'edition_ligne', { unite: 'unite', droits: { app: 'select, insert' } }),
    ];
    for (const sql of [...TABLES, ...protections]) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('la migration de pilotage ne se défait pas');
  }
}
