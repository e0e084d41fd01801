import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Treating doctor of the person as known at the opening: they may not judge the case (R.4127-100 CSP). */
export class MedecinTraitant1764100000000 implements MigrationInterface {
  name = 'MedecinTraitant1764100000000';

  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE dossier ADD COLUMN medecin_traitant text');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE dossier DROP COLUMN medecin_traitant');
  }
}
