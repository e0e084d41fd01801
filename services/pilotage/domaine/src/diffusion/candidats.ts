import { lieuDe, type Index, type Systeme } from './systeme';
import type { Direction } from './direction';

/** What the search knows when it looks for directions. */
export interface Terrain {
  readonly s: Systeme;
  readonly index: Index;
  readonly masquees: Uint8Array;
  /** Zone made of that atom alone, and of the atoms of its anchor. */
  readonly zoneDe: readonly number[];
  readonly zoneAncre: readonly number[];
  /** Neighbours already looked up. */
  readonly voisins: Readonly<Record<'lignes' | 'colonnes', number[][][]>>;
  /** Sum of each leaf over every atom. */
  readonly poidsFeuilles: readonly number[];
}

export interface Cible {
  readonly zone: number;
  readonly noeud: number;
  readonly quantite: number;
  readonly dedans: ReadonlySet<number>;
}

type Part = readonly [atome: number, quantite: number];
type Bascule = Pick<Direction, 'plus' | 'moins'>;

const BASES = 4;
const FEUILLES = 3;

const quantite = ({ s }: Terrain, atome: number, k: number): number => s.quantites[lieuDe(s, atome, k) * s.classeDe.length + k] ?? 0;
const disponible = (t: Terrain, atome: number, feuilles: readonly number[]): number => feuilles.reduce((m, k) => Math.min(m, quantite(t, atome, k)), Infinity);
/** Nothing is added where there is nothing: everyone may know that a unit did not exist. */
const existe = (t: Terrain, atome: number): boolean => quantite(t, atome, 0) > 0;
const existeDansLAnnee = (t: Terrain, atome: number): boolean => t.s.classeDe.some((_, k) => quantite(t, atome, k) > 0);
const estAnnuel = (t: Terrain, noeud: number): boolean => (t.s.noeuds[noeud]?.feuilles ?? []).some((k) => !t.s.fines[t.s.classeDe[k]!]);

/** Atoms of the zone from which to raise it: those already hidden, then the fullest. */
export function basesDe(t: Terrain, { zone, noeud }: Cible): number[] {
  const tous = t.s.zones[zone]?.atomes ?? [];
  const atomes = estAnnuel(t, noeud) ? [...new Set(tous.map((a) => t.s.ancres[a]!))] : tous;
  if (atomes.length <= BASES) return [...atomes];
  const n = t.s.noeuds.length;
  const [k = 0] = t.s.noeuds[noeud]?.feuilles ?? [];
  const notes = atomes.map((a) => ({ a, cachee: (t.index.zonesDe[a] ?? []).filter((z) => t.masquees[z * n + noeud]).length, total: quantite(t, a, k) }));
  const caches = [...notes].sort((x, y) => y.cachee - x.cachee || y.total - x.total).slice(0, BASES / 2);
  const pleins = [...notes].sort((x, y) => y.total - x.total).slice(0, BASES / 2);
  return [...new Set([...caches, ...pleins].map((x) => x.a))];
}

/** Exchanges between two leaves of a classification, then the move of whole cases. */
export function basculesDe(t: Terrain, { zone, noeud, quantite: q }: Cible, base: number): Bascule[] {
  const { classeDe, noeuds } = t.s;
  const feuilles = noeuds[noeud]?.feuilles ?? [];
  const classe = classeDe[feuilles[0] ?? 0];
  const n = noeuds.length;
  const parPoids = (ks: readonly number[]): number[] => [...ks].sort((a, b) => (t.poidsFeuilles[b] ?? 0) - (t.poidsFeuilles[a] ?? 0));
  const cachee = (k: number): number => (t.index.noeudsDe[k] ?? []).some((i) => noeuds[i]?.feuilles.length === 1 && t.masquees[zone * n + i]) ? 1 : 0;
  const [k1 = 0] = parPoids(feuilles);
  const autres = parPoids(classeDe.flatMap((c, k) => (c === classe && !feuilles.includes(k) && quantite(t, base, k) >= q ? [k] : [])));
  const choisies = [...new Set([...autres.filter(cachee).slice(0, FEUILLES), ...autres.slice(0, 2)])];
  const profil = [...new Set(classeDe)].map((c) => (c === classe ? k1 : parPoids(classeDe.flatMap((x, k) => (x === c ? [k] : [])))[0] ?? 0));
  return [...choisies.map((k) => ({ plus: [k1], moins: [k] })), { plus: profil, moins: [] }];
}

