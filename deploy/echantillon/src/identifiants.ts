/** Luhn key (0–9) to append to a body of digits. */
export function cleLuhn(corps: string): number {
  let somme = 0;
  for (let i = 0; i < corps.length; i++) {
    let c = corps.charCodeAt(corps.length - 1 - i) - 48;
    if (i % 2 === 0) c = c > 4 ? 2 * c - 9 : 2 * c;
    somme += c;
  }
  return (10 - (somme % 10)) % 10;
}

/** RPPS of the invented range 199…: never allocated, right key. `serie` 0–99, `rang` 0–99 999. */
export function rppsInvente(serie: number, rang: number): string {
  const corps = `199${String(serie).padStart(2, '0')}${String(rang).padStart(5, '0')}`;
  return `${corps}${cleLuhn(corps)}`;
}

/** Two-digit key of the 13 first characters of a NIR; Corsica counts as 19 and 18 (processes §2.4). */
export function cleNir(corps: string): string {
  const n = Number(corps.replace('2A', '19').replace('2B', '18'));
  return String(97 - (n % 97)).padStart(2, '0');
}

export type Naissance = 'seine-saint-denis' | 'metropole' | 'corse' | 'outre-mer' | 'etranger';
export type MoisNir = 'connu' | 'inconnu' | 'incomplet' | 'hors-plage';

export interface CorpsNir {
  /** 1 man, 2 woman; 7 and 8 when the number is provisional (NIA). */
  readonly sexe: 1 | 2 | 7 | 8;
  readonly annee: number;
  readonly mois: MoisNir;
  readonly lieu: Naissance;
  /** Département of birth for `metropole`, `corse` and `outre-mer`. */
  readonly departement: string;
  /** Rank of the person, unique in the sample, below 107 892. */
  readonly rang: number;
}

const PLACES_METROPOLE = 90 * 999;
const PLACES_COURTES = 9 * 999;
/** Beyond the first turn, two more months of each (commune, order) are still free in every kind of place. */
const PLACES = PLACES_METROPOLE + 2 * PLACES_COURTES;

/** Spreads ranks over all (commune, order) couples: 48 271 is prime to both sizes, so two ranks of a turn never share one. */
const disperser = (rang: number): number =>
  rang < PLACES_METROPOLE ? (rang * 48_271 + 17) % PLACES_METROPOLE : ((rang - PLACES_METROPOLE) * 48_271 + 17) % (2 * PLACES_COURTES);

/** 0 to 9 in the first turn, 10 and 11 beyond: twelve months, so that the same short place never bears the same month twice. */
const tourDe = (rang: number): number => Math.floor(disperser(rang) / PLACES_COURTES) + (rang < PLACES_METROPOLE ? 0 : 10);

/** Month 1–12 carried by the NIR: differs between two persons who share commune and order, hence numbers are unique by construction. */
export const moisDeNaissance = (rang: number): number => 1 + ((tourDe(rang) + (disperser(rang) % PLACES_COURTES)) % 12);

function moisEcrit(c: CorpsNir): number {
  const tour = tourDe(c.rang);
  if (c.mois === 'inconnu' && tour === 0) return 20;
  if (c.mois === 'incomplet' || c.mois === 'inconnu') return 30 + tour;
  return c.mois === 'hors-plage' ? 50 + tour : moisDeNaissance(c.rang);
}

function lieuEtOrdre(c: CorpsNir): string {
  const place = disperser(c.rang);
  const ordre = (n: number): string => String(1 + (n % 999)).padStart(3, '0');
  if (c.lieu === 'etranger') return `99${990 + (place % 9)}${ordre(Math.floor((place % PLACES_COURTES) / 9))}`;
  if (c.lieu === 'outre-mer') return `${c.departement}${90 + (place % 9)}${ordre(Math.floor((place % PLACES_COURTES) / 9))}`;
  return `${c.departement}${900 + (place % 90)}${ordre(Math.floor(place / 90))}`;
}

/**
 * A NIR right in form and key whose commune of birth does not exist: 900–989 in metropolitan and Corsican départements,
 * 90–98 overseas, country codes 990–998 abroad. No living person can bear it. Throws beyond 107 892 persons.
 */
export function nirInvente(c: CorpsNir): string {
  if (c.rang >= PLACES) throw new RangeError('plus de NIR inventé disponible');
  const corps = `${c.sexe}${String(c.annee % 100).padStart(2, '0')}${String(moisEcrit(c)).padStart(2, '0')}${lieuEtOrdre(c)}`;
  return `${corps}${cleNir(corps)}`;
}
