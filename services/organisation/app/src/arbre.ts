import type { Lien, TypeUnite, Unite } from '@sm/kernel';
import { grouper } from './grouper';
import { fusionner, type Periode } from './periodes';

export type Confiance = 'sure' | 'probable' | 'incertaine';

export interface Fonde extends Periode {
  readonly confiance: Confiance;
  readonly source: string;
}
export interface NomDate extends Fonde { readonly nom: string }
export interface CodeDate extends Fonde { readonly code: string }
export interface LienDate extends Fonde, Pick<Lien, 'nature' | 'cible'> {}

/** A unit of the kernel's tree, with what this service alone keeps: its dated codes and the ground of each fact. `code` never changes and no code ever names two units. */
export interface UniteDatee extends Unite {
  readonly noms: readonly NomDate[];
  readonly codes: readonly CodeDate[];
  readonly liens: readonly LienDate[];
}

/** A local unit under its region, for a period. */
export interface LigneRattachement extends Fonde {
  readonly uniteId: number;
  readonly code: string;
  readonly nom: string;
  readonly regionId: number;
  readonly departement: string;
  readonly caisse: string;
}
/** Any other unit: national, regional, specialised, mixed, task force. */
export interface LigneUnite extends Fonde {
  readonly uniteId: number;
  readonly codeStable: string;
  /** Its code on the map of the period. */
  readonly code: string;
  readonly type: TypeUnite;
  readonly nom: string;
  readonly parentId: number | null;
  readonly caisse: string | null;
}
export interface LigneSuccession extends Fonde {
  readonly uniteId: number;
  readonly nature: 'fusionnee_dans' | 'scindee_de';
  readonly cible: number;
}
export interface LignesOrganisation {
  readonly rattachements: readonly LigneRattachement[];
  readonly unites: readonly LigneUnite[];
  readonly successions: readonly LigneSuccession[];
}

interface Fait extends Fonde {
  readonly uniteId: number;
  readonly nature: Lien['nature'] | 'nom' | 'code';
  readonly valeur: number | string;
}

const fonde = ({ du, au, confiance, source }: Fonde): Fonde => ({ du, au, confiance, source });

function faitsDe({ rattachements, unites, successions }: LignesOrganisation): Fait[] {
  const locales = rattachements.flatMap((l): Fait[] => {
    const commun = { uniteId: l.uniteId, ...fonde(l) };
    return [
      { ...commun, nature: 'code', valeur: l.code },
      { ...commun, nature: 'nom', valeur: l.nom },
      { ...commun, nature: 'parent', valeur: l.regionId },
      { ...commun, nature: 'caisse', valeur: l.caisse },
      { ...commun, nature: 'territoire', valeur: l.departement },
    ];
  });
  const autres = unites.flatMap((l): Fait[] => {
    const commun = { uniteId: l.uniteId, ...fonde(l) };
    return [
      { ...commun, nature: 'code', valeur: l.code },
      { ...commun, nature: 'nom', valeur: l.nom },
      ...(l.parentId === null ? [] : [{ ...commun, nature: 'parent' as const, valeur: l.parentId }]),
      ...(l.caisse === null ? [] : [{ ...commun, nature: 'caisse' as const, valeur: l.caisse }]),
    ];
  });
  return [...locales, ...autres, ...successions.map((l) => ({ uniteId: l.uniteId, nature: l.nature, valeur: l.cible, ...fonde(l) }))];
}

const joindreSources = (a: Fait, b: Fait): Fait =>
  a.source.split(' | ').includes(b.source) ? a : { ...a, source: `${a.source} | ${b.source}` };

function regrouper(faits: readonly Fait[]): Fait[] {
  const memes = grouper(faits, (f) => `${f.nature}|${f.valeur}|${f.confiance}`);
  return [...memes.values()]
    .flatMap((groupe) => fusionner(groupe, joindreSources))
    .sort((a, b) => (a.du ?? '').localeCompare(b.du ?? ''));
}

function uniteDe(id: number, type: TypeUnite, code: string, faits: readonly Fait[]): UniteDatee {
  const propres = regrouper(faits);
  const codes = propres.filter((f) => f.nature === 'code').map((f) => ({ code: String(f.valeur), ...fonde(f) }));
  const noms = propres.filter((f) => f.nature === 'nom').map((f) => ({ nom: String(f.valeur), ...fonde(f) }));
  const liens = propres.flatMap((f) =>
    f.nature === 'code' || f.nature === 'nom' ? [] : [{ nature: f.nature, cible: f.valeur, ...fonde(f) }]);
  return { id, code, type, noms, codes, liens };
}

/**
 * Builds the dated tree of units from the lines of reference. Same perimeter = same unit: a change of name, code or parent is a
 * dated fact of one unit; a unit absorbed by another ends and points to it (`fusionnee_dans`); a unit cut out of another points back (`scindee_de`).
 */
export function arbreDepuisLignes(lignes: LignesOrganisation): UniteDatee[] {
  const parUnite = grouper(faitsDe(lignes), (f) => f.uniteId);
  const entetes = new Map<number, [TypeUnite, string]>();
  for (const l of lignes.unites) entetes.set(l.uniteId, [l.type, l.codeStable]);
  for (const l of lignes.rattachements) if (!entetes.has(l.uniteId)) entetes.set(l.uniteId, ['locale', l.code]);
  return [...entetes].sort(([a], [b]) => a - b).map(([id, [type, code]]) => uniteDe(id, type, code, parUnite.get(id) ?? []));
}
