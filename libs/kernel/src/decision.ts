/** How a refusal is to be understood by its caller; the shell maps it to an HTTP status (404, 403, 422, 409). */
export type CategorieRefus = 'introuvable' | 'interdit' | 'invalide' | 'conflit';

/** A refused command, as data. `code` is stable (kebab-case) and belongs to a closed union of its service; `details` never holds medical content. */
export interface Refus<C extends string = string> {
  readonly code: C;
  readonly categorie: CategorieRefus;
  /** Article that founds the refusal, e.g. `L.315-2 CSS`. */
  readonly article?: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a decider answers: events, or a refusal, never both. */
export type Decision<E, C extends string = string> =
  | { readonly accepte: true; readonly evenements: readonly E[] }
  | { readonly accepte: false; readonly refus: Refus<C> };

export const accepter = <E>(...evenements: E[]): { accepte: true; evenements: readonly E[] } => ({ accepte: true, evenements });

export const refuser = <C extends string>(
  categorie: CategorieRefus,
  code: C,
  reste: { article?: string; details?: Refus['details'] } = {},
): { accepte: false; refus: Refus<C> } => ({ accepte: false, refus: { code, categorie, ...reste } });