/** Takes `voulu` from these atoms: those already hidden first, then the smallest that suffices alone, then the fullest. Null when they have not enough. */
function prelever(t: Terrain, atomes: readonly number[], plus: readonly number[], noeud: number, voulu: number): Part[] | null {
  const n = t.s.noeuds.length;
  const zones = estAnnuel(t, noeud) ? t.zoneAncre : t.zoneDe;
  const notes = atomes.flatMap((a) => {
    const libre = disponible(t, a, plus);
    return libre > 0 ? [{ a, libre, rang: t.masquees[zones[a]! * n + noeud] ? 0 : libre >= voulu ? 1 : 2 }] : [];
  });
  notes.sort((x, y) => x.rang - y.rang || (x.rang === 1 ? x.libre - y.libre : y.libre - x.libre));
  const pris: Part[] = [];
  let reste = voulu;
  for (const { a, libre } of notes) {
    if (reste === 0) break;
    const q = Math.min(libre, reste);
    pris.push([a, q]);
    reste -= q;
  }
  return reste === 0 ? pris : null;
}

/** Places of the same row or column as the atom in each zone that holds it: where a move can be made up for without changing that zone. */
function voisinages(t: Terrain, base: number, axe: 'lignes' | 'colonnes', dedans: ReadonlySet<number>): readonly (readonly number[])[] {
  const listes = t.voisins[axe][base] ?? (t.voisins[axe][base] = relever(t, base, axe));
  if (dedans.size < 2) return listes;
  return listes.map((l) => l.filter((a) => !dedans.has(a))).filter((l) => l.length);
}

function relever(t: Terrain, base: number, axe: 'lignes' | 'colonnes'): number[][] {
  const { colonnes, zones } = t.s;
  const [ligne, colonne] = [Math.floor(base / colonnes), base % colonnes];
  const meme = (a: number): boolean => (axe === 'lignes' ? a % colonnes === colonne : Math.floor(a / colonnes) === ligne);
  const listes = new Map<number, number[]>();
  for (const z of t.index.zonesDe[base] ?? []) {
    const liste = (zones[z]?.atomes ?? []).filter((a) => a !== base && meme(a) && existeDansLAnnee(t, a));
    if (liste.length) listes.set(liste.length, liste);
  }
  return [...listes].sort(([a], [b]) => a - b).map(([, l]) => l);
}

/** What makes up for both at once: north-west corner, whole quantities. */
function coins(t: Terrain, base: number, unites: readonly Part[], periodes: readonly Part[]): Part[] {
  const { colonnes } = t.s;
  const parts: Part[] = [];
  const [u, p] = [unites.map(([, q]) => q), periodes.map(([, q]) => q)];
  for (let i = 0, j = 0; i < u.length && j < p.length;) {
    const q = Math.min(u[i]!, p[j]!);
    const ecart = Math.floor(unites[i]![0] / colonnes) - Math.floor(base / colonnes);
    parts.push([periodes[j]![0] + ecart * colonnes, q]);
    u[i]! -= q;
    p[j]! -= q;
    if (u[i] === 0) i++;
    if (p[j] === 0) j++;
  }
  return parts;
}

/** Directions that raise the target from this atom: made up for among units, among periods, both, or not at all. */
export function* directionsDe(t: Terrain, cible: Cible, base: number): Generator<Direction> {
  const { quantite: q, noeud, dedans } = cible;
  const [espaces, temps] = [voisinages(t, base, 'lignes', dedans), voisinages(t, base, 'colonnes', dedans)];
  for (const bascule of basculesDe(t, cible, base)) {
    const compenser = (listes: readonly (readonly number[])[]): Part[][] => listes.map((l) => prelever(t, l, bascule.plus, noeud, q)).filter((p) => p !== null);
    const fine = [...bascule.plus, ...bascule.moins].some((k) => t.s.fines[t.s.classeDe[k]!]);
    const [parUnite, parPeriode] = [[...compenser(espaces), []], [...(fine ? compenser(temps) : []), []]];
    const retirer = (parts: readonly Part[]): Part[] => parts.map(([a, x]) => [a, -x]);
    for (const u of parUnite) {
      for (const p of parPeriode) {
        const angles = u.length && p.length ? coins(t, base, u, p) : [];
        if (angles.every(([a]) => (fine ? existe : existeDansLAnnee)(t, a))) yield { ...bascule, parts: [[base, q], ...retirer(u), ...retirer(p), ...angles] };
      }
    }
  }
}
