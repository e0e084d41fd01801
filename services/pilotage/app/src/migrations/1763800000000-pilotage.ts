import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const fait = (nom: string) => `
CREATE TABLE ${nom} (
  dossier uuid NOT NULL, indicateur text NOT NULL, fait text NOT NULL, version int NOT NULL,
  unite int NOT NULL, departement text NOT NULL, caisse text NOT NULL, axe text NOT NULL, jour date, valeur int,
  PRIMARY KEY (dossier, indicateur, fait)
)`;

const compteur = (nom: string) => `
CREATE TABLE ${nom} (
  unite int NOT NULL, indicateur text NOT NULL, jour date NOT NULL, axe text NOT NULL,
  valeur bigint NOT NULL, generation int NOT NULL, n int NOT NULL, sale boolean NOT NULL,
  PRIMARY KEY (unite, indicateur, jour, axe)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`;

const TABLES = [
  fait('fait'), compteur('compteur'), fait('fait_neuf'), compteur('compteur_neuf'),
  'CREATE INDEX compteur_sale ON compteur (unite) WHERE sale',
  `CREATE TABLE projection_etat (
    seul boolean PRIMARY KEY DEFAULT true CHECK (seul), generation int NOT NULL DEFAULT 1, source text, evenement_le timestamptz
  )`,
  'INSERT INTO projection_etat DEFAULT VALUES',
  `CREATE TABLE agregat (
    source text NOT NULL, unite int NOT NULL, indicateur text NOT NULL, jour date NOT NULL, axe text NOT NULL,
    generation int NOT NULL, n int NOT NULL, valeur double precision NOT NULL, departement text NOT NULL, caisse text NOT NULL, maj_le timestamptz NOT NULL,
    PRIMARY KEY (source, unite, indicateur, jour, axe)
  ) WITH (fillfactor = 80)`,
  'CREATE INDEX agregat_jour ON agregat (jour, unite)',
];

const ECRITURE = 'select, insert, update, delete';

export class Pilotage1763800000000 implements MigrationInterface {
  name = 'Pilotage1763800000000';

  async up(q: QueryRunner): Promise<void> {
    const protections = [
      ...proteger('pilotage', 'fait', { droits: { projection: ECRITURE } }),
      ...proteger('pilotage', 'fait_neuf', { droits: { projection: ECRITURE } }),
      ...proteger('pilotage', 'compteur_neuf', { droits: { projection: ECRITURE } }),
      ...proteger('pilotage', 'compteur', { unite: 'unite', droits: { projection: ECRITURE, app: 'select' } }),
      ...proteger('pilotage', 'agregat', { unite: 'unite', droits: { projection: 'select, insert, update', app: 'select' } }),
      ...proteger('pilotage', 'projection_etat', { libre: true, droits: { projection: 'select, update', app: 'select' } }),
    ];
    for (const sql of [...TABLES, ...protections]) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('la migration de pilotage ne se défait pas');
  }
}
