import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ClasseMigration } from '../db/db';
import { proteger } from '../db/protection';
import { nomRole } from '../db/roles';

const TABLES = (service: string) => `
CREATE SEQUENCE journal_id CACHE 1;
CREATE TABLE journal (
  id bigint NOT NULL DEFAULT nextval('journal_id'),
  evenement uuid NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  topic text NOT NULL,
  part smallint NOT NULL,
  dossier uuid,
  cle text,
  version int NOT NULL,
  unite int NOT NULL,
  type text NOT NULL,
  survenu_le timestamptz NOT NULL,
  enregistre_le timestamptz NOT NULL,
  acteur text NOT NULL,
  commande text,
  prive json NOT NULL,
  medical bytea,
  public bytea,
  empreinte bytea NOT NULL,
  PRIMARY KEY (id, enregistre_le)
) PARTITION BY RANGE (enregistre_le);
CREATE INDEX journal_xid ON journal (xid);
CREATE INDEX journal_dossier ON journal (dossier, version);
CREATE TABLE journal_hors_calendrier PARTITION OF journal DEFAULT;
CREATE FUNCTION journal_partitions(mois int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE d date := date_trunc('month', now())::date; n text;
BEGIN
  FOR i IN 0..mois LOOP
    n := 'journal_' || to_char(d, 'YYYY_MM');
    IF to_regclass(n) IS NULL THEN
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF journal FOR VALUES FROM (%L) TO (%L)', n, d, (d + interval '1 month')::date);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', n);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', n);
        EXECUTE format('ALTER TABLE %I SET (autovacuum_analyze_scale_factor = 0.02)', n);
        -- No query filters on contents: to sample them would be most of the cost of an ANALYZE.
        EXECUTE format('ALTER TABLE %I ALTER evenement SET STATISTICS 0, ALTER prive SET STATISTICS 0, ALTER medical SET STATISTICS 0, ALTER public SET STATISTICS 0, ALTER empreinte SET STATISTICS 0', n);
      EXCEPTION WHEN check_violation THEN
        -- A clock once ahead of its time left rows of that month in the default partition: they stay there, and the service starts.
        NULL;
      END;
    END IF;
    d := (d + interval '1 month')::date;
  END LOOP;
END $$;
SELECT journal_partitions(24);
ALTER TABLE journal_hors_calendrier ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_hors_calendrier FORCE ROW LEVEL SECURITY;
CREATE TABLE log_index (
  topic text NOT NULL,
  part smallint NOT NULL,
  seq bigint,
  journal_id bigint NOT NULL,
  enregistre_le timestamptz NOT NULL,
  unite int NOT NULL,
  rang bigint NOT NULL,
  h bytea NOT NULL,
  PRIMARY KEY (unite, rang)
) WITH (autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE log_index ALTER h SET STATISTICS 0;
CREATE UNIQUE INDEX log_index_seq ON log_index (topic, part, seq) WHERE seq IS NOT NULL;
CREATE FUNCTION maillon(precedent bytea, empreinte bytea, origine bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS 'BEGIN RETURN sha256(coalesce(precedent, origine) || empreinte); END';
CREATE AGGREGATE chainer(bytea, bytea) (sfunc = maillon, stype = bytea);
CREATE TABLE position_log (topic text, part smallint, seq bigint NOT NULL, PRIMARY KEY (topic, part));
CREATE TABLE chaine (unite int PRIMARY KEY, rang bigint NOT NULL, h bytea NOT NULL);
CREATE TABLE sequenceur (seul boolean PRIMARY KEY DEFAULT true CHECK (seul), instantane pg_snapshot NOT NULL);
INSERT INTO sequenceur (instantane) VALUES (pg_current_snapshot());
CREATE TABLE commande (
  acteur text NOT NULL,
  id text NOT NULL,
  empreinte bytea NOT NULL,
  reponse jsonb,
  recue_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (acteur, id)
);
CREATE TABLE horloge (
  id uuid PRIMARY KEY,
  dossier uuid NOT NULL,
  unite int NOT NULL,
  nature text NOT NULL,
  proprietaire text NOT NULL,
  genre text NOT NULL CHECK (genre IN ('acte', 'presomption') AND (genre = 'presomption' OR proprietaire = 'sm')),
  depart_le date,
  echoit_le timestamptz NOT NULL,
  article text,
  regle text,
  effet text,
  zone text NOT NULL DEFAULT 'Europe/Paris',
  donnees jsonb NOT NULL DEFAULT '{}',
  statut text NOT NULL DEFAULT 'armee' CHECK (statut IN ('armee', 'suspendue', 'echue', 'desarmee', 'manquee', 'en_echec')),
  reprend_le timestamptz CHECK (statut <> 'suspendue' OR reprend_le IS NOT NULL),
  pauses jsonb NOT NULL DEFAULT '[]',
  alerte_de uuid,
  alerte text,
  armee_par text NOT NULL DEFAULT current_setting('sm.acteur', true),
  armee_le timestamptz NOT NULL DEFAULT now(),
  tiree_le timestamptz,
  retard interval GENERATED ALWAYS AS (tiree_le - echoit_le) STORED,
  desarmee_par text,
  desarmee_le timestamptz,
  code text,
  essais int NOT NULL DEFAULT 0
);
CREATE INDEX horloge_en_cours ON horloge (echoit_le, id) WHERE statut IN ('armee', 'suspendue');
CREATE INDEX horloge_suspendue ON horloge (reprend_le) WHERE statut = 'suspendue';
CREATE INDEX horloge_dossier ON horloge (dossier);
CREATE TABLE consommation (
  consommateur text, topic text, part smallint, source text,
  seq bigint NOT NULL, maj_le timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consommateur, topic, part, source)
);
CREATE TABLE lettre_morte (
  id uuid PRIMARY KEY,
  consommateur text NOT NULL, topic text NOT NULL, part smallint NOT NULL, source text NOT NULL, seq bigint NOT NULL,
  message jsonb NOT NULL, donnees bytea NOT NULL,
  code text NOT NULL, essais int NOT NULL, cree_le timestamptz NOT NULL DEFAULT now(),
  UNIQUE (consommateur, topic, part, source, seq)
);
CREATE TABLE unite_copie (id int PRIMARY KEY, version int NOT NULL, donnees jsonb NOT NULL);
CREATE TABLE affectation_copie (id text PRIMARY KEY, acteur text NOT NULL, version int NOT NULL, donnees jsonb NOT NULL);
CREATE INDEX affectation_copie_acteur ON affectation_copie (acteur);
CREATE TABLE cle_unite (unite int PRIMARY KEY, version int NOT NULL, enveloppe bytea NOT NULL);
CREATE TABLE import (
  id uuid PRIMARY KEY, acteur text NOT NULL, cle text NOT NULL, flux text NOT NULL,
  statut text NOT NULL CHECK (statut IN ('en_cours', 'termine', 'interrompu')),
  octets bigint NOT NULL DEFAULT 0, empreinte bytea,
  lues int NOT NULL DEFAULT 0, acceptees int NOT NULL DEFAULT 0, inchangees int NOT NULL DEFAULT 0, rejetees int NOT NULL DEFAULT 0,
  demarre_le timestamptz NOT NULL DEFAULT now(), maj_le timestamptz NOT NULL DEFAULT now(), fini_le timestamptz,
  UNIQUE (acteur, cle)
);
CREATE TABLE import_rejet (
  import uuid NOT NULL REFERENCES import (id), ligne int NOT NULL, rang int NOT NULL, champ text NOT NULL, code text NOT NULL, acteur text NOT NULL,
  PRIMARY KEY (import, ligne, rang)
);
GRANT USAGE ON SCHEMA public TO ${['app', 'octroi', 'journal', 'projection', 'horloge', 'lecteur'].map((r) => nomRole(service, r as 'app')).join(', ')};
GRANT USAGE ON SEQUENCE journal_id TO ${['app', 'octroi', 'projection', 'horloge'].map((r) => nomRole(service, r as 'app')).join(', ')};
GRANT SELECT (id, evenement, topic, part, dossier, cle, version, unite, type, survenu_le, enregistre_le, public) ON journal TO ${nomRole(service, 'lecteur')};
GRANT SELECT ON log_index, position_log TO ${nomRole(service, 'lecteur')};
CREATE POLICY journal_lecteur ON journal FOR SELECT TO ${nomRole(service, 'lecteur')} USING (public IS NOT NULL);
CREATE POLICY log_index_lecteur ON log_index FOR SELECT TO ${nomRole(service, 'lecteur')} USING (seq IS NOT NULL);
CREATE POLICY position_log_lecteur ON position_log FOR SELECT TO ${nomRole(service, 'lecteur')} USING (true)`;

