import { enVigueur, type Confiance, type Jour } from '@sm/kernel';
import { TABLEAUX_MP, type DelaiPriseEnCharge, type TableauMp } from './table-mp';

const FORME = /^([1-9]\d{0,2})(?: (bis|ter))?(?: ([A-H]))?$/;
const LIBRE = /^(?:n°)?\s*(\d{1,3})\s*(bis|ter)?\s*([A-H])?$/i;
const PAR_CODE = Map.groupBy(TABLEAUX_MP, (t) => t.code);

/** A table at a day, with the lettered part that was named; `delais` null when the text of that day was not read. MEDICAL data. */
export interface ReferenceMp {
  readonly tableau: TableauMp;
  readonly lettre: string | null;
  readonly delais: readonly DelaiPriseEnCharge[] | null;
}

/** The reference as it is written (`57 A`, `16 bis`, `30 ter`), from free input such as `n° 57a`; null when it has not that form. Never throws. */
export function normaliserTableauMp(texte: string): string | null {
  const [, numero, suffixe, lettre] = (typeof texte === 'string' && texte.length <= 20 && LIBRE.exec(texte.trim())) || [];
  return numero === undefined ? null : [Number(numero), suffixe?.toLowerCase(), lettre?.toUpperCase()].filter((mot) => mot !== undefined).join(' ');
}

/**
 * The table a reference names (`57`, `57 A`, `16 bis B`) in its version of that day; null when there is none, or when the table has no such letter. Never throws.
 * The day is that of the declaration: a new table serves earlier illnesses too (L.461-2, 4th paragraph). The reference is MEDICAL data.
 */
export function tableauMp(reference: string, jour: Jour): ReferenceMp | null {
  const [, numero = '', suffixe, lettre = null] = (typeof reference === 'string' && FORME.exec(reference)) || [];
  const tableau = PAR_CODE.get(suffixe === undefined ? numero : `${numero} ${suffixe}`)?.find((t) => enVigueur(t, jour));
  if (!tableau) return null;
  if (tableau.paragraphes === null) return { tableau, lettre, delais: null };
  const nommes = lettre === null ? tableau.paragraphes : tableau.paragraphes.filter((p) => p.lettre === lettre);
  return nommes.length === 0 ? null : { tableau, lettre, delais: nommes.flatMap((p) => p.delais) };
}

/** Whether the text is the reference of a table of the régime général in force on that day. Never throws. */
export const tableauMpValide = (reference: string, jour: Jour): boolean => tableauMp(reference, jour) !== null;

/** The délai de prise en charge when the reference has only one; null when the illness must be known to choose, or the text was not read. Never throws. */
export function delaiPriseEnCharge(reference: string, jour: Jour): DelaiPriseEnCharge | null {
  const delais = tableauMp(reference, jour)?.delais ?? [];
  const [premier] = delais;
  return premier !== undefined && delais.every((d) => String([d.delai, d.exposition]) === String([premier.delai, premier.exposition])) ? premier : null;
}

/** How an illness may be recognised, and whose opinion the law asks for. `alinea`: of L.461-1, in the wording of the day. */
export interface VoieMp {
  readonly code: 'presomption' | 'delai-seul' | 'conditions-manquantes' | 'hors-tableau';
  readonly avis: 'aucun' | 'comite' | 'medecin-conseil';
  readonly lien: 'presume' | 'direct' | 'direct-et-essentiel';
  readonly alinea: number | null;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

const L461 = 'L.461-1 CSS';
const ANCIEN = { du: '1993-01-30', au: '2018-06-30', source: `${L461} (avant la loi 2017-1836)`, confiance: 'sure' } as const;
const ACTUEL = { du: '2018-07-01', au: null, source: L461, confiance: 'sure-checked' } as const;
const ARTICLE_95 = `${L461} (LFSS 2026 art. 95), version différée du 1er janvier 2027 ; décret à lire`;

/** Until the LFSS 2026 takes effect, a délai de prise en charge that is exceeded is a missing condition like the others. */
export const VOIES_MP: readonly VoieMp[] = [
  { code: 'presomption', avis: 'aucun', lien: 'presume', alinea: 2, ...ANCIEN },
  { code: 'presomption', avis: 'aucun', lien: 'presume', alinea: 5, ...ACTUEL },
  { code: 'conditions-manquantes', avis: 'comite', lien: 'direct', alinea: 3, ...ANCIEN },
  { code: 'conditions-manquantes', avis: 'comite', lien: 'direct', alinea: 6, ...ACTUEL },
  { code: 'hors-tableau', avis: 'comite', lien: 'direct-et-essentiel', alinea: 4, ...ANCIEN },
  { code: 'hors-tableau', avis: 'comite', lien: 'direct-et-essentiel', alinea: 7, ...ACTUEL },
  { code: 'delai-seul', avis: 'comite', lien: 'direct', alinea: 3, ...ANCIEN },
  { code: 'delai-seul', avis: 'comite', lien: 'direct', alinea: 6, ...ACTUEL, au: '2026-12-31' },
  { code: 'delai-seul', avis: 'medecin-conseil', lien: 'direct', alinea: null, du: '2027-01-01', au: null, source: ARTICLE_95, confiance: 'likely' },
];

/** The way of recognition of that code for an illness declared on that day; null before the complementary system of 1993. Never throws. */
export const voieMp = (code: VoieMp['code'], jour: Jour): VoieMp | null => VOIES_MP.find((v) => v.code === code && enVigueur(v, jour)) ?? null;
