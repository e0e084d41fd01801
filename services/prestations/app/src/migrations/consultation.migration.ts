import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The register is read among millions of events: a small index of its own, which no other row enters. */
const TABLE = `
CREATE TABLE consultation_revue (
  consultation uuid PRIMARY KEY,
  unite int NOT NULL,
  par text NOT NULL,
  le timestamptz NOT NULL,
  resultat text NOT NULL
);
CREATE INDEX journal_consultation ON journal (id) WHERE type IN ('DossierMedicalLu', 'LectureMedicaleRefusee');
CREATE INDEX journal_consultation_evenement ON journal (evenement) WHERE type IN ('DossierMedicalLu', 'LectureMedicaleRefusee')`;

/** Conclusions on readings of medical records, beside the journal that keeps their history. */
export class Consultation1764200000000 implements MigrationInterface {
  name = 'Consultation1764200000000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLE);
    for (const sql of proteger('prestations', 'consultation_revue', { unite: 'unite', droits: { app: 'select, insert, update' } })) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('les revues ne se suppriment pas');
  }
}
