import { enVigueur, type Jour } from './temps';

export type TypeUnite = 'nationale' | 'regionale' | 'locale' | 'specialisee' | 'mixte' | 'task_force';

/** A dated link. `cible`: unit id for `parent`, `fusionnee_dans`, `scindee_de`; 3-digit fund code for `caisse`; département for `territoire`. Both dates inclusive, null = open. */
export interface Lien {
  readonly nature: 'parent' | 'caisse' | 'territoire' | 'fusionnee_dans' | 'scindee_de';
  readonly cible: number | string;
  readonly du: Jour | null;
  readonly au: Jour | null;
}

/** A unit keeps one id for life; its names and links are dated. */
export interface Unite {
  readonly id: number;
  readonly code: string;
  readonly type: TypeUnite;
  readonly noms: readonly { readonly nom: string; readonly du: Jour | null; readonly au: Jour | null }[];
  readonly liens: readonly Lien[];
  /** Its codes on the map of each period; absent where only the stable one is known. */
  readonly codes?: readonly { readonly code: string; readonly du: Jour | null; readonly au: Jour | null }[];
}

/** Every unit of every period; order is free. A value: never changed in place. */
export type Arbre = readonly Unite[];

/** Successive units of a walk that follows mergers, and of one that also climbs to parents; each unit's walk is made once. */
interface Chemins {
  readonly fusions: Map<number, ReadonlySet<number>>;
  readonly montees: Map<number, ReadonlySet<number>>;
}
interface Index {
  readonly parId: ReadonlyMap<number, Unite>;
  readonly jours: Map<Jour, Chemins>;
}

const JOURS_EN_MEMOIRE = 2000;
const INDEX = new WeakMap<Arbre, Index>();

/** A tree is a value: it is indexed once, by its identity, and must not change in place. */
function indexDe(arbre: Arbre): Index {
  let index = INDEX.get(arbre);
  if (!index) INDEX.set(arbre, (index = { parId: new Map([...arbre].reverse().map((u) => [u.id, u])), jours: new Map() }));
  return index;
}

function cheminsDu({ jours }: Index, jour: Jour): Chemins {
  let chemins = jours.get(jour);
  if (!chemins) {
    if (jours.size >= JOURS_EN_MEMOIRE) jours.clear();
    jours.set(jour, (chemins = { fusions: new Map(), montees: new Map() }));
  }
  return chemins;
}

/** The unit of that id, whatever the day. */
export const uniteDeId = (arbre: Arbre, id: number): Unite | undefined => indexDe(arbre).parId.get(id);

/** The unit that bears or bore this code, stable or of the map of a period: no code ever names two units. */
export const uniteDeCode = <U extends Unite>(arbre: readonly U[], code: string): U | undefined =>
  arbre.find((u) => u.code === code) ?? arbre.find((u) => u.codes?.some((c) => c.code === code));

/** Whether a unit may be named so on some day of a period (both days inclusive, `au` null = open): by its stable code always, by another while the map bore it. */
export const nommeeAinsi = (u: Unite, code: string, du: Jour, au: Jour | null = du): boolean =>
  u.code === code || (u.codes ?? []).some((c) => c.code === code && (c.au === null || c.au >= du) && (c.du === null || au === null || c.du <= au));

function cibleDu(u: Unite, nature: Lien['nature'], jour: Jour): number | null {
  const lien = u.liens.find((l) => l.nature === nature && enVigueur(l, jour));
  return lien && typeof lien.cible === 'number' ? lien.cible : null;
}

/** Ids met by following `pas` from a unit, itself included; a loop in the data ends the walk. */
function chemin({ parId }: Index, depart: number, pas: (u: Unite) => number | null): ReadonlySet<number> {
  const vus = new Set<number>();
  let courant: number | null = depart;
  while (courant !== null && !vus.has(courant)) {
    vus.add(courant);
    const u = parId.get(courant);
    courant = u ? pas(u) : null;
  }
  return vus;
}

function connu(dans: Map<number, ReadonlySet<number>>, index: Index, id: number, pas: (u: Unite) => number | null): ReadonlySet<number> {
  let vus = dans.get(id);
  if (!vus) {
    vus = chemin(index, id, pas);
    if (index.parId.has(id)) dans.set(id, vus);
  }
  return vus;
}

function fusions(arbre: Arbre, id: number, jour: Jour): ReadonlySet<number> {
  const index = indexDe(arbre);
  return connu(cheminsDu(index, jour).fusions, index, id, (u) => cibleDu(u, 'fusionnee_dans', jour));
}

function montee(arbre: Arbre, id: number, jour: Jour): ReadonlySet<number> {
  const index = indexDe(arbre);
  return connu(cheminsDu(index, jour).montees, index, id, (u) => cibleDu(u, 'fusionnee_dans', jour) ?? cibleDu(u, 'parent', jour));
}

const active = (u: Unite, jour: Jour): boolean => u.noms.some((n) => enVigueur(n, jour)) && cibleDu(u, 'fusionnee_dans', jour) === null;

/** Units that exist on that day: they bear a name and are not merged into another. Empty on an impossible day. */
export const unitesEnVigueur = (arbre: Arbre, jour: Jour, type?: TypeUnite): Unite[] =>
  arbre.filter((u) => (type === undefined || u.type === type) && active(u, jour));

/** The unit itself, or the one into which it is merged by that day, followed to the end. */
export const successeur = (arbre: Arbre, uniteId: number, jour: Jour): number => [...fusions(arbre, uniteId, jour)].at(-1) ?? uniteId;

/** Parent of that day (a merged parent is replaced by its successor); null for a root, a merged unit or an unknown one. */
export function parent(arbre: Arbre, uniteId: number, jour: Jour): number | null {
  const u = uniteDeId(arbre, uniteId);
  if (!u || cibleDu(u, 'fusionnee_dans', jour) !== null) return null;
  const cible = cibleDu(u, 'parent', jour);
  return cible === null ? null : successeur(arbre, cible, jour);
}

/** Whether `uniteId` is `detentrice` or was merged into it by that day. */
export const estAbsorbee = (arbre: Arbre, uniteId: number, detentrice: number, jour: Jour): boolean => fusions(arbre, uniteId, jour).has(detentrice);

/** Whether `uniteId` lies on that day in the perimeter of `tete`: itself, the units under it, and all those merged into them. */
export const estDansLePerimetre = (arbre: Arbre, uniteId: number, tete: number, jour: Jour): boolean => montee(arbre, uniteId, jour).has(tete);

const triees = (ids: Iterable<number>): number[] => [...new Set(ids)].sort((a, b) => a - b);

/** Units merged into this one by that day, transitively, itself included (even when unknown), in order of id. */
export const absorbees = (arbre: Arbre, uniteId: number, jour: Jour): number[] =>
  triees([uniteId, ...arbre.filter((u) => estAbsorbee(arbre, u.id, uniteId, jour)).map((u) => u.id)]);

/** Units in existence under this one on that day, at every depth, itself excluded, in order of id. */
export const descendants = (arbre: Arbre, uniteId: number, jour: Jour): number[] =>
  triees(arbre.filter((u) => u.id !== uniteId && active(u, jour) && estDansLePerimetre(arbre, u.id, uniteId, jour)).map((u) => u.id));

/** The whole perimeter of a unit on that day: itself, its descendants and all units absorbed by them, in order of id. */
export const perimetre = (arbre: Arbre, uniteId: number, jour: Jour): number[] =>
  triees([uniteId, ...arbre.filter((u) => estDansLePerimetre(arbre, u.id, uniteId, jour)).map((u) => u.id)]);
