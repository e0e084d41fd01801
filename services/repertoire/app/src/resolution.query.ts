import { tableau, type Tx } from '@sm/platform';
import { TAILLE_HMAC } from './coffre';
import type { PersonneResolue } from './resolution.dto';

const RESOUDRE = `
WITH RECURSIVE lien AS (
  SELECT n, i.personne FROM generate_series(1, $2::int) AS n
  CROSS JOIN LATERAL (SELECT personne FROM identifiant i
    WHERE i.hmac = substring($1::bytea FROM (n - 1) * ${TAILLE_HMAC} + 1 FOR ${TAILLE_HMAC}) AND i.unite = ANY ($3::int[]) AND (i.au IS NULL OR i.genre <> 'nir')
    ORDER BY i.au DESC NULLS FIRST, i.du DESC, i.personne DESC LIMIT 1) i
  UNION ALL
  SELECT lien.n, f.fusionnee_dans FROM lien CROSS JOIN LATERAL (SELECT fusionnee_dans FROM personne WHERE id = lien.personne AND fusionnee_dans IS NOT NULL LIMIT 1) f
)
SELECT lien.n, p.id, p.unite, p.caisse, p.departement, p.medecin_traitant AS "medecinTraitant"
FROM lien CROSS JOIN LATERAL (SELECT * FROM personne WHERE id = lien.personne AND fusionnee_dans IS NULL LIMIT 1) p`;

/** Persons that these lookup keys designate, in order, merged ones followed to the survivor: one statement whatever their number. */
export async function resoudre(tx: Tx, hmacs: readonly Buffer[], unites: readonly number[]): Promise<(PersonneResolue | null)[]> {
  const lignes: (PersonneResolue & { n: number })[] = await tx.query(RESOUDRE, [Buffer.concat(hmacs), hmacs.length, tableau(unites)]);
  const parRang = new Map(lignes.map(({ n, ...p }) => [n, p]));
  return hmacs.map((_, i) => parRang.get(i + 1) ?? null);
}
