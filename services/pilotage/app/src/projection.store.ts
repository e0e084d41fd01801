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
  version: number;
  unite: number;
  departement: string;
  caisse: string;
  axe: string;
  jour: string | null;
  valeur: number | null;
}

/** The lateral keeps it to index reads, however wrong the estimate. */
const FAITS_CONNUS = (t: Cible) => `
SELECT f.dossier, f.indicateur, f.fait, f.version, f.unite, f.departement, f.caisse, f.axe, f.jour::text AS jour, f.valeur
FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n(d, i, n)
CROSS JOIN LATERAL (SELECT * FROM ${t.fait} f WHERE f.dossier = n.d AND f.indicateur = n.i AND f.fait = n.n OFFSET 0) f`;

const ECRIRE_FAITS = (t: Cible) => `
INSERT INTO ${t.fait} AS f (dossier, indicateur, fait, version, unite, departement, caisse, axe, jour, valeur)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::date[], $10::int[])
ON CONFLICT (dossier, indicateur, fait) DO UPDATE SET version = excluded.version, unite = excluded.unite, departement = excluded.departement,
  caisse = excluded.caisse, axe = excluded.axe, jour = excluded.jour, valeur = excluded.valeur
WHERE f.version < excluded.version`;

const BOUGER_COMPTEURS = (t: Cible) => `
INSERT INTO ${t.compteur} AS c (unite, indicateur, jour, axe, valeur, generation, n, sale)
SELECT u, i, j, a, v, $6, 1, true FROM unnest($1::int[], $2::text[], $3::date[], $4::text[], $5::int[]) AS x(u, i, j, a, v)
ON CONFLICT (unite, indicateur, jour, axe) DO UPDATE SET valeur = c.valeur + excluded.valeur, n = c.n + 1, sale = true`;

const colonnesCle = (faits: readonly Fait[]): string[] =>
  [tableau(faits.map((f) => f.dossier)), tableauTexte(faits.map((f) => f.indicateur)), tableauTexte(faits.map((f) => f.fait))];

/** Writes the facts that are newer than what is known; returns how the counters move. The lock of the projection keeps both statements of one mind. */
async function ecrireFaits(tx: Tx, cible: Cible, recus: readonly Fait[]): Promise<Compteur[]> {
  const connus: LigneFait[] = await tx.query(FAITS_CONNUS(cible), colonnesCle(recus));
  const anciens = new Map(connus.map((l): [string, Fait] => [cleFait(l), { ...l, axe: lireAxe(l.axe) }]));
  const faits = recus.filter((f) => f.version > (anciens.get(cleFait(f))?.version ?? -1));
  if (!faits.length) return [];
  await tx.query(ECRIRE_FAITS(cible), [
    ...colonnesCle(faits), tableau(faits.map((f) => f.version)), tableau(faits.map((f) => f.unite)), tableauTexte(faits.map((f) => f.departement)),
    tableauTexte(faits.map((f) => f.caisse)), tableauTexte(faits.map((f) => ecrireAxe(f.axe))), tableau(faits.map((f) => f.jour)), tableau(faits.map((f) => f.valeur)),
  ]);
  return replierCompteurs(faits.flatMap((f) => mouvements(anciens.get(cleFait(f)) ?? null, f)));
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
