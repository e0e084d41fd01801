import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
CREATE TABLE avis_arret (
  id uuid PRIMARY KEY,
  unite int NOT NULL,
  source text NOT NULL,
  numero text NOT NULL,
  caisse text NOT NULL,
  personne uuid,
  prescripteur text NOT NULL,
  risque text NOT NULL,
  nature text NOT NULL,
  canal text NOT NULL,
  debut date NOT NULL,
  fin date NOT NULL,
  prescrit_le date NOT NULL,
  envoye_le date,
  recu_le timestamptz NOT NULL,
  arret jsonb NOT NULL,
  signaux text[] NOT NULL,
  tardif boolean NOT NULL,
  repete boolean NOT NULL DEFAULT false,
  sort text NOT NULL DEFAULT 'a_examiner',
  regle text,
  version_regle text,
  dossier uuid,
  UNIQUE (unite, source, numero)
);
CREATE INDEX avis_arret_personne ON avis_arret (personne, debut) WHERE personne IS NOT NULL;
CREATE INDEX avis_arret_tardif ON avis_arret (personne, prescrit_le) WHERE tardif AND personne IS NOT NULL;
CREATE INDEX avis_arret_a_examiner ON avis_arret (debut, id) WHERE sort = 'a_examiner' AND personne IS NOT NULL`;

/** Notices of sick leave: administrative only, each once; `sort` says which rule chose it for control, or that none did (TR-000-12). */
export class AvisArret1763800000300 implements MigrationInterface {
  name = 'AvisArret1763800000300';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLE);
    for (const sql of proteger('prestations', 'avis_arret', { unite: 'unite', dossier: 'dossier', droits: { app: 'select, insert, update', octroi: 'select' } })) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('les avis reçus ne se suppriment pas');
  }
}
