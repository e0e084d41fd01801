import { ajouterJours, enVigueur, type Arbre, type Jour, type TypeUnite, type Unite } from '@sm/kernel';
import { uniteDeNiveau } from './epoque';

/** A day on which a unit was absorbed by another (`dans`), or born of another (`de`). */
interface Passage {
  readonly jour: Jour;
  readonly genre: 'fusion' | 'scission';
  readonly unite: number;
  readonly autre: number;
}

const GENRES = { fusionnee_dans: 'fusion', scindee_de: 'scission' } as const;

function passagesDe(arbre: Arbre): Passage[] {
  return arbre.flatMap((u) => u.liens.flatMap((l): Passage[] => {
    if ((l.nature !== 'fusionnee_dans' && l.nature !== 'scindee_de') || l.du === null || typeof l.cible !== 'number') return [];
    return [{ jour: l.du, genre: GENRES[l.nature], unite: u.id, autre: l.cible }];
  }));
}

const vit = (u: Unite | undefined, jour: Jour): boolean => u !== undefined && u.noms.some((n) => enVigueur(n, jour)) && !u.liens.some((l) => l.nature === 'fusionnee_dans' && enVigueur(l, jour));

/** Reads the counters of some days under the map of others. Made once a tree: it follows its mergers and splits in order. */
export class Cartographe {
  private readonly parJour: readonly (readonly [Jour, readonly Passage[]])[];
  private readonly parId: ReadonlyMap<number, Unite>;
  private readonly places = new Map<string, readonly number[]>();

  constructor(private readonly arbre: Arbre) {
    this.parJour = [...Map.groupBy(passagesDe(arbre), (p) => p.jour)].sort(([a], [b]) => (a < b ? -1 : 1));
    this.parId = new Map(arbre.map((u) => [u.id, u]));
  }

  /**
   * Units that, on the day `vers`, stand for what `uniteId` counted on the day `de`. One: itself, or the unit that absorbed it, or the only one it came from.
   * Several: after a split, or before a merger, its counters cannot be divided between them (*non ventilable*). In order of id.
   */
  representantes(uniteId: number, de: Jour, vers: Jour): readonly number[] {
    const cle = `${uniteId}|${de}|${vers}`;
    let connues = this.places.get(cle);
    if (!connues) this.places.set(cle, (connues = [...(vers < de ? this.remonter(uniteId, de, vers) : this.descendre(uniteId, de, vers))].sort((a, b) => a - b)));
    return connues;
  }

  /** Units of a level that the counters of a unit go to; several when they cannot be told apart there; none where the map has no such unit. */
  auNiveau(uniteId: number, de: Jour, vers: Jour, niveau: TypeUnite): readonly number[] {
    const cle = `${uniteId}|${de}|${vers}|${niveau}`;
    let connues = this.places.get(cle);
    if (!connues) {
      const places = this.representantes(uniteId, de, vers).map((id) => uniteDeNiveau(this.arbre, id, vers, niveau));
      this.places.set(cle, (connues = [...new Set(places)].filter((id) => id !== null).sort((a, b) => a - b)));
    }
    return connues;
  }

  private descendre(uniteId: number, de: Jour, vers: Jour): Set<number> {
    const vues = new Set([uniteId]);
    for (const [jour, duJour] of this.parJour) {
      if (jour > vers) break;
      // A chain of mergers on one day is followed to its end. Mergers before the counters are followed too: late entries; a split is only for counters made before it.
      const fusions = duJour.filter((p) => p.genre === 'fusion');
      for (let reste = fusions.length; reste > 0; reste -= 1) for (const p of fusions) if (vues.delete(p.unite)) vues.add(p.autre);
      const scindees = jour > de ? duJour.filter((p) => p.genre === 'scission' && vues.has(p.autre)) : [];
      for (const p of scindees) vues.add(p.unite);
      for (const p of scindees) if (!vit(this.parId.get(p.autre), jour)) vues.delete(p.autre);
    }
    return vues;
  }

  private remonter(uniteId: number, de: Jour, vers: Jour): Set<number> {
    const vues = this.descendre(uniteId, vers, vers);
    for (const [jour, duJour] of this.parJour.toReversed()) {
      if (jour <= vers || jour > de) continue;
      const absorbees = duJour.filter((p) => p.genre === 'fusion' && vues.has(p.autre));
      for (const p of duJour) if (p.genre === 'scission' && vues.delete(p.unite)) vues.add(p.autre);
      for (const p of absorbees) vues.add(p.unite);
      for (const p of absorbees) if (!vit(this.parId.get(p.autre), ajouterJours(jour, -1))) vues.delete(p.autre);
    }
    return vues;
  }
}
