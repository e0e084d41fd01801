import { enVigueur } from '@sm/kernel';
import type { LienDate, UniteDatee } from './arbre';

/** What makes a tree unusable on a day. */
export interface Anomalie {
  readonly code: 'orpheline' | 'plusieurs-parents' | 'parent-absent' | 'cycle' | 'plusieurs-noms' | 'cible-inconnue';
  readonly uniteId: number;
}

const parents = (unite: UniteDatee, jour: string): LienDate[] => unite.liens.filter((l) => l.nature === 'parent' && enVigueur(l, jour));

function enBoucle(depart: UniteDatee, presentes: ReadonlyMap<number, UniteDatee>, jour: string): boolean {
  const vues = new Set<number>();
  let courante: UniteDatee | undefined = depart;
  while (courante !== undefined && !vues.has(courante.id)) {
    vues.add(courante.id);
    courante = presentes.get(Number(parents(courante, jour)[0]?.cible));
  }
  return courante !== undefined;
}

function anomaliesDe(unite: UniteDatee, presentes: ReadonlyMap<number, UniteDatee>, connues: ReadonlySet<number>, jour: string): Anomalie['code'][] {
  const liens = parents(unite, jour);
  const inconnue = unite.liens.some((l) => (l.nature === 'fusionnee_dans' || l.nature === 'scindee_de') && !connues.has(Number(l.cible)));
  return [
    ...(liens.length === 0 && unite.type !== 'nationale' ? ['orpheline' as const] : []),
    ...(liens.length > 1 ? ['plusieurs-parents' as const] : []),
    ...(liens.some((l) => !presentes.has(Number(l.cible))) ? ['parent-absent' as const] : []),
    ...(unite.noms.filter((n) => enVigueur(n, jour)).length > 1 ? ['plusieurs-noms' as const] : []),
    ...(enBoucle(unite, presentes, jour) ? ['cycle' as const] : []),
    ...(inconnue ? ['cible-inconnue' as const] : []),
  ];
}

/** Defects of the tree on a local day: an empty list means every unit in force hangs, by one parent, from the national one. */
export function anomalies(arbre: readonly UniteDatee[], jour: string): Anomalie[] {
  const connues = new Set(arbre.map((u) => u.id));
  const presentes = new Map(arbre.filter((u) => u.noms.some((n) => enVigueur(n, jour))).map((u) => [u.id, u]));
  return [...presentes.values()].flatMap((u) => anomaliesDe(u, presentes, connues, jour).map((code) => ({ code, uniteId: u.id })));
}
