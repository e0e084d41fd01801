import { empaqueter, tableau, tableauTexte, type Tx } from '@sm/platform';
import { TAILLE_HMAC, type IdentiteScellee } from './coffre';
import type { GenreIdentifiant } from './identite';

/** Blind keys of a line; null when the line does not bear them. */
export interface Cles {
  readonly unite: number;
  readonly source: string;
  readonly numero: string;
  readonly nir: Buffer | null;
  readonly beneficiaire: Buffer | null;
}

export interface Trouves {
  readonly par_numero: string | null;
  readonly empreinte: Buffer | null;
  readonly par_nir: string | null;
  readonly par_beneficiaire: string | null;
}

export interface Fiche {
  readonly id: string;
  readonly unite: number;
  readonly version: number;
  readonly version_identite: number;
  readonly identite: Buffer;
  readonly cle: Buffer;
}

export interface PersonneAEcrire extends IdentiteScellee {
  readonly id: string;
  readonly unite: number;
  readonly version: number;
  readonly versionIdentite: number;
  readonly caisse: string;
  readonly departement: string;
  readonly medecinTraitant: string | null;
  readonly traits: Buffer;
}

export interface OrigineAEcrire {
  readonly unite: number;
  readonly source: string;
  readonly numero: string;
  readonly personne: string;
  readonly empreinte: Buffer;
}

export interface IdentifiantAEcrire {
  readonly hmac: Buffer;
  readonly genre: GenreIdentifiant;
  readonly personne: string;
  readonly unite: number;
  /** Last day, null while in use. */
  readonly au: string | null;
}

/** A statement with its parameters, made ready before its turn. */
export type Requete = readonly [texte: string, parametres: unknown[]];

/** A closed final NIR was somebody's by mistake and designates nobody; a closed provisional number still designates its holder. */
const designe = (hmac: string, unite: string): string => `(SELECT i.personne FROM identifiant i
  WHERE i.hmac = ${hmac} AND i.unite = ${unite} AND (i.au IS NULL OR i.genre <> 'nir') ORDER BY i.au DESC NULLS FIRST, i.du DESC, i.personne DESC LIMIT 1)`;
const morceau = (blob: string): string => `substring(${blob}::bytea FROM (n::int - 1) * ${TAILLE_HMAC} + 1 FOR ${TAILLE_HMAC})`;
const RIEN = Buffer.alloc(TAILLE_HMAC);

const RAPPROCHER = `
SELECT o.personne AS par_numero, o.empreinte, ${designe(morceau('$4'), 'u')} AS par_nir, ${designe(morceau('$5'), 'u')} AS par_beneficiaire
FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS x(u, s, num, n)
LEFT JOIN LATERAL (SELECT personne, empreinte FROM origine o WHERE o.numero = num AND o.source = s AND o.unite = u LIMIT 1) o ON true
ORDER BY n`;

/** Who each line's keys designate, in one statement, in order. */
export const rapprocherEnBase = (tx: Tx, lignes: readonly Cles[]): Promise<Trouves[]> =>
  tx.query(RAPPROCHER, [
    tableau(lignes.map((l) => l.unite)), tableauTexte(lignes.map((l) => l.source)), tableauTexte(lignes.map((l) => l.numero)),
    Buffer.concat(lignes.map((l) => l.nir ?? RIEN)), Buffer.concat(lignes.map((l) => l.beneficiaire ?? RIEN)),
  ]);

