import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A range over texts makes exclusion constraints on equality possible without any extension. */
const TABLES = `
CREATE TYPE intervalle_texte AS RANGE (subtype = text, collation = "C");
CREATE TABLE creneau (
  id uuid PRIMARY KEY,
  unite int NOT NULL,
  praticien text NOT NULL,
  site text NOT NULL,
  salle text,
  mode text NOT NULL,
  debut timestamptz NOT NULL,
  duree_minutes int NOT NULL CHECK (duree_minutes > 0),
  fin timestamptz NOT NULL CHECK (fin > debut),
  jour date NOT NULL,
  heure text NOT NULL,
  statut text NOT NULL DEFAULT 'ouvert' CHECK (statut IN ('ouvert', 'ferme')),
  motif_fermeture text,
  version int NOT NULL DEFAULT 1,
  CHECK ((statut = 'ferme') = (motif_fermeture IS NOT NULL)),
  CHECK (mode <> 'sur_personne' OR salle IS NOT NULL),
  CONSTRAINT creneau_praticien EXCLUDE USING gist (intervalle_texte(praticien, praticien, '[]') WITH &&, tstzrange(debut, fin) WITH &&) WHERE (statut = 'ouvert'),
  CONSTRAINT creneau_salle EXCLUDE USING gist (intervalle_texte(site, site, '[]') WITH &&, intervalle_texte(salle, salle, '[]') WITH &&, tstzrange(debut, fin) WITH &&)
    WHERE (statut = 'ouvert' AND salle IS NOT NULL)
);
CREATE INDEX creneau_agenda ON creneau (unite, jour, debut, id);
CREATE TABLE convocation (
  id uuid PRIMARY KEY,
  dossier uuid NOT NULL,
  procedure text NOT NULL,
  personne uuid NOT NULL,
  unite int NOT NULL,
  statut text NOT NULL,
  creneau uuid REFERENCES creneau (id),
  praticien text,
  jour date NOT NULL,
  version int NOT NULL,
  etat jsonb NOT NULL,
  maj_le timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX convocation_creneau ON convocation (creneau) WHERE creneau IS NOT NULL;
CREATE UNIQUE INDEX convocation_en_cours ON convocation (dossier) WHERE statut IN ('preparee', 'emise', 'reportee', 'absence_constatee');
CREATE INDEX convocation_dossier ON convocation (dossier, id);
CREATE INDEX convocation_travail ON convocation (unite, statut, jour, id)`;

/** The agenda of the units, and the convocations that take its slots: administrative only, nothing is sealed because nothing is medical. */
export class Convocation1763800000200 implements MigrationInterface {
  name = 'Convocation1763800000200';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    const protections = [
      ...proteger('prestations', 'creneau', { unite: 'unite', droits: { app: 'select, insert, update' } }),
      ...proteger('prestations', 'convocation', { unite: 'unite', dossier: 'dossier', droits: { app: 'select, insert, update', horloge: 'select, update' } }),
    ];
    for (const sql of protections) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('les convocations ne se suppriment pas');
  }
}
