import type { SortLigne, Tx } from '@sm/platform';
import type { LigneProfessionnel, LigneStructure } from './reference';

const COLONNES = {
  professionnel: { rpps: 'text', nom: 'text', prenom: 'text', profession: 'text', specialite: 'text', commune: 'text', departement: 'text', du: 'date', au: 'date' },
  structure: { finess: 'text', finess_juridique: 'text', cle_verifiee: 'boolean', nom: 'text', categorie: 'text', commune: 'text', departement: 'text', du: 'date', au: 'date' },
} as const;

function sql(table: keyof typeof COLONNES): string {
  const noms = Object.keys(COLONNES[table]);
  const types = Object.entries(COLONNES[table]).map(([nom, type]) => `${nom} ${type}`);
  const rang = (prefixe: string): string => noms.map((n) => `${prefixe}.${n}`).join(', ');
  return `INSERT INTO ${table} AS t (source, numero, ${noms.join(', ')})
    SELECT DISTINCT ON (source, numero) source, numero, ${noms.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS x(rang int, source text, numero text, ${types.join(', ')}) ORDER BY source, numero, rang DESC
    ON CONFLICT (source, numero) DO UPDATE SET ${noms.map((n) => `${n} = excluded.${n}`).join(', ')}, version = t.version + 1, maj_le = now()
    WHERE (${rang('t')}) IS DISTINCT FROM (${rang('excluded')})
    RETURNING source, numero`;
}

const SQL = { professionnel: sql('professionnel'), structure: sql('structure') };

/** Writes reference lines by (source, numero); of two lines of a batch with one identity, the last holds. */
export async function ecrireReference(tx: Tx, table: 'professionnel' | 'structure', lignes: readonly (LigneProfessionnel | LigneStructure)[]): Promise<SortLigne[]> {
  const ecrites: { source: string; numero: string }[] = await tx.query(SQL[table], [JSON.stringify(lignes.map((l, rang) => ({ ...l, rang })))]);
  const changees = new Set(ecrites.map((e) => `${e.source}|${e.numero}`));
  return lignes.map((l) => (changees.has(`${l.source}|${l.numero}`) ? 'acceptee' : 'inchangee'));
}
