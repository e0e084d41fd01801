import { cleFait, ecrireAxe, lireAxe, mouvements, replierCompteurs, replierFaits, type Compteur, type EvenementCompte, type Fait } from '@sm/pilotage-domaine';
import { tableau, tableauTexte, type Tx } from '@sm/platform';

/** Where a projection writes: the tables that are read, or those of a rebuild under way. */
export interface Cible {
  readonly fait: 'fait' | 'fait_neuf';
  readonly compteur: 'compteur' | 'compteur_neuf';
}

export const COURANTE: Cible = { fait: 'fait', compteur: 'compteur' };
export const NEUVE: Cible = { fait: 'fait_neuf', compteur: 'compteur_neuf' };

interface LigneFait {
  dossier: string;
  indicateur: Fait['indicateur'];
  fait: Fait['fait'];
  version: number | null;
  unite: number;
  departement: string;
  caisse: string;
  axe: string;
  jour: string | null;
  valeur: number | null;
}

/** Writes the facts that are newer than what is known, and tells each one's former state. The lateral keeps it to index reads, however wrong the estimate. */
const ECRIRE_FAITS = (t: Cible) => `
WITH n AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::date[], $10::int[])
    AS x(dossier, indicateur, fait, version, unite, departement, caisse, axe, jour, valeur)
), avant AS (
  SELECT a.* FROM n CROSS JOIN LATERAL (SELECT * FROM ${t.fait} f WHERE f.dossier = n.dossier AND f.indicateur = n.indicateur AND f.fait = n.fait OFFSET 0) a
), ecrits AS (
  INSERT INTO ${t.fait} AS f (dossier, indicateur, fait, version, unite, departement, caisse, axe, jour, valeur) SELECT * FROM n
  ON CONFLICT (dossier, indicateur, fait) DO UPDATE SET version = excluded.version, unite = excluded.unite, departement = excluded.departement,
    caisse = excluded.caisse, axe = excluded.axe, jour = excluded.jour, valeur = excluded.valeur
  WHERE f.version < excluded.version RETURNING f.dossier, f.indicateur, f.fait
)
SELECT e.dossier, e.indicateur, e.fait, a.version, a.unite, a.departement, a.caisse, a.axe, a.jour::text AS jour, a.valeur
FROM ecrits e LEFT JOIN avant a USING (dossier, indicateur, fait)`;

const BOUGER_COMPTEURS = (t: Cible) => `
INSERT INTO ${t.compteur} AS c (unite, indicateur, jour, axe, valeur, generation, n, sale)
SELECT u, i, j, a, v, $6, 1, true FROM unnest($1::int[], $2::text[], $3::date[], $4::text[], $5::int[]) AS x(u, i, j, a, v)
ON CONFLICT (unite, indicateur, jour, axe) DO UPDATE SET valeur = c.valeur + excluded.valeur, n = c.n + 1, sale = true`;

const faitAncien = (l: LigneFait): Fait | null => (l.version === null ? null : { ...l, version: l.version, axe: lireAxe(l.axe) });

async function ecrireFaits(tx: Tx, cible: Cible, faits: readonly Fait[]): Promise<Compteur[]> {
  const lignes: LigneFait[] = await tx.query(ECRIRE_FAITS(cible), [
    tableau(faits.map((f) => f.dossier)), tableauTexte(faits.map((f) => f.indicateur)), tableauTexte(faits.map((f) => f.fait)), tableau(faits.map((f) => f.version)),
    tableau(faits.map((f) => f.unite)), tableauTexte(faits.map((f) => f.departement)), tableauTexte(faits.map((f) => f.caisse)),
    tableauTexte(faits.map((f) => ecrireAxe(f.axe))), tableau(faits.map((f) => f.jour)), tableau(faits.map((f) => f.valeur)),
  ]);
  const parCle = new Map(faits.map((f) => [cleFait(f), f]));
  return replierCompteurs(lignes.flatMap((l) => {
    const nouveau = parCle.get(cleFait(l));
    return nouveau ? mouvements(faitAncien(l), nouveau) : [];
  }));
}

/**
 * Applies events to the facts, and to the counters by the difference. To be called with the projection's lock held; repeats, late events and splits change nothing twice.
 * @param generation the one of the counters written
 */
export async function projeter(tx: Tx, cible: Cible, generation: number, evenements: readonly EvenementCompte[]): Promise<void> {
  const faits = replierFaits(evenements);
  if (!faits.length) return;
  const bouges = await ecrireFaits(tx, cible, faits);
  if (!bouges.length) return;
  await tx.query(BOUGER_COMPTEURS(cible), [
    tableau(bouges.map((c) => c.unite)), tableauTexte(bouges.map((c) => c.indicateur)), tableau(bouges.map((c) => c.jour)), tableauTexte(bouges.map((c) => c.axe)),
    tableau(bouges.map((c) => c.valeur)), generation,
  ]);
}

/** Takes the projection's lock (one writer at a time: batches, replays, rebuilds), notes what is applied, and tells the current generation. */
export async function prendreLaMain(tx: Tx, source: string | null, evenementLe: Date | null): Promise<number> {
  const [[etat]]: [{ generation: number }[]] = await tx.query(
    'UPDATE projection_etat SET source = coalesce(source, $1), evenement_le = greatest(evenement_le, $2::timestamptz) RETURNING generation', [source, evenementLe?.toISOString() ?? null]);
  if (!etat) throw new Error('projection-sans-etat');
  return etat.generation;
}
