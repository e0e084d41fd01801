import { accepter, refuser, type Decision } from '@sm/kernel';
import { estPetit, seuilDiffusion, SEUILS_DIFFUSION, type Compte, type SeuilDiffusion } from './parametres';

/** A result of a study as it would be published. */
export interface ResultatEtude {
  readonly compte: Compte;
  /** Day on which it would be published. */
  readonly jour: string;
  /** Figures printed, by name; null = hidden. */
  readonly cellules: Readonly<Record<string, number | null>>;
  /** Totals that readers know to be sums. */
  readonly sommes: readonly { readonly total: string; readonly parties: readonly string[] }[];
}

export type RefusEtude = 'cellule-sous-seuil' | 'cellule-deductible' | 'somme-fausse' | 'cellule-inconnue';

type Connues = Map<string, number | null>;

/** Fills what one missing term of a sum gives, until nothing more comes. False when a sum is wrong. */
function deduire(connues: Connues, sommes: ResultatEtude['sommes']): boolean {
  for (let encore = true; encore;) {
    encore = false;
    for (const { total, parties } of sommes) {
      const termes = [[total, -1] as const, ...parties.map((p) => [p, 1] as const)];
      const absents = termes.filter(([nom]) => connues.get(nom) === null);
      const reste = termes.reduce((t, [nom, signe]) => t + signe * (connues.get(nom) ?? 0), 0);
      if (!absents.length && reste !== 0) return false;
      const [seul] = absents;
      if (absents.length !== 1 || !seul) continue;
      connues.set(seul[0], -seul[1] * reste);
      encore = true;
    }
  }
  return true;
}

/** Hidden terms of a sum that are together a small number are small one by one. */
function reunisPetits(connues: Connues, { total, parties }: ResultatEtude['sommes'][number], regle: SeuilDiffusion): boolean {
  const ensemble = connues.get(total);
  if (typeof ensemble !== 'number' || !parties.some((p) => connues.get(p) === null)) return false;
  return estPetit(ensemble - parties.reduce((t, p) => t + (connues.get(p) ?? 0), 0), regle);
}

/**
 * TR-000-28: a result that shows a cell under the threshold, or from which one can be had by subtraction, is not published (processes.md §2.6).
 * Follows the sums declared; tables that share atoms without saying so belong to the lattice of the edition.
 */
export function verifierResultat({ compte, jour, cellules, sommes }: ResultatEtude, seuils: readonly SeuilDiffusion[] = SEUILS_DIFFUSION): Decision<'ResultatPubliable', RefusEtude> {
  const regle = seuilDiffusion(compte, jour, seuils);
  const imprimees = Object.values(cellules).filter((v) => v !== null);
  const inconnue = sommes.some(({ total, parties }) => [total, ...parties].some((nom) => cellules[nom] === undefined));
  if (inconnue) return refuser('invalide', 'cellule-inconnue');
  if (imprimees.some((v) => estPetit(v, regle))) return refuser('invalide', 'cellule-sous-seuil', { details: { minimum: regle.minimum } });
  const connues: Connues = new Map(Object.entries(cellules));
  if (!deduire(connues, sommes)) return refuser('invalide', 'somme-fausse');
  const deduites = [...connues].filter(([nom]) => cellules[nom] === null).some(([, v]) => v !== null);
  const petites = sommes.some((s) => reunisPetits(connues, s, regle));
  return deduites || petites ? refuser('invalide', 'cellule-deductible', { details: { minimum: regle.minimum } }) : accepter('ResultatPubliable' as const);
}
