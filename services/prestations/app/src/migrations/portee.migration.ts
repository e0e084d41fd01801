import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The worklist takes the first dossiers of each unit of its scope, in the order of the list, without reading the others. */
const INDEX = [
  'CREATE INDEX dossier_liste ON dossier (unite_en_charge, jour_recu, id) INCLUDE (procedure, nature, canal)',
  'CREATE INDEX dossier_retard ON dossier (unite_en_charge, jour_recu, id) WHERE retard_le IS NOT NULL',
  'CREATE INDEX dossier_praticien ON dossier (praticien, jour_recu, id) WHERE praticien IS NOT NULL',
];

export class Portee1763900000500 implements MigrationInterface {
  name = 'Portee1763900000500';

  async up(q: QueryRunner): Promise<void> {
    for (const sql of INDEX) await q.query(sql);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP INDEX dossier_liste, dossier_retard, dossier_praticien');
  }
}
