import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ADMINISTRATIVES = 'id, unite_origine, unite_en_charge, procedure, statut, en_main, retard_le, etat, version, version_medicale, jour_avis, complet_le, fin_exoneration, praticien, regime, personne, maj_le';

const TABLE = `
CREATE TABLE dossier (
  id uuid PRIMARY KEY,
  unite_origine int NOT NULL,
  unite_en_charge int NOT NULL,
  procedure text NOT NULL,
  statut text NOT NULL,
  nature text NOT NULL,
  canal text NOT NULL,
  regime text,
  caisse text NOT NULL,
  personne uuid,
  praticien text,
  en_main boolean NOT NULL,
  source text NOT NULL,
  numero text NOT NULL,
  jour_recu date NOT NULL,
  complet_le date,
  retard_le date,
  jour_avis date,
  fin_exoneration date,
  version int NOT NULL,
  etat jsonb NOT NULL,
  medical bytea NOT NULL,
  version_medicale int NOT NULL,
  cle bytea NOT NULL,
  repris boolean NOT NULL DEFAULT false,
  cree_le timestamptz NOT NULL DEFAULT now(),
  maj_le timestamptz NOT NULL DEFAULT now(),
  UNIQUE (unite_origine, source, numero)
);
ALTER TABLE dossier ALTER etat SET STATISTICS 0, ALTER medical SET STATISTICS 0, ALTER cle SET STATISTICS 0;
CREATE INDEX dossier_travail ON dossier (unite_en_charge, statut, jour_recu, id);
CREATE INDEX dossier_charge ON dossier (unite_en_charge, praticien) WHERE en_main;
CREATE INDEX dossier_personne ON dossier (personne, unite_en_charge) WHERE personne IS NOT NULL`;

/** The one table of the service: columns that SQL filters, an administrative state in clear, a sealed medical blob. */
export class Dossier1763800000100 implements MigrationInterface {
  name = 'Dossier1763800000100';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLE);
    const protection = proteger('prestations', 'dossier', {
      unite: 'unite_en_charge',
      dossier: 'id',
      droits: {
        app: 'select, insert, update',
        octroi: 'select, update',
        horloge: `select (${ADMINISTRATIVES}, nature, canal, caisse, jour_recu), update (statut, en_main, retard_le, etat, version, jour_avis, complet_le, fin_exoneration, praticien, regime, personne, maj_le)`,
      },
    });
    for (const sql of protection) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('les dossiers ne se suppriment pas');
  }
}
