import { tableau, tableauTexte, type Contexte, type LigneValidee, type Tenancy, type Tx } from '@sm/platform';
import type { LigneDemande } from '@sm/prestations-domaine';

/** A checked line with its unit and its person (null while the directory does not know the NIR). */
export interface LigneResolue<L extends LigneDemande> {
  readonly ligne: L;
  readonly uniteId: number;
  readonly personne: string | null;
}

/** Finds the unit of a line; a unit outside the depositor's scope is an error of that line. */
export function uniteDeLaLigne<L extends LigneDemande>(tenancy: Tenancy, ctx: Contexte, v: LigneResolue<L>, personne: string | null): LigneValidee<LigneResolue<L>> {
  const unite = tenancy.unite(v.ligne.unite);
  if (!unite) return { erreurs: [{ champ: 'unite', code: 'unite-inconnue' }] };
  if (!ctx.unites.includes(unite.id)) return { erreurs: [{ champ: 'unite', code: 'unite-hors-portee' }] };
  return { valeur: { ...v, uniteId: unite.id, personne } };
}

/** Identities (unit, source, number) already taken in. */
export async function dejaConnues<L extends LigneDemande>(tx: Tx, valeurs: readonly LigneResolue<L>[]): Promise<Set<string>> {
  const lignes: { cle: string }[] = await tx.query(
    `SELECT d.unite_origine || '|' || d.source || '|' || d.numero AS cle FROM dossier d
     JOIN unnest($1::int[], $2::text[], $3::text[]) AS x(u, s, n) ON d.unite_origine = x.u AND d.source = x.s AND d.numero = x.n`,
    [tableau(valeurs.map((v) => v.uniteId)), tableauTexte(valeurs.map((v) => v.ligne.source)), tableauTexte(valeurs.map((v) => v.ligne.numero))]);
  return new Set(lignes.map((l) => l.cle));
}

/** Latest dossier of each person of the batch: what a prolongation prolongs. */
export async function dernierDossier<L extends LigneDemande>(tx: Tx, valeurs: readonly LigneResolue<L>[]): Promise<Map<string, string>> {
  const personnes = [...new Set(valeurs.flatMap((v) => (v.personne && v.ligne.nature === 'prolongation' ? [v.personne] : [])))];
  if (!personnes.length) return new Map();
  const lignes: { personne: string; id: string }[] = await tx.query(
    'SELECT DISTINCT ON (personne) personne, id FROM dossier WHERE personne = ANY($1::uuid[]) ORDER BY personne, jour_recu DESC, id DESC', [tableau(personnes)]);
  return new Map(lignes.map((l) => [l.personne, l.id]));
}
