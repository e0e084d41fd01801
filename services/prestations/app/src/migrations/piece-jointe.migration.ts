import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE piece_jointe (
  id uuid PRIMARY KEY,
  dossier uuid NOT NULL,
  nature text NOT NULL,
  type text NOT NULL,
  etat text NOT NULL CHECK (etat IN ('depot', 'en_attente', 'disponible', 'infectee', 'retiree')),
  analyse_par text,
  taille bigint,
  empreinte bytea,
  titre bytea,
  origine text NOT NULL CHECK (origine IN ('service', 'caisse')),
  par text NOT NULL,
  jour date NOT NULL,
  cree_le timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX piece_jointe_dossier ON piece_jointe (dossier, id);
CREATE INDEX piece_jointe_depot ON piece_jointe (cree_le) WHERE etat = 'depot';
ALTER TABLE piece_jointe ALTER titre SET STATISTICS 0, ALTER empreinte SET STATISTICS 0;
CREATE TABLE piece_jointe_morceau (
  piece uuid NOT NULL REFERENCES piece_jointe (id) ON DELETE CASCADE,
  rang int NOT NULL,
  octets bytea NOT NULL,
  ecrit_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (piece, rang)
);
ALTER TABLE piece_jointe_morceau ALTER octets SET STORAGE EXTERNAL, ALTER octets SET STATISTICS 0`;

/** Attachments: their sealed bytes by rows of a bounded size. They live in their dossier: whoever does not see it sees none of them. */
export class PieceJointe1764100000100 implements MigrationInterface {
  name = 'PieceJointe1764100000100';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    const protections = [
      ...proteger('prestations', 'piece_jointe', {
        parent: { table: 'dossier', id: 'id', colonne: 'dossier' },
        droits: { app: 'select, insert, update, delete', horloge: 'select (id, dossier, etat, cree_le), delete' },
      }),
      ...proteger('prestations', 'piece_jointe_morceau', {
        parent: { table: 'piece_jointe', id: 'id', colonne: 'piece' },
        droits: { app: 'select, insert, delete', horloge: 'select (piece, ecrit_le)' },
      }),
    ];
    for (const sql of protections) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('les pièces jointes ne se suppriment pas');
  }
}
