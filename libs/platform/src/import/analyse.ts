import { parse } from 'csv-parse/sync';
import { texte, type Enregistrement } from './enregistrements';
import type { ErreurLigne } from './import';

export type Analysee = { readonly ligne: number; readonly fin: number; readonly octets: Buffer } & ({ readonly brut: Record<string, unknown> } | { readonly erreurs: readonly ErreurLigne[] } | { readonly vide: true });

const lireCsv = (t: string): string[][] => parse(t, { delimiter: ';', record_delimiter: '\n', relax_column_count: true, skip_empty_lines: false, bom: true });

const ECHAPPEMENT_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** PostgreSQL keeps no NUL: said here, it is an error of its line and not of whoever receives the value. */
const contientNul = (octets: Buffer): boolean => octets.includes(0) || (octets.includes('\\u0000') && ECHAPPEMENT_NUL.test(octets.toString('latin1')));

function ligneCsv(t: string): string[] | undefined {
  try {
    const lignes = lireCsv(t);
    return lignes.length === 1 ? lignes[0] : undefined;
  } catch {
    return undefined;
  }
}

export const enTete = (e: Enregistrement): string[] => (ligneCsv(texte(e.octets)) ?? []).map((c) => c.trim().toLowerCase());

/** Parses CSV records with their header; a malformed record is an error of its own line only. */
export function analyserCsv(enregistrements: readonly Enregistrement[], colonnes: readonly string[]): Analysee[] {
  const lot = enregistrements.map((e) => ({ ...e, erreur: e.erreur ?? (e.octets.includes(0) ? 'caractere-interdit' : undefined) }));
  const textes = lot.map((e) => (e.erreur ? '' : texte(e.octets)));
  const utiles = lot.flatMap((e, i) => (!e.erreur && textes[i]!.trim() !== '' ? [i] : []));
  let valeurs: (string[] | undefined)[];
  try {
    valeurs = lireCsv(utiles.map((i) => textes[i]).join('\n'));
    if (valeurs.length !== utiles.length) throw new Error('decoupage');
  } catch {
    valeurs = utiles.map((i) => ligneCsv(textes[i]!));
  }
  const parIndice = new Map(utiles.map((i, n) => [i, valeurs[n]]));
  return lot.map((e, i): Analysee => {
    const base = { ligne: e.ligne, fin: e.fin, octets: e.octets };
    if (e.erreur) return { ...base, erreurs: [{ champ: '*', code: e.erreur }] };
    if (!parIndice.has(i)) return { ...base, vide: true };
    const champs = parIndice.get(i);
    if (!champs) return { ...base, erreurs: [{ champ: '*', code: 'csv-invalide' }] };
    if (champs.length !== colonnes.length) return { ...base, erreurs: [{ champ: '*', code: 'nombre-de-colonnes' }] };
    const brut: Record<string, unknown> = Object.create(null);
    colonnes.forEach((c, n) => (brut[c] = champs[n]!.trim()));
    return { ...base, brut };
  });
}

/** Parses NDJSON records; anything that is not a JSON object is an error of its own line only. */
export function analyserNdjson(lot: readonly Enregistrement[]): Analysee[] {
  return lot.map((e): Analysee => {
    const base = { ligne: e.ligne, fin: e.fin, octets: e.octets };
    if (e.erreur) return { ...base, erreurs: [{ champ: '*', code: e.erreur }] };
    if (!e.octets.length) return { ...base, vide: true };
    if (contientNul(e.octets)) return { ...base, erreurs: [{ champ: '*', code: 'caractere-interdit' }] };
    try {
      const brut: unknown = JSON.parse(texte(e.octets));
      if (brut !== null && typeof brut === 'object' && !Array.isArray(brut)) return { ...base, brut: brut as Record<string, unknown> };
      return { ...base, erreurs: [{ champ: '*', code: 'objet-attendu' }] };
    } catch {
      return { ...base, erreurs: [{ champ: '*', code: 'json-invalide' }] };
    }
  });
}
