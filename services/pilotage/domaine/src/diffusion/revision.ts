import { rangerLignes, type LigneEdition } from './edition';
import type { Famille } from './familles';
import type { Exigences } from './parametres';
import { estMontree, valeursDe, type Systeme } from './systeme';
import { clePlace, type Grille, type Place } from './treillis';

/** What former editions have made public, and what it forbids to the next one. */
export interface Passe {
  readonly revision: boolean;
  /** Hidden once, hidden for good: shown later, a figure that hardly moved would tell what it was. */
  readonly heritees: readonly number[];
  /** Printed and unchanged: hiding it now would hide nothing. */
  readonly publiques: ReadonlySet<number>;
  /** Printed, and changed by a small number, which is a small number too. */
  readonly sensibles: readonly number[];
  derniere(this: void, place: Place, noeud: string): number | null;
  repeter(this: void): LigneEdition[];
}

type Editions = readonly ReadonlyMap<string, LigneEdition>[];

/** Figures printed for a cell by each edition; undefined when the row did not exist. */
const imprimees = (editions: Editions, cle: string, noeud: string): (number | null | undefined)[] => editions.map((e) => e.get(cle)?.valeurs[noeud]);

/** Compares, cell by cell, what is about to be printed with all that was. */
export function historique(famille: Famille, grille: Grille, s: Systeme, anterieures: readonly (readonly LigneEdition[])[], { minimum }: Exigences): Passe {
  const editions: Editions = anterieures.map((lignes) => rangerLignes(lignes.filter((l) => l.famille === famille.code)));
  const [heritees, publiques, sensibles] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const [n, valeurs] = [famille.noeuds.length, valeursDe(s)];
  const cleDe = (place: Place): string => `${famille.code}|${clePlace(place)}`;
  for (const place of editions.length ? grille.places : []) {
    famille.noeuds.forEach((noeud, i) => {
      const cellule = place.zone * n + i;
      if (!estMontree(s, cellule)) return;
      const passees = imprimees(editions, cleDe(place), noeud.code);
      const ecarts = passees.flatMap((p) => (typeof p === 'number' ? [Math.abs(valeurs[cellule]! - p)] : []));
      if (passees.at(-1) === null) heritees.add(cellule);
      else if (ecarts.some((e) => e > 0 && e < minimum)) sensibles.add(cellule);
      else if (ecarts.at(-1) === 0) publiques.add(cellule);
    });
  }
  for (const c of [...heritees, ...sensibles]) publiques.delete(c);
  const derniere = editions.at(-1);
  return {
    revision: editions.length > 0, heritees: [...heritees], publiques, sensibles: [...sensibles],
    derniere: (place, noeud) => derniere?.get(cleDe(place))?.valeurs[noeud] ?? null,
    repeter: () => (anterieures.at(-1) ?? []).filter((l) => l.famille === famille.code).map((l) => ({ ...l, tenues: Object.keys(l.valeurs).filter((code) => l.valeurs[code] !== null) })),
  };
}
