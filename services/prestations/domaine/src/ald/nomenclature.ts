import { aldOuverte, dureeExoneration } from '@sm/nomenclatures';
import { programmeCible } from './programmes';
import type { Nature, Regime } from './vocabulaire';

/** Years of cover; `opposable` when the table is sure enough to refuse a longer one. */
export interface DureeDeTable {
  readonly annees: number;
  readonly opposable: boolean;
}

/** Lookups in the dated nomenclature; `jour` is a local day. */
export interface NomenclatureAld {
  readonly version: string;
  /** True when the number is on the list of that day and open to this nature of request (D.160-4 CSS). */
  aldOuverte(ald: number, jour: string, nature: Nature): boolean;
  /** Cover of the table for a right opened or renewed that day; null when the table says nothing. */
  dureeExoneration(regime: Regime, ald: number | null, jour: string, nature: Nature): DureeDeTable | null;
  /** Support programme whose dated criteria the number meets. */
  programmeCible(ald: number | null, jour: string): 'sophia' | null;
}

const NUMERO: Record<Regime, number | null> = { liste: null, hors_liste: 31, polypathologie: 32, non_exonerante: null };
const OPPOSABLES: ReadonlySet<string> = new Set(['sure', 'sure-checked']);

/** The dated nomenclature of the house as facts of a decision; `version` is recorded with what it founded. */
export const nomenclatureAld = (version: string): NomenclatureAld => ({
  version,
  aldOuverte,
  dureeExoneration(regime, ald, jour, nature) {
    const numero = NUMERO[regime] ?? (regime === 'liste' ? ald : null);
    const duree = numero === null ? null : dureeExoneration(numero, jour, { nature });
    return duree && { annees: duree.annees, opposable: OPPOSABLES.has(duree.confiance) };
  },
  programmeCible,
});
