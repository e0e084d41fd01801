const CHIFFRES = /^\d{1,40}$/;
const ZEROS = /^0+$/;
const SIREN_LA_POSTE = '356000000';

function sommeLuhn(s: string): number {
  let somme = 0;
  for (let i = 0; i < s.length; i++) {
    const chiffre = Number(s[s.length - 1 - i]);
    const poids = i % 2 === 0 ? chiffre : chiffre * 2;
    somme += poids > 9 ? poids - 9 : poids;
  }
  return somme;
}

/** Whether a text of 1 to 40 digits, not all zero, ends with its Luhn key. */
export const luhn = (s: string): boolean => typeof s === 'string' && CHIFFRES.test(s) && !ZEROS.test(s) && sommeLuhn(s) % 10 === 0;

/** RPPS: 11 digits, Luhn key (likely). */
export const rppsValide = (s: string): boolean => typeof s === 'string' && s.length === 11 && luhn(s);

/** ADELI: 2 for the département, 1 for the profession, 5, and a Luhn key (likely); the key is not checked where the département holds a letter. */
export function adeliValide(s: string): boolean {
  if (typeof s !== 'string' || s.length !== 9) return false;
  return /^(?:2[AB]|9[A-F])\d{7}$/.test(s) || luhn(s);
}

/** FINESS, juridical or geographical: 9 characters, Luhn key; in Corsica (2A, 2B) the key is not checked, its rule being unsure. */
export function finessValide(s: string): boolean {
  if (typeof s !== 'string' || s.length !== 9) return false;
  return /^2[AB]\d{7}$/.test(s) || luhn(s);
}

/** SIREN: 9 digits, Luhn key. */
export const sirenValide = (s: string): boolean => typeof s === 'string' && s.length === 9 && luhn(s);

/** SIRET: 14 digits, Luhn key; at La Poste a sum of digits multiple of 5 is enough. */
export function siretValide(s: string): boolean {
  if (typeof s !== 'string' || !/^\d{14}$/.test(s) || !sirenValide(s.slice(0, 9))) return false;
  if (luhn(s)) return true;
  return s.startsWith(SIREN_LA_POSTE) && [...s].reduce((somme, c) => somme + Number(c), 0) % 5 === 0;
}

/** CIP13: 13 digits beginning with 34009, EAN-13 key. */
export function cip13Valide(s: string): boolean {
  if (typeof s !== 'string' || !/^34009\d{8}$/.test(s)) return false;
  return [...s].reduce((somme, c, i) => somme + Number(c) * (i % 2 === 0 ? 1 : 3), 0) % 10 === 0;
}
