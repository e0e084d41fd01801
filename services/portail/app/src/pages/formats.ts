const NOMBRE = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });
const INSTANT = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Paris' });
const JOUR = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'UTC' });
const MOIS = new Intl.DateTimeFormat('fr-FR', { month: 'long', timeZone: 'UTC' });

/** French spelling of a number: `48 589`, `94,2`. */
export const nombre = (valeur: number): string => NOMBRE.format(valeur);

/** A figure with its unit, or the words that say it is not computed. */
export function grandeur(valeur: number | null, unite: string): string {
  if (valeur === null) return 'non calculé';
  return unite === '%' ? `${nombre(valeur)} %` : nombre(valeur);
}

/** A day (`YYYY-MM-DD`) or an instant in words; an unknown spelling is returned as it is. */
export function date(texte: string): string {
  const quand = new Date(texte);
  if (Number.isNaN(quand.getTime())) return texte;
  return texte.length === 10 ? JOUR.format(quand) : INSTANT.format(quand);
}

/** `2016-03-09` -> `09/03/2016`, for columns; nothing or an unknown spelling gives a dash. */
export const jourCourt = (texte: string): string => (/^\d{4}-\d\d-\d\d$/.test(texte) ? texte.split('-').reverse().join('/') : '–');

/** `2016-03` -> `mars`. */
export function mois(texte: string): string {
  const quand = new Date(`${texte}-01T00:00:00Z`);
  return Number.isNaN(quand.getTime()) ? texte : MOIS.format(quand);
}
