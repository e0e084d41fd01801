import { proteger } from '@sm/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const FONDE = "du date, au date, confiance text NOT NULL CHECK (confiance IN ('sure', 'probable', 'incertaine')), source text NOT NULL, CHECK (au >= du)";

const TABLES = `
CREATE TABLE version_arbre (
  numero int PRIMARY KEY CHECK (numero > 0),
  empreinte bytea NOT NULL,
  chargee_le timestamptz NOT NULL
);
CREATE TABLE unite (
  id int PRIMARY KEY,
  code text NOT NULL UNIQUE,
  type text NOT NULL CHECK (type IN ('nationale', 'regionale', 'locale', 'specialisee', 'mixte', 'task_force')),
  version int NOT NULL REFERENCES version_arbre (numero)
);
CREATE TABLE unite_nom (unite int NOT NULL REFERENCES unite (id), rang smallint NOT NULL, nom text NOT NULL, ${FONDE}, PRIMARY KEY (unite, rang));
CREATE TABLE unite_code (unite int NOT NULL REFERENCES unite (id), rang smallint NOT NULL, code text NOT NULL, ${FONDE}, PRIMARY KEY (unite, rang));
CREATE TABLE unite_lien (
  unite int NOT NULL REFERENCES unite (id),
  rang smallint NOT NULL,
  nature text NOT NULL CHECK (nature IN ('parent', 'caisse', 'territoire', 'fusionnee_dans', 'scindee_de')),
  cible_unite int REFERENCES unite (id) DEFERRABLE INITIALLY DEFERRED,
  cible_code text,
  ${FONDE},
  PRIMARY KEY (unite, rang),
  CHECK ((cible_unite IS NULL) <> (cible_code IS NULL)),
  CHECK ((nature IN ('caisse', 'territoire')) = (cible_code IS NOT NULL))
);
CREATE TABLE caisse (
  code text NOT NULL CHECK (code ~ '^[0-9]{3}$'),
  rang smallint NOT NULL,
  type text NOT NULL,
  nom text NOT NULL,
  departement text NOT NULL,
  reprise_par text,
  ${FONDE},
  PRIMARY KEY (code, rang)
);
CREATE TABLE agent (
  id text PRIMARY KEY CHECK (id ~ '^(agent|machine):[A-Za-z0-9._-]{1,64}$'),
  nom text,
  prenom text,
  rpps text,
  unite int NOT NULL REFERENCES unite (id),
  version int NOT NULL
);
CREATE TABLE affectation (
  id uuid PRIMARY KEY,
  demande uuid NOT NULL,
  rang smallint NOT NULL,
  source text NOT NULL,
  numero text NOT NULL,
  empreinte bytea NOT NULL,
  acteur text NOT NULL,
  nom_affiche text NOT NULL,
  unite int NOT NULL REFERENCES unite (id),
  role text NOT NULL,
  activite text NOT NULL,
  quotite numeric(4, 3) NOT NULL CHECK (quotite > 0 AND quotite <= 1),
  du date NOT NULL,
  au date CHECK (au >= du),
  habilitations text[] NOT NULL,
  rpps text,
  categorie text CHECK (categorie IN ('praticien', 'administratif')),
  profession text,
  emploi text,
  employeur text,
  retiree boolean NOT NULL DEFAULT false,
  version int NOT NULL,
  UNIQUE (source, numero, rang)
);
CREATE INDEX affectation_unite ON affectation (unite, id);
CREATE INDEX affectation_demande ON affectation (demande);
CREATE INDEX affectation_acteur ON affectation (acteur)`;

const LECTURE = { app: 'select', projection: 'select, insert, update, delete' } as const;

const PROTECTIONS = [
  ...['version_arbre', 'unite', 'unite_nom', 'unite_code', 'unite_lien', 'caisse'].flatMap((table) => proteger('organisation', table, { libre: true, droits: LECTURE })),
  ...proteger('organisation', 'agent', { unite: 'unite', droits: { app: 'select, insert, update' } }),
  ...proteger('organisation', 'affectation', { unite: 'unite', droits: { app: 'select, insert, update' } }),
];

/** The national tree is read by all and written by no one but its loader (role `projection`); staff rows follow the unit. */
export class Organisation1763800000000 implements MigrationInterface {
  name = 'Organisation1763800000000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    for (const sql of PROTECTIONS) await q.query(sql);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE affectation, agent, caisse, unite_lien, unite_code, unite_nom, unite, version_arbre');
  }
}
