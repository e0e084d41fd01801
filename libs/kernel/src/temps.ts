/** A local calendar day `YYYY-MM-DD`, years 0001 to 9999. */
export type Jour = string;

const JOURS_AVANT_1970 = 719_468;
const JOURS_PAR_ERE = 146_097;
const FORME = /^\d{4}-\d{2}-\d{2}$/;
const deux = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

const bissextile = (annee: number): boolean => annee % 4 === 0 && (annee % 100 !== 0 || annee % 400 === 0);

/** Number of days of a month (1 to 12) of the Gregorian calendar. */
export function joursDuMois(annee: number, mois: number): number {
  if (mois === 2) return bissextile(annee) ? 29 : 28;
  return mois === 4 || mois === 6 || mois === 9 || mois === 11 ? 30 : 31;
}

/** Writes a day from its parts. @throws RangeError when the date does not exist. */
export function composerJour(annee: number, mois: number, quantieme: number): Jour {
  const entiers = Number.isInteger(annee) && Number.isInteger(mois) && Number.isInteger(quantieme);
  if (!entiers || annee < 1 || annee > 9999 || mois < 1 || mois > 12 || quantieme < 1 || quantieme > joursDuMois(annee, mois)) {
    throw new RangeError('jour impossible');
  }
  return `${String(annee).padStart(4, '0')}-${deux(mois)}-${deux(quantieme)}`;
}

/** Whether the text is an existing day written `YYYY-MM-DD`; never throws. */
export function jourValide(texte: string): boolean {
  if (typeof texte !== 'string' || !FORME.test(texte)) return false;
  const [annee, mois, quantieme] = champs(texte);
  return annee >= 1 && mois >= 1 && mois <= 12 && quantieme >= 1 && quantieme <= joursDuMois(annee, mois);
}

const champs = (jour: Jour): [number, number, number] => [Number(jour.slice(0, 4)), Number(jour.slice(5, 7)), Number(jour.slice(8, 10))];

/** Year, month (1 to 12) and day of the month. @throws RangeError when the day does not exist. */
export function decomposerJour(jour: Jour): [annee: number, mois: number, quantieme: number] {
  if (!jourValide(jour)) throw new RangeError('jour impossible');
  return champs(jour);
}

/** Days since 1970-01-01, by the era method (March-based years). @throws RangeError when the day does not exist. */
export function numeroDuJour(jour: Jour): number {
  const [annee, mois, quantieme] = decomposerJour(jour);
  const a = mois <= 2 ? annee - 1 : annee;
  const ere = Math.floor(a / 400);
  const anneeDeLEre = a - ere * 400;
  const jourDeLAnnee = Math.floor((153 * (mois + (mois > 2 ? -3 : 9)) + 2) / 5) + quantieme - 1;
  const jourDeLEre = anneeDeLEre * 365 + Math.floor(anneeDeLEre / 4) - Math.floor(anneeDeLEre / 100) + jourDeLAnnee;
  return ere * JOURS_PAR_ERE + jourDeLEre - JOURS_AVANT_1970;
}

/** Inverse of `numeroDuJour`. @throws RangeError outside years 0001 to 9999. */
export function jourDuNumero(numero: number): Jour {
  if (!Number.isInteger(numero)) throw new RangeError('jour impossible');
  const z = numero + JOURS_AVANT_1970;
  const ere = Math.floor(z / JOURS_PAR_ERE);
  const j = z - ere * JOURS_PAR_ERE;
  const a = Math.floor((j - Math.floor(j / 1460) + Math.floor(j / 36_524) - Math.floor(j / 146_096)) / 365);
  const jourDeLAnnee = j - (365 * a + Math.floor(a / 4) - Math.floor(a / 100));
  const m = Math.floor((5 * jourDeLAnnee + 2) / 153);
  const mois = m < 10 ? m + 3 : m - 9;
  return composerJour(a + ere * 400 + (mois <= 2 ? 1 : 0), mois, jourDeLAnnee - Math.floor((153 * m + 2) / 5) + 1);
}

/** The day `n` calendar days later (earlier when negative). @throws RangeError on an impossible day or a fractional `n`. */
export const ajouterJours = (jour: Jour, n: number): Jour => jourDuNumero(numeroDuJour(jour) + n);

/** Signed number of days from `a` to `b`. @throws RangeError on an impossible day. */
export const joursEntre = (a: Jour, b: Jour): number => numeroDuJour(b) - numeroDuJour(a);

/** Same day number `n` months later, else the last day of that month (processes, deadline rule "months"). @throws RangeError on an impossible day. */
export function ajouterMois(jour: Jour, n: number): Jour {
  const [annee, mois, quantieme] = decomposerJour(jour);
  const rang = annee * 12 + mois - 1 + n;
  const cibleAnnee = Math.floor(rang / 12);
  const cibleMois = rang - cibleAnnee * 12 + 1;
  return composerJour(cibleAnnee, cibleMois, Math.min(quantieme, joursDuMois(cibleAnnee, cibleMois)));
}

/** Day of the week, 1 = Monday to 7 = Sunday. @throws RangeError on an impossible day. */
export const jourDeSemaine = (jour: Jour): number => ((((numeroDuJour(jour) + 3) % 7) + 7) % 7) + 1;

/** Whether `jour` lies in the dated interval, both ends included, null = open. False on an impossible day. */
export const enVigueur = (intervalle: { readonly du: Jour | null; readonly au: Jour | null }, jour: Jour): boolean =>
  jourValide(jour) && (intervalle.du === null || intervalle.du <= jour) && (intervalle.au === null || jour <= intervalle.au);
