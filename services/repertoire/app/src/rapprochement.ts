import type { ErreurLigne } from '@sm/platform';
import type { LigneAssure } from './assure';
import { genreNir, memesTraits, premierPrenom, type Identite } from './identite';

/** Who the lookup keys of a line already designate in its unit. */
export interface Connus {
  readonly parNumero: string | null;
  /** The line of this numero is word for word the one taken in before. */
  readonly identique: boolean;
  readonly parNir: string | null;
  readonly parBeneficiaire: string | null;
}

export type Issue =
  | { readonly genre: 'inchangee' | 'creer' }
  | { readonly genre: 'modifier'; readonly personne: string; readonly attacher: boolean }
  | { readonly genre: 'attacher'; readonly personne: string }
  | { readonly genre: 'erreur'; readonly erreur: ErreurLigne };

const erreur = (champ: string, code: string): Issue => ({ genre: 'erreur', erreur: { champ, code } });

/** A known numero whose number and traits have both changed designates somebody else: never overwrite a person by another. */
const autrePersonne = (l: LigneAssure, f: Identite): boolean => l.nir !== null && f.nir !== null && genreNir(l.nir) === 'nir' && l.nir !== f.nir && !memesTraits(l.identite, f);

function parNumero(l: LigneAssure, c: Connus, personne: string, fiche: Identite): Issue {
  if (c.parNir !== null && c.parNir !== personne) return erreur('nir', 'nir-autre-personne');
  if (l.nir === null && c.parBeneficiaire !== null && c.parBeneficiaire !== personne) return erreur('ouvreur_nir', 'beneficiaire-autre-personne');
  return autrePersonne(l, fiche) ? erreur('numero', 'numero-autre-personne') : { genre: 'modifier', personne, attacher: false };
}

function parBeneficiaire(l: LigneAssure, personne: string, fiche: Identite): Issue {
  const meme = memesTraits(l.identite, fiche) && premierPrenom(l.identite.prenoms) === premierPrenom(fiche.prenoms);
  if (l.nir === null) return meme ? { genre: 'attacher', personne } : erreur('ouvreur_nir', 'beneficiaire-deja-connu');
  return meme && fiche.nir === null && fiche.nia === null ? { genre: 'modifier', personne, attacher: true } : { genre: 'creer' };
}

/** Whether opening sealed identities is needed before deciding. */
export const aOuvrir = (c: Connus): string[] => (c.identique ? [] : [...new Set([c.parNumero, c.parNir, c.parBeneficiaire].filter((p): p is string => p !== null))]);

/** What becomes of a line: same numero = same person; same NIR = same person if born the same day and of the same sex. */
export function rapprocher(l: LigneAssure, c: Connus, fiche: (personne: string) => Identite): Issue {
  if (c.parNumero !== null) return c.identique ? { genre: 'inchangee' } : parNumero(l, c, c.parNumero, fiche(c.parNumero));
  if (c.parNir !== null) return memesTraits(l.identite, fiche(c.parNir)) ? { genre: 'attacher', personne: c.parNir } : erreur('nir', 'nir-deja-connu');
  return c.parBeneficiaire !== null ? parBeneficiaire(l, c.parBeneficiaire, fiche(c.parBeneficiaire)) : { genre: 'creer' };
}

/** The identity after a line: a final NIR is never lost to an empty field, and the provisional number stays known. */
export function identiteApres(l: LigneAssure, avant: Identite | null): Identite {
  const genre = l.nir === null ? null : genreNir(l.nir);
  return { ...l.identite, nir: genre === 'nir' ? l.nir : avant?.nir ?? null, nia: genre === 'nia' ? l.nir : avant?.nia ?? null };
}

/** Splits lines into rounds within which no two share a key; the order of lines that do is kept. */
export function enTours<L>(lignes: readonly L[], cles: (l: L) => readonly string[]): L[][] {
  const dernier = new Map<string, number>();
  const tours: L[][] = [];
  for (const l of lignes) {
    const siennes = cles(l);
    const tour = Math.max(-1, ...siennes.map((k) => dernier.get(k) ?? -1)) + 1;
    for (const k of siennes) dernier.set(k, tour);
    (tours[tour] ??= []).push(l);
  }
  return tours;
}
