import { aldOuverte, dureeExoneration } from '@sm/nomenclatures';
import type { NomenclatureAld } from './faits';
import { programmeCible } from './programmes';
import type { Regime } from './vocabulaire';

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
