import { ancresDe } from '../src/diffusion/treillis';
import type { Equation, Lecture } from './attaquant';
import { celluleDe, estMontree, valeursDe, type Noeud, type Systeme, type Zone } from '../src/diffusion/systeme';

export type Hasard = (n: number) => number;

/** Whole numbers under n, the same for the same seed. */
export function hasardDe(graine: number): Hasard {
  let etat = graine >>> 0;
  return (n) => {
    etat = (etat + 0x6d2b79f5) >>> 0;
    let t = Math.imul(etat ^ (etat >>> 15), etat | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const suite = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The total, then one or two classifications in two or three leaves, the last of which is sometimes not shown; some are kept by the year. */
function noeudsAuHasard(h: Hasard): { classeDe: number[]; fines: boolean[]; noeuds: Noeud[] } {
  const classeDe = [0, ...suite(1 + h(2)).flatMap((c) => suite(2 + h(2)).map(() => c + 1))];
  const fines = [true, h(2) > 0, h(2) > 0];
  const noeuds = classeDe.map((c, k): Noeud => ({ code: `f${k}`, feuilles: [k], montre: classeDe[k + 1] === c || h(4) > 0, fin: Boolean(fines[c]) && h(3) > 0 }));
  const unis = classeDe.flatMap((c, k) => (c === 1 ? [k] : [])).slice(0, 2);
  return { classeDe, fines, noeuds: [...noeuds, { code: 'union', feuilles: unis, montre: h(5) > 0, fin: Boolean(fines[1]) && h(3) > 0 }] };
}

/** Zones of every map: a unit may change region during the year, each fixed map says otherwise, and a change within a month cuts it in two stretches that nobody prints. */
function zonesAuHasard(h: Hasard, lignes: number, colonnes: number): Zone[] {
  const regions = 1 + h(3);
  const fixe = suite(lignes).map(() => h(regions));
  const epoque = (u: number, p: number): number => (u === 0 && p < colonnes / 2 ? (fixe[u]! + 1) % regions : fixe[u]!);
  const cartes: ((u: number, p: number) => number)[] = [epoque, (u) => fixe[u]!, ...(h(2) ? [(u: number) => (u === 1 ? 0 : fixe[u]!)] : [])];
  const deux = colonnes > 2 && h(2) > 0;
  const coupe = deux && h(2) > 0;
  const periodes = [suite(colonnes), ...(deux ? [[0, 1]] : []), ...suite(colonnes).filter((p) => !coupe || p > 1).map((p) => [p])];
  const groupes = (p: readonly number[]): number[][] => [
    ...suite(lignes).map((u) => p.map((x) => u * colonnes + x)),
    ...cartes.flatMap((carte) => suite(regions).map((r) => suite(lignes).flatMap((u) => p.filter((x) => carte(u, x) === r).map((x) => u * colonnes + x)))),
    suite(lignes).flatMap((u) => p.map((x) => u * colonnes + x)),
  ];
  const fines = colonnes > 1 && h(2) > 0;
  const vues = new Map<string, Zone>();
  for (const atomes of periodes.flatMap(groupes)) if (atomes.length) vues.set(atomes.join(), { atomes, montree: true, fine: fines && new Set(atomes.map((a) => a % colonnes)).size === 1 });
  for (const a of suite(lignes * colonnes)) if (!vues.has(String(a))) vues.set(String(a), { atomes: [a], montree: false, fine: true });
  return [...vues.values()];
}

/** A small lattice with empty, small and great numbers; the classifications of an atom have one total. */
export function systemeAuHasard(h: Hasard): Systeme {
  const [lignes, colonnes] = [2 + h(4), 1 + h(4)];
  const { classeDe, fines, noeuds } = noeudsAuHasard(h);
  const zones = zonesAuHasard(h, lignes, colonnes);
  const ancres = ancresDe(lignes, colonnes, zones);
  const quantites = new Float64Array(lignes * colonnes * classeDe.length);
  const ordre = [4, 30, 200][h(3)]!;
  for (const a of suite(lignes * colonnes)) {
    const total = h(6) ? h(ordre) : 0;
    for (const c of new Set(classeDe)) {
      const feuilles = classeDe.flatMap((x, k) => (x === c ? [k] : []));
      for (let i = 0; i < total; i++) quantites[(fines[c] ? a : ancres[a]!) * classeDe.length + feuilles[Math.min(h(feuilles.length + 2), feuilles.length - 1)]!]! += 1;
    }
  }
  for (const a of new Set(ancres)) {
    const atomes = ancres.flatMap((x, i) => (x === a ? [i] : []));
    if (!zones.some((z) => !z.fine && z.atomes.join() === atomes.join())) zones.push({ atomes, montree: false, fine: false });
  }
  return { atomes: lignes * colonnes, classeDe, fines, ancres, noeuds, zones, quantites, lignes, colonnes };
}

/** What is kept by the year has one unknown by anchor. */
export const inconnuesDe = (s: Systeme, zone: number, noeud: number): number[] =>
  s.zones[zone]!.atomes.flatMap((a) => s.noeuds[noeud]!.feuilles.flatMap((k) => (s.fines[s.classeDe[k]!] || s.ancres[a] === a ? [a * s.classeDe.length + k] : [])));

/** What the printed edition tells: every figure shown and not hidden, and that the classifications of an atom have one total. */
export function lectureDe(s: Systeme, masquees: Uint8Array): Lecture {
  const valeurs = valeursDe(s);
  const equations: Equation[] = [];
  s.zones.forEach((_, z) => s.noeuds.forEach((__, n) => {
    const c = celluleDe(s, z, n);
    if (estMontree(s, c) && !masquees[c]) equations.push({ termes: inconnuesDe(s, z, n).map((i) => [i, 1] as const), valeur: valeurs[c]! });
  }));
  const f = s.classeDe.length;
  for (const classe of new Set(s.classeDe.filter((c) => c !== 0))) {
    const feuilles = s.classeDe.flatMap((c, k) => (c === classe ? [k] : []));
    const lieux = s.fines[classe] ? suite(s.atomes) : [...new Set(s.ancres)];
    for (const lieu of lieux) {
      const atomes = s.fines[classe] ? [lieu] : suite(s.atomes).filter((a) => s.ancres[a] === lieu);
      equations.push({ termes: [...atomes.map((a) => [a * f, 1] as const), ...feuilles.map((k) => [lieu * f + k, -1] as const)], valeur: 0 });
    }
  }
  return { inconnues: s.quantites.length, equations };
}
