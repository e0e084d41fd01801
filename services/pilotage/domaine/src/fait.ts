import type { Axe } from './axes';

interface Commun {
  readonly dossier: string;
  /** Code of the kind of case (`ald`, `arret`, `atmp`); another kind gives no fact yet. */
  readonly typeDossier: string;
  readonly nature: string;
  readonly canal: string;
  /** Unit in charge on the day of the act. */
  readonly unite: number;
  readonly caisse: string;
  readonly departement: string;
  readonly recuLe: string;
}

/** An avis, with what its procedure says of it; a code that the procedure does not know is null. */
export type AvisCompte = Commun & {
  readonly type: 'AvisRendu';
  readonly renduLe: string;
  readonly delaiJours: number;
  readonly sens: string;
  readonly regime: string | null;
  readonly versionAvis: number;
  readonly risque: string | null;
  readonly mode: string | null;
  readonly objet: string | null;
  readonly conclusion: string | null;
};

/** Public events of a dossier that carry figures; days are local to the département. For a notice, `dossier` is its own id. */
export type EvenementCompte =
  | (Commun & { readonly type: 'DemandeRecue' })
  | AvisCompte
  | (Commun & { readonly type: 'AvisArretRecu'; readonly risque: string })
  | (Commun & { readonly type: 'DossierAnnule' });

export const TYPES_COMPTES: readonly EvenementCompte['type'][] = ['DemandeRecue', 'AvisRendu', 'AvisArretRecu', 'DossierAnnule'];

/** What happened once to a dossier, as counters see it. `jour` null = withdrawn: it counts nowhere. */
export interface Fait {
  readonly dossier: string;
  readonly indicateur: 'ald' | 'arret' | 'atmp';
  readonly fait: 'recue' | 'traitee' | 'avis_arret' | 'notice_arret' | 'avis_atmp' | 'avis_mp';
  /** The greatest holds, whatever the order of arrival. */
  readonly version: number;
  readonly unite: number;
  readonly departement: string;
  readonly caisse: string;
  readonly axe: Axe;
  readonly jour: string | null;
  /** Calendar days from the complete request to the avis; null when the fact has no measure. */
  readonly valeur: number | null;
}

/** A cancelled dossier never comes back: later than any version. */
export const VERSION_RETRAIT = 2_147_483_647;

type Base = Pick<Fait, 'dossier' | 'indicateur' | 'unite' | 'departement' | 'caisse'>;

/** What every fact of an event repeats. */
export const base = (e: EvenementCompte, indicateur: Fait['indicateur']): Base =>
  ({ dossier: e.dossier, indicateur, unite: e.unite, departement: e.departement, caisse: e.caisse });

/** Withdraws the facts of these names. */
export const retraits = (e: EvenementCompte, indicateur: Fait['indicateur'], noms: readonly Fait['fait'][]): Fait[] =>
  noms.map((fait) => ({ ...base(e, indicateur), fait, version: VERSION_RETRAIT, axe: {}, jour: null, valeur: null }));
