import type { Confiance, Jour, LigneDelai, UniteDelai } from '@sm/kernel';

/** What the end of a delay means when nothing was done; never the same from one procedure to the next. */
export type EffetSilence =
  | 'acceptation'
  | 'avis-favorable'
  | 'reconnaissance'
  | 'rejet'
  | 'renonciation'
  | 'irregularite'
  | 'droit-perdu'
  | 'etape-close'
  | 'definitif'
  | 'prescription'
  | 'approbation'
  | 'avis-repute-rendu'
  | 'sanction'
  | 'reduction'
  | 'non-indemnise'
  | 'majoration'
  | 'fin-de-mesure'
  | 'reexamen'
  | 'sans-effet';

/** Owner of the clock: for any other than `sm`, expiry is a presumption until the owner's message. */
export type ProprietaireDelai =
  | 'sm'
  | 'caisse'
  | 'assure'
  | 'employeur'
  | 'parties'
  | 'ps'
  | 'mis-en-cause'
  | 'medecin-du-travail'
  | 'commission'
  | 'comite'
  | 'plaignant'
  | 'uncam'
  | 'etablissement'
  | 'structure';

/** A suspension that a text allows: reason, and longest length when the text gives one. */
export interface PauseAdmise {
  readonly motif: string;
  readonly maximum: { readonly valeur: number; readonly unite: UniteDelai } | null;
}

/** A dated delay with its stable code `procedure/etape`. `intitule` is French, for screens and tables. `horsChomes`: Sundays and public holidays do not count (hours). */
export interface DelaiLegal<C extends string = string> extends LigneDelai {
  readonly code: C;
  readonly intitule: string;
  readonly effet: EffetSilence;
  readonly proprietaire: ProprietaireDelai;
  readonly pauses: readonly PauseAdmise[];
  readonly horsChomes: boolean;
}

type Reste = Partial<Pick<DelaiLegal, 'aRebours' | 'du' | 'au' | 'pauses' | 'horsChomes'>>;
type Duree = readonly [valeur: number | null, unite: UniteDelai];
type Fondement = readonly [source: string, confiance: Confiance];

/** Builds one row; the part of the code before `/` is the case type, the rest the step. */
export function delaiLegal<const C extends string>(
  code: C,
  intitule: string,
  [valeur, unite]: Duree,
  depart: string,
  [effet, proprietaire]: readonly [EffetSilence, ProprietaireDelai],
  [source, confiance]: Fondement,
  reste: Reste = {},
): DelaiLegal<C> {
  const [typeDossier = '', etape = ''] = code.split('/');
  return { code, typeDossier, etape, intitule, valeur, unite, depart, aRebours: false, effet, proprietaire, pauses: [], horsChomes: false, du: null, au: null, source, confiance, ...reste };
}

/** Whole text of a validity period, in French. */
export const periode = ({ du, au }: { readonly du: Jour | null; readonly au: Jour | null }): string => {
  if (du === null && au === null) return 'sans limite connue';
  if (du === null) return `jusqu’au ${au}`;
  return au === null ? `depuis le ${du}` : `du ${du} au ${au}`;
};
