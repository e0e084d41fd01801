/** What a NIR says of its holder. `annee` has two digits, `mois` may be a fictitious one (20, 30-42, 50-99: incomplete birth data). */
export interface AnalyseNir {
  readonly sexe: 'M' | 'F';
  readonly annee: number;
  readonly mois: number;
  /** `01` to `96`, `2A`, `2B`, `97x`, `98x`, or `99` (born abroad). */
  readonly departement: string;
  /** Commune within the département (2 digits overseas), or country when born abroad. */
  readonly commune: string;
  readonly ordre: string;
  /** 1, 2 = `nir`; 7, 8 = `nia` (provisional number); 3, 4 = `attente` (foreign person being registered). */
  readonly genre: 'nir' | 'nia' | 'attente';
  readonly cleJuste: boolean;
}

const LONGUEUR_MAX = 64;
const MOIS = '(?:0[1-9]|1[0-2]|20|3\\d|4[0-2]|[5-9]\\d)';
const METROPOLE = '(?:0[1-9]|[1-8]\\d|9[0-6]|2[AB])\\d{3}';
const CORPS = new RegExp(`^[123478]\\d{2}${MOIS}(?:${METROPOLE}|9[789]\\d{3})(?!000)\\d{3}$`);
const CORSE: Readonly<Record<string, string>> = { '2A': '19', '2B': '18' };

/** NIR in 15 characters, upper case, without spaces; null when the shape is wrong. The key is not checked (imported history keeps a wrong key, flagged). */
export function normaliserNir(s: string): string | null {
  if (typeof s !== 'string' || s.length > LONGUEUR_MAX) return null;
  const net = s.replace(/\s/g, '').toUpperCase();
  return /^\d{2}$/.test(net.slice(13)) && CORPS.test(net.slice(0, 13)) ? net : null;
}

/** Two-digit key of a 13-character body, `97 - (N mod 97)` with 2A counted 19 and 2B counted 18; empty text when the body has not the shape of a NIR. */
export function cleNir(corps13: string): string {
  if (typeof corps13 !== 'string' || !CORPS.test(corps13)) return '';
  const departement = corps13.slice(5, 7);
  const n = Number(corps13.slice(0, 5) + (CORSE[departement] ?? departement) + corps13.slice(7));
  return String(97 - (n % 97)).padStart(2, '0');
}

/** Whether the text is a NIR or provisional number of right shape and right key, spaces and case ignored. */
export function nirValide(s: string): boolean {
  const net = normaliserNir(s);
  return net !== null && cleNir(net.slice(0, 13)) === net.slice(13);
}

function lieu(net: string): readonly [departement: string, commune: string] {
  const coupe = net.startsWith('97', 5) || net.startsWith('98', 5) ? 8 : 7;
  return [net.slice(5, coupe), net.slice(coupe, 10)];
}

/** Reads a NIR of right shape, whatever its key (`cleJuste` tells); null otherwise. */
export function analyserNir(s: string): AnalyseNir | null {
  const net = normaliserNir(s);
  if (net === null) return null;
  const premier = Number(net[0]);
  const [departement, commune] = lieu(net);
  return {
    sexe: premier % 2 === 1 ? 'M' : 'F',
    annee: Number(net.slice(1, 3)),
    mois: Number(net.slice(3, 5)),
    departement,
    commune,
    ordre: net.slice(10, 13),
    genre: premier <= 2 ? 'nir' : premier <= 4 ? 'attente' : 'nia',
    cleJuste: cleNir(net.slice(0, 13)) === net.slice(13),
  };
}
