import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE personne (
  id uuid PRIMARY KEY,
  unite int NOT NULL,
  caisse text NOT NULL,
  departement text NOT NULL,
  medecin_traitant text,
  statut text NOT NULL DEFAULT 'active' CHECK (statut IN ('active', 'fusionnee')),
  fusionnee_dans uuid,
  version int NOT NULL DEFAULT 1,
  identite bytea NOT NULL,
  cle bytea NOT NULL,
  version_identite int NOT NULL DEFAULT 1,
  traits bytea NOT NULL,
  CHECK ((statut = 'fusionnee') = (fusionnee_dans IS NOT NULL))
);
ALTER TABLE personne ALTER identite SET STATISTICS 0, ALTER cle SET STATISTICS 0, ALTER traits SET STATISTICS 0;
CREATE TABLE origine (
  unite int NOT NULL, source text NOT NULL, numero text NOT NULL,
  personne uuid NOT NULL,
  empreinte bytea NOT NULL,
  recue_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (numero, source, unite)
);
CREATE TABLE identifiant (
  hmac bytea NOT NULL,
  genre text NOT NULL CHECK (genre IN ('nir', 'nia', 'beneficiaire')),
  personne uuid NOT NULL,
  unite int NOT NULL,
  du date NOT NULL,
  au date,
  PRIMARY KEY (hmac, unite, personne)
);
CREATE UNIQUE INDEX identifiant_actif ON identifiant (hmac, unite) WHERE au IS NULL;
CREATE INDEX identifiant_personne ON identifiant (personne);
CREATE TABLE professionnel (
  source text NOT NULL, numero text NOT NULL,
  rpps text NOT NULL, nom text NOT NULL, prenom text NOT NULL,
  profession text NOT NULL, specialite text, commune text, departement text NOT NULL,
  du date NOT NULL, au date,
  version int NOT NULL DEFAULT 1, maj_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, numero)
);
CREATE INDEX professionnel_rpps ON professionnel (rpps, source, numero);
CREATE INDEX professionnel_departement ON professionnel (departement, rpps);
CREATE TABLE structure (
  source text NOT NULL, numero text NOT NULL,
  finess text NOT NULL, finess_juridique text, cle_verifiee boolean NOT NULL,
  nom text NOT NULL, categorie text NOT NULL, commune text, departement text NOT NULL,
  du date NOT NULL, au date,
  version int NOT NULL DEFAULT 1, maj_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, numero)
);
CREATE INDEX structure_finess ON structure (finess);
CREATE INDEX structure_departement ON structure (departement)`;

const ECRITURE = { app: 'select, insert, update' };
const UNITE = { unite: 'unite', droits: ECRITURE };
const NATIONALE = { libre: true, droits: ECRITURE };

export class Repertoire1763800200000 implements MigrationInterface {
  name = 'Repertoire1763800200000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    const protections = [
      ...proteger('repertoire', 'personne', UNITE), ...proteger('repertoire', 'origine', UNITE), ...proteger('repertoire', 'identifiant', UNITE),
      ...proteger('repertoire', 'professionnel', NATIONALE), ...proteger('repertoire', 'structure', NATIONALE),
    ];
    for (const sql of protections) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('la première migration du répertoire ne se défait pas');
  }
}
