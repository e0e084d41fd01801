import { IsOptional, IsString, MaxLength } from 'class-validator';
import { encoderCurseur } from './curseur';
import { EntierDeRequete } from './validation';

/** One page of a list; `suivant` is the cursor of the next one, null on the last. */
export interface Page<T> {
  readonly elements: readonly T[];
  readonly suivant: string | null;
}

/** Query of a paged list; extend it with the filters of the list. */
export class PageDemandee {
  /** How many elements, 1 to 200. */
  @EntierDeRequete(1, 200)
  readonly limite: number = 50;

  @IsOptional() @IsString() @MaxLength(1024)
  readonly curseur?: string;
}

/** Builds a page from `limite + 1` rows read in order: the extra row only tells that there is a next page. */
export function pageDe<T>(lignes: readonly T[], limite: number, curseurDe: (derniere: T) => Record<string, string | number>): Page<T> {
  const elements = lignes.slice(0, limite);
  const derniere = elements.at(-1);
  const suivant = lignes.length > limite && derniere !== undefined ? encoderCurseur(curseurDe(derniere)) : null;
  return { elements, suivant };
}
