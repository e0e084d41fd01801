/** Days are integers: number of days since 1970-01-01, local calendar of Europe/Paris. */
export type Jour = number;

const MS_PAR_JOUR = 86_400_000;

/** `YYYY-MM-DD` to a day number. */
export function jour(texte: string): Jour {
  return Date.parse(`${texte}T00:00:00Z`) / MS_PAR_JOUR;
}

/** A day number to `YYYY-MM-DD`. */
export function texteDuJour(j: Jour): string {
  return new Date(j * MS_PAR_JOUR).toISOString().slice(0, 10);
}

/** 0 = Sunday … 6 = Saturday. */
export function jourDeSemaine(j: Jour): number {
  return (((j + 4) % 7) + 7) % 7;
}

function paques(annee: number): Jour {
  const a = annee % 19;
  const b = Math.floor(annee / 100);
  const c = annee % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const mois = Math.floor((h + l - 7 * m + 90) / 25);
  const quantieme = (h + l - 7 * m + 33 * mois + 19) % 32;
  return Date.UTC(annee, mois - 1, quantieme) / MS_PAR_JOUR;
}

const FIXES = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** The eleven legal holidays of mainland France (art. L.3133-1 CT), Alsace-Moselle apart. */
export function feriesDe(annee: number): Jour[] {
  const p = paques(annee);
  return [...FIXES.map((f) => jour(`${annee}-${f}`)), p + 1, p + 39, p + 50].sort((x, y) => x - y);
}

const feries = new Map<number, ReadonlySet<Jour>>();

function ferie(j: Jour): boolean {
  const annee = new Date(j * MS_PAR_JOUR).getUTCFullYear();
  let siens = feries.get(annee);
  if (!siens) feries.set(annee, (siens = new Set(feriesDe(annee))));
  return siens.has(j);
}

/** True when the offices of the échelon are open: Monday to Friday, holidays apart. */
export function ouvre(j: Jour): boolean {
  const s = jourDeSemaine(j);
  return s !== 0 && s !== 6 && !ferie(j);
}

/** Same day of the month `n` months later (earlier when negative); the last day of a shorter month. */
export function ajouterMois(j: Jour, n: number): Jour {
  const d = new Date(j * MS_PAR_JOUR);
  const [annee, mois] = [d.getUTCFullYear(), d.getUTCMonth() + n];
  const dernier = new Date(Date.UTC(annee, mois + 1, 0)).getUTCDate();
  return Date.UTC(annee, mois, Math.min(d.getUTCDate(), dernier)) / MS_PAR_JOUR;
}

/** The first open day on or after `j`. */
export function ouvreSuivant(j: Jour): Jour {
  let k = j;
  while (!ouvre(k)) k++;
  return k;
}

/** The last open day on or before `j`. */
export function ouvrePrecedent(j: Jour): Jour {
  let k = j;
  while (!ouvre(k)) k--;
  return k;
}

/** Moves `n` open days forward from `j`. */
export function ajouterOuvres(j: Jour, n: number): Jour {
  let k = ouvreSuivant(j);
  for (let i = 0; i < n; i++) k = ouvreSuivant(k + 1);
  return k;
}

/** The open day `n` open days before the last one on or before `j`. */
export function reculerOuvres(j: Jour, n: number): Jour {
  let k = ouvrePrecedent(j);
  for (let i = 0; i < n; i++) k = ouvrePrecedent(k - 1);
  return k;
}

function dernierDimanche(annee: number, mois: number): Jour {
  const fin = Date.UTC(annee, mois, 0) / MS_PAR_JOUR;
  return fin - jourDeSemaine(fin);
}

const textes = new Map<Jour, { date: string; decalage: string }>();

function texteEtDecalage(j: Jour): { date: string; decalage: string } {
  let t = textes.get(j);
  if (!t) {
    const date = texteDuJour(j);
    const annee = Number(date.slice(0, 4));
    const ete = j >= dernierDimanche(annee, 3) && j < dernierDimanche(annee, 10);
    t = { date, decalage: ete ? '+02:00' : '+01:00' };
    textes.set(j, t);
  }
  return t;
}

const deux = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** Instant in Europe/Paris with its offset. `secondes` counts from midnight and lies after 03:00, where the day has one offset only (directive 2000/84/EC). */
export function instant(j: Jour, secondes: number): string {
  const { date, decalage } = texteEtDecalage(j);
  return `${date}T${deux(Math.floor(secondes / 3600))}:${deux(Math.floor(secondes / 60) % 60)}:${deux(secondes % 60)}${decalage}`;
}
