import { avecBase, lignes } from '../base.mjs';

/**
 * Witnesses: triggers of ours in the databases under trial, which write down every change of a consumer's mark and of a clock, in the transaction that makes it.
 * The end state alone would not show a mark that went back and came forward again, or a clock fired twice.
 */
const POSER = `
CREATE SCHEMA IF NOT EXISTS epreuve;
CREATE TABLE IF NOT EXISTS epreuve.marque (n bigserial PRIMARY KEY, consommateur text, topic text, part smallint, source text, avant bigint, apres bigint, le timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE IF NOT EXISTS epreuve.passage (n bigserial PRIMARY KEY, id uuid, avant text, apres text);
CREATE OR REPLACE FUNCTION epreuve.noter_marque() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN INSERT INTO epreuve.marque (consommateur, topic, part, source, avant, apres) VALUES (NEW.consommateur, NEW.topic, NEW.part, NEW.source, OLD.seq, NEW.seq); RETURN NULL; END $$;
CREATE OR REPLACE FUNCTION epreuve.noter_passage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN INSERT INTO epreuve.passage (id, avant, apres) VALUES (NEW.id, OLD.statut, NEW.statut); RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER epreuve_marque AFTER UPDATE ON consommation FOR EACH ROW EXECUTE FUNCTION epreuve.noter_marque();
CREATE OR REPLACE TRIGGER epreuve_passage AFTER UPDATE OF statut ON horloge FOR EACH ROW WHEN (NEW.statut <> 'armee') EXECUTE FUNCTION epreuve.noter_passage()`;

export const poserTemoins = (etat, service) => avecBase(etat, service, (c) => c.query(POSER));

export const mouvementsDeMarques = (client) => lignes(client, "SELECT concat_ws(' ', consommateur, topic, part, source) AS cle, avant::float8 AS avant, apres::float8 AS apres FROM epreuve.marque ORDER BY n");
const SILENCE = `
SELECT extract(epoch FROM le - avant)::float8 AS secondes, avant AS depuis FROM (SELECT le, lag(le) OVER (ORDER BY n) AS avant FROM epreuve.marque WHERE consommateur LIKE 'DossierConsumer%') x
WHERE avant IS NOT NULL ORDER BY 1 DESC LIMIT 1`;

/** Longest time that the projection of dossiers went without moving, and since when: what deaths cost to the freshness of figures. Null when it hardly moved. */
export const silenceDeLaProjection = async (client) => (await lignes(client, SILENCE))[0] ?? null;

export const passagesDHorloges = (client) => lignes(client, 'SELECT id, avant, apres FROM epreuve.passage ORDER BY n');