const protections = (service: string): string[] => [
  ...proteger(service, 'journal', { unite: 'unite', dossier: 'dossier', droits: { app: 'select, insert', octroi: 'select, insert', horloge: 'insert', projection: 'insert', journal: 'select' } }),
  ...proteger(service, 'log_index', { droits: { journal: 'select, insert' } }),
  ...proteger(service, 'position_log', { droits: { journal: 'select, insert, update' } }),
  ...proteger(service, 'chaine', { droits: { journal: 'select, insert, update' } }),
  ...proteger(service, 'sequenceur', { droits: { journal: 'select, update' } }),
  ...proteger(service, 'commande', { acteur: 'acteur', droits: { app: 'select, insert, update', octroi: 'select, insert, update' } }),
  ...proteger(service, 'horloge', { unite: 'unite', dossier: 'dossier', droits: { app: 'select, insert, update', octroi: 'select, insert, update', horloge: 'select, insert, update' } }),
  ...proteger(service, 'consommation', { droits: { projection: 'select, insert, update' } }),
  ...proteger(service, 'lettre_morte', { droits: { projection: 'select, insert, delete' } }),
  ...proteger(service, 'unite_copie', { libre: true, droits: { projection: 'select, insert, update', app: 'select', horloge: 'select', octroi: 'select' } }),
  ...proteger(service, 'affectation_copie', { libre: true, droits: { projection: 'select, insert, update', app: 'select', octroi: 'select' } }),
  ...proteger(service, 'cle_unite', { unite: 'unite', droits: { app: 'select, insert', octroi: 'select' } }),
  ...proteger(service, 'import', { acteur: 'acteur', droits: { app: 'select, insert, update' } }),
  ...proteger(service, 'import_rejet', { acteur: 'acteur', droits: { app: 'select, insert' } }),
];

/** First migration of every service: journal, numbered log, commands, clocks, consumers, copies of the organisation, imports. */
export function migrationPlateforme(service: string): ClasseMigration {
  return class Plateforme1700000000000 implements MigrationInterface {
    name = 'Plateforme1700000000000';

    async up(q: QueryRunner): Promise<void> {
      await q.query(TABLES(service));
      for (const sql of protections(service)) await q.query(sql);
    }

    async down(): Promise<void> {
      throw new Error('la migration de plateforme ne se défait pas');
    }
  };
}