/** Locks and reads the rows that a decision needs to open. */
export const lireFiches = (tx: Tx, ids: readonly string[]): Promise<Fiche[]> =>
  tx.query('SELECT id, unite, version, version_identite, identite, cle FROM personne WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [tableau(ids)]);

const COLONNES_LUES = '$1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::int[], $11::int[], $12::int[]';
const PERSONNES = `unnest(${COLONNES_LUES}) WITH ORDINALITY AS x(id, u, caisse, dep, med, v, vi, idb, idt, cb, ct, n)`;

function parametres(p: readonly PersonneAEcrire[]): unknown[] {
  const identites = empaqueter(p.map((x) => x.scelle));
  const cles = empaqueter(p.map((x) => x.cle));
  return [
    tableau(p.map((x) => x.id)), tableau(p.map((x) => x.unite)), tableauTexte(p.map((x) => x.caisse)), tableauTexte(p.map((x) => x.departement)), tableauTexte(p.map((x) => x.medecinTraitant)),
    tableau(p.map((x) => x.version)), tableau(p.map((x) => x.versionIdentite)), identites.debuts, identites.tailles, identites.blob, cles.debuts, cles.tailles, cles.blob,
    Buffer.concat(p.map((x) => x.traits)),
  ];
}

export function insererPersonnes(p: readonly PersonneAEcrire[]): Requete[] {
  if (!p.length) return [];
  return [[
    `INSERT INTO personne (id, unite, caisse, departement, medecin_traitant, version, version_identite, identite, cle, traits)
     SELECT id, u, caisse, dep, med, v, vi, substring($10::bytea FROM idb FOR idt), substring($13::bytea FROM cb FOR ct), ${morceau('$14')} FROM ${PERSONNES}`,
    parametres(p)]];
}

/** Rewrites identity and attachment; the unit of arrival never moves. */
export function modifierPersonnes(p: readonly PersonneAEcrire[]): Requete[] {
  if (!p.length) return [];
  return [[
    `UPDATE personne SET caisse = x.caisse, departement = dep, medecin_traitant = med, version = v, version_identite = vi,
       identite = substring($10::bytea FROM idb FOR idt), cle = substring($13::bytea FROM cb FOR ct), traits = ${morceau('$14')}
     FROM ${PERSONNES} WHERE personne.id = x.id AND personne.unite = u`,
    parametres(p)]];
}

export function ecrireOrigines(o: readonly OrigineAEcrire[]): Requete[] {
  if (!o.length) return [];
  return [[
    `INSERT INTO origine (unite, source, numero, personne, empreinte)
     SELECT u, s, num, p, ${morceau('$5')} FROM unnest($1::int[], $2::text[], $3::text[], $4::uuid[]) WITH ORDINALITY AS x(u, s, num, p, n)
     ON CONFLICT (numero, source, unite) DO UPDATE SET empreinte = excluded.empreinte, recue_le = now()`,
    [tableau(o.map((x) => x.unite)), tableauTexte(o.map((x) => x.source)), tableauTexte(o.map((x) => x.numero)), tableau(o.map((x) => x.personne)), Buffer.concat(o.map((x) => x.empreinte))]]];
}

/** Closes what these persons no longer bear, before the new numbers are written. */
export function clore(personnes: readonly string[], gardes: readonly Buffer[], jour: string): Requete[] {
  if (!personnes.length) return [];
  return [['UPDATE identifiant SET au = $3 WHERE personne = ANY($1::uuid[]) AND au IS NULL AND NOT (hmac = ANY($2::bytea[]))', [tableau(personnes), [...gardes], jour]]];
}

/** Writes lookup keys; one that its holder bore before is in use again. */
export function ecrireIdentifiants(i: readonly IdentifiantAEcrire[], jour: string): Requete[] {
  if (!i.length) return [];
  return [[
    `INSERT INTO identifiant (hmac, genre, personne, unite, du, au)
     SELECT ${morceau('$1')}, g, p, u, $6::date, a FROM unnest($2::text[], $3::uuid[], $4::int[], $5::date[]) WITH ORDINALITY AS x(g, p, u, a, n)
     ON CONFLICT (hmac, unite, personne) DO UPDATE SET au = excluded.au WHERE identifiant.au IS DISTINCT FROM excluded.au`,
    [Buffer.concat(i.map((x) => x.hmac)), tableauTexte(i.map((x) => x.genre)), tableau(i.map((x) => x.personne)), tableau(i.map((x) => x.unite)), tableau(i.map((x) => x.au)), jour]]];
}
