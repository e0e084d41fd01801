import type { Axe } from './axes';

interface Commun {
  readonly dossier: string;
  /** Code of the kind of case (`ald`); another kind gives no fact yet. */
  readonly typeDossier: string;
  readonly nature: string;
  readonly canal: string;
  /** Unit in charge on the day of the act. */
  readonly unite: number;
  readonly caisse: string;
  readonly departement: string;
  readonly recuLe: string;
}

/** Public events of a dossier that carry figures; days are local to the département. */
export type EvenementCompte =
  | (Commun & { readonly type: 'DemandeRecue' })
  | (Commun & { readonly type: 'AvisRendu'; readonly renduLe: string; readonly delaiJours: number; readonly sens: string; readonly regime: string | null; readonly versionAvis: number })
  | (Commun & { readonly type: 'DossierAnnule' });

export const TYPES_COMPTES: readonly EvenementCompte['type'][] = ['DemandeRecue', 'AvisRendu', 'DossierAnnule'];

/** What happened once to a dossier, as counters see it. `jour` null = withdrawn: it counts nowhere. */
export interface Fait {
  readonly dossier: string;
  readonly indicateur: 'ald';
  readonly fait: 'recue' | 'traitee';
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
export const NOMS_FAITS: readonly Fait['fait'][] = ['recue', 'traitee'];

/** Codes longer than a key may hold (24 characters). */
const ABREGES: Readonly<Record<string, string>> = { defavorable_administratif: 'defavorable_admin' };
const abrege = (code: string): string => ABREGES[code] ?? code;

const base = (e: EvenementCompte) => ({ dossier: e.dossier, indicateur: 'ald', unite: e.unite, departement: e.departement, caisse: e.caisse }) as const;

/** Facts of one public event. Figures follow the day of the act (reception, avis), never the day of recording. */
export function faitsDe(e: EvenementCompte): Fait[] {
  if (e.typeDossier !== 'ald') return [];
  const { nature, canal } = e;
  switch (e.type) {
    case 'DemandeRecue':
      return [{ ...base(e), fait: 'recue', version: 1, axe: { nature, canal }, jour: e.recuLe, valeur: null }];
    case 'AvisRendu': {
      const axe = { nature, canal, sens: abrege(e.sens), ...(e.regime ? { regime: e.regime } : {}) };
      return [{ ...base(e), fait: 'traitee', version: e.versionAvis, axe, jour: e.renduLe, valeur: e.delaiJours }];
    }
    case 'DossierAnnule':
      return NOMS_FAITS.map((fait) => ({ ...base(e), fait, version: VERSION_RETRAIT, axe: {}, jour: null, valeur: null }));
  }
}

export const cleFait = (f: Pick<Fait, 'dossier' | 'indicateur' | 'fait'>): string => `${f.dossier}|${f.indicateur}|${f.fait}`;

/** The last state of each fact met in these events, in the order of their keys. */
export function replierFaits(evenements: Iterable<EvenementCompte>): Fait[] {
  const derniers = new Map<string, Fait>();
  for (const e of evenements) {
    for (const f of faitsDe(e)) {
      const cle = cleFait(f);
      const connu = derniers.get(cle);
      if (!connu || connu.version < f.version) derniers.set(cle, f);
    }
  }
  return [...derniers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, f]) => f);
}
