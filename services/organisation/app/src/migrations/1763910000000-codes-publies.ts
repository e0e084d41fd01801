import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['version_arbre', 'unite_code'];

/** Codes are published from now on: forgotten here, each unit is loaded again from the files at the next start, and published with them. */
export class CodesPublies1763910000000 implements MigrationInterface {
  name = 'CodesPublies1763910000000';

  async up(q: QueryRunner): Promise<void> {
    for (const table of TABLES) await q.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    await q.query("UPDATE version_arbre SET empreinte = '' WHERE numero = (SELECT max(numero) FROM version_arbre)");
    await q.query('DELETE FROM unite_code');
    for (const table of TABLES) await q.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }

  async down(): Promise<void> {}
}
