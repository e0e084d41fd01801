import type { EtatChaine, Segment } from './chaines';
import type { Bout, Rupture } from './maillons';

/** One verification under way. */
export interface Parcours {
  readonly suivies: readonly EtatChaine[];
  readonly tetes: ReadonlyMap<number, Bout>;
  readonly bouts: Map<number, Bout>;
  readonly trouvees: Map<number, Rupture>;
  /** Breaks that the whole of a chain shows, by unit: a row read may show one of a lower rank. */
  readonly ensembles: Map<number, Rupture>;
  /** Breaks found and not written down yet. */
  readonly neuves: Rupture[];
}

/** Starts from where each chain stands; `suivies`: those whose rows are to be read. */
export function ouvrir(etats: readonly EtatChaine[]): Parcours {
  const ensembles = new Map(etats.flatMap((e) => jugerEnsemble(e) ?? []).map((r) => [r.unite, r]));
  const suivies = etats.filter((e) => e.tete);
  return { suivies, ensembles, tetes: new Map(suivies.map((e) => [e.unite, e.tete!])), bouts: new Map(suivies.map((e) => [e.unite, e.verifie])), trouvees: new Map(), neuves: [] };
}

/** What the whole of a chain shows before a row is read: a register, an end or a verified rank that are not what they were. */
function jugerEnsemble({ unite, tete, dernier, verifie, temoin }: EtatChaine): Rupture | null {
  const rompre = (genre: Rupture['genre'], rang: number): Rupture => ({ unite, rang, genre });
  if (!tete) return rompre('queue-tronquee', 1);
  if (dernier < Math.max(verifie.rang, tete.rang)) return rompre('queue-tronquee', dernier + 1);
  if (tete.rang < verifie.rang) return rompre('queue-tronquee', tete.rang + 1);
  if (dernier > tete.rang) return rompre('ligne-inseree', tete.rang + 1);
  if (verifie.rang > 0 && temoin === null) return rompre('maillon-absent', verifie.rang);
  if (verifie.rang > 0 && temoin !== verifie.h) return rompre('queue-remplacee', verifie.rang);
  return tete.rang === verifie.rang && tete.h !== verifie.h ? rompre('queue-remplacee', tete.rang) : null;
}

/** Fills batches of `taille` rows with the ranks between what is verified and the end, unit after unit. */
export function* decouper(etats: readonly EtatChaine[], taille: number): Generator<Segment[]> {
  let lot: Segment[] = [];
  let place = taille;
  for (const { unite, verifie, tete, dernier } of etats) {
    const fin = Math.min(tete!.rang, dernier);
    for (let depuis = verifie.rang; depuis < fin; ) {
      const jusqua = Math.min(fin, depuis + place);
      lot.push({ unite, depuis, jusqua });
      place -= jusqua - depuis;
      depuis = jusqua;
      if (place > 0) continue;
      yield lot;
      lot = [];
      place = taille;
    }
  }
  if (lot.length) yield lot;
}
