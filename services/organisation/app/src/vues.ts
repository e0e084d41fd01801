import { enVigueur, parent, successeur, unitesEnVigueur, type Jour, type TypeUnite } from '@sm/kernel';
import type { LienDate, UniteDatee } from './arbre';

/** A unit as it stands on a day. */
export interface VueUnite {
  readonly id: number;
  readonly code: string;
  /** Its code on the map of that day. */
  readonly codeDuJour: string | null;
  readonly nom: string | null;
  readonly type: TypeUnite;
  readonly enVigueur: boolean;
  readonly parent: number | null;
  /** The unit that carries on its work that day: itself, or the one it was merged into. */
  readonly successeur: number;
  readonly caisses: readonly string[];
  readonly territoires: readonly string[];
}

export interface BrancheUnite extends VueUnite {
  readonly enfants: readonly BrancheUnite[];
}

const cibles = (unite: UniteDatee, nature: LienDate['nature'], jour: Jour): string[] =>
  unite.liens.filter((l) => l.nature === nature && enVigueur(l, jour)).map((l) => String(l.cible));

export const vueUnite = (arbre: readonly UniteDatee[], unite: UniteDatee, jour: Jour): VueUnite => ({
  id: unite.id,
  code: unite.code,
  codeDuJour: unite.codes.find((c) => enVigueur(c, jour))?.code ?? null,
  nom: unite.noms.find((n) => enVigueur(n, jour))?.nom ?? null,
  type: unite.type,
  enVigueur: unite.noms.some((n) => enVigueur(n, jour)),
  parent: parent(arbre, unite.id, jour),
  successeur: successeur(arbre, unite.id, jour),
  caisses: cibles(unite, 'caisse', jour),
  territoires: cibles(unite, 'territoire', jour),
});

/** Units in force on a day, by id. */
export const vuesDuJour = (arbre: readonly UniteDatee[], jour: Jour, type?: TypeUnite): VueUnite[] => {
  const ids = new Set(unitesEnVigueur(arbre, jour, type).map((u) => u.id));
  return arbre.filter((u) => ids.has(u.id)).map((u) => vueUnite(arbre, u, jour));
};

/** The tree of a day, from the units that have no parent. */
export function branches(arbre: readonly UniteDatee[], jour: Jour): BrancheUnite[] {
  const vues = vuesDuJour(arbre, jour);
  const sous = (id: number | null): BrancheUnite[] => vues.filter((v) => v.parent === id).map((v) => ({ ...v, enfants: sous(v.id) }));
  return sous(null);
}
