import { analyserNir } from '@sm/kernel';

/** What only this service holds of a person; kept sealed. `nir` is the final number, `nia` the provisional one. */
export interface Identite {
  readonly nir: string | null;
  readonly nia: string | null;
  readonly nom: string;
  readonly nomUsage: string | null;
  readonly prenoms: string;
  readonly naissance: string;
  readonly sexe: 'M' | 'F';
  readonly rang: number;
  readonly adresse: string | null;
  readonly codePostal: string | null;
  readonly commune: string | null;
  readonly qualite: 'ouvreur' | 'conjoint' | 'enfant';
  readonly ouvreurNir: string | null;
}

export type GenreIdentifiant = 'nir' | 'nia' | 'beneficiaire';

const LIGATURES: Readonly<Record<string, string>> = { Œ: 'OE', Æ: 'AE', Ø: 'O', Ł: 'L', Đ: 'D' };

/** Letters of a name in upper case, without accents, spaces, hyphens or apostrophes: one form for all ways of writing it. */
export const normaliserNom = (nom: string): string =>
  nom.normalize('NFD').toUpperCase().replace(/[ŒÆØŁĐ]/g, (c) => LIGATURES[c] ?? c).replace(/[^\p{L}\p{N}]/gu, '');

/** First of the given names, in one form. */
export const premierPrenom = (prenoms: string): string => normaliserNom(prenoms.trim().split(/[\s,]+/)[0] ?? '');

/** Kind of a NIR of right shape: a number of a person being registered (3, 4) is provisional too. */
export const genreNir = (nir: string): 'nir' | 'nia' => (analyserNir(nir)?.genre === 'nir' ? 'nir' : 'nia');

/** Text of a NIR or provisional number whose HMAC is the lookup key: the 13-character body, its key adding nothing. */
export const texteNir = (nir: string): string => `nir|${nir.slice(0, 13)}`;

/** Text that finds a beneficiary until a NIR of their own is used: opener's NIR, day of birth, rank. */
export const texteBeneficiaire = (ouvreurNir: string, naissance: string, rang: number): string => `beneficiaire|${ouvreurNir.slice(0, 13)}|${naissance}|${rang}`;

/** Text of the traits by which a person may be searched. */
export const texteTraits = (nom: string, naissance: string): string => `traits|${normaliserNom(nom)}|${naissance}`;

/** NIR with only its order and key in sight. */
export const masquerNir = (nir: string): string => `${'•'.repeat(10)}${nir.slice(10)}`;

const CORSE: Readonly<Record<string, string>> = { '201': '2A', '202': '2B' };
const OUTRE_MER = /^(97[1-8]|98[4678])/;
const METROPOLE = /^(0[1-9]|[1-8]\d|9[0-5])/;

function departementDuCode(codePostal: string): string | null {
  if (!/^\d{5}$/.test(codePostal)) return null;
  if (codePostal.startsWith('20')) return Number(codePostal) < 20_200 ? '2A' : '2B';
  return OUTRE_MER.exec(codePostal)?.[1] ?? METROPOLE.exec(codePostal)?.[1] ?? null;
}

/** Département of residence from the postcode, else that of the fund; `99` when neither tells. */
export const departementDe = (codePostal: string | null, caisse: string): string =>
  (codePostal === null ? null : departementDuCode(codePostal)) ?? CORSE[caisse] ?? OUTRE_MER.exec(caisse)?.[1] ?? METROPOLE.exec(caisse)?.[1] ?? '99';

/** Whether two records agree on what a NIR cannot share: day of birth and sex. */
export const memesTraits = (a: Pick<Identite, 'naissance' | 'sexe'>, b: Pick<Identite, 'naissance' | 'sexe'>): boolean => a.naissance === b.naissance && a.sexe === b.sexe;
