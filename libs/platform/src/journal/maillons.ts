import { hash } from 'node:crypto';
import { empreinteHex, type LigneChiffree } from './empreinte';

/** What was found wrong with a chain; none of these says anything of a content. */
export type GenreRupture =
  /** The row is not the one its digest was taken from. */
  | 'contenu-modifie'
  /** The link does not follow from the one before: a digest made again, or a row taken out and the next ones renumbered. */
  | 'maillon-rompu'
  /** The index points at a row of the journal that is not there. */
  | 'ligne-absente'
  /** A rank is missing. */
  | 'maillon-absent'
  | 'ordre-change'
  | 'ligne-inseree'
  /** The chain ends before its register, or before what was verified. */
  | 'queue-tronquee'
  /** The end of the chain is not the one in the register, or not the one that was verified. */
  | 'queue-remplacee'
  /** The index no longer gives the row its place in the log: topic, partition or number. */
  | 'numero-change'
  /** A row of the journal that should have been numbered, and was not. */
  | 'ligne-hors-chaine'
  /** The chain is coherent, and not what a signed root says of it. */
  | 'racine-contredite'
  /** A root that none of our keys signed. */
  | 'racine-invalide';

export interface Rupture {
  readonly unite: number;
  /** First rank at fault; 0 for a row that has none. */
  readonly rang: number;
  readonly genre: GenreRupture;
  /** When the place is only known between two roots: the last rank where the fault may begin. */
  readonly jusqua?: number;
}

/** Where a chain stands: rank and link, in hexadecimal. */
export interface Bout {
  readonly rang: number;
  readonly h: string;
}

export const ORIGINE: Bout = { rang: 0, h: '00'.repeat(32) };

/** One rank of a chain as read: its link, and the row it points at with the digest written beside it (`evenement` null when the row is gone). */
export interface Maillon extends Omit<LigneChiffree, 'evenement'> {
  readonly dans: number;
  readonly rang: number;
  readonly h: string;
  readonly evenement: string | null;
  /** Milliseconds since 1970; a fraction means that someone wrote what the platform cannot. */
  readonly survenu: number;
  readonly enregistre: number;
  readonly empreinte: string;
  /** The index and the row name the same topic and partition, and a public row has a number. */
  readonly accorde: boolean;
}

const deux = Buffer.alloc(64);

function lier(precedent: string, empreinte: string): string {
  deux.write(precedent, 0, 'hex');
  deux.write(empreinte, 32, 'hex');
  return hash('sha256', deux, 'hex');
}

const presente = (m: Maillon): m is Maillon & LigneChiffree => m.evenement !== null;

/** Digest of the row as it is now; empty when no row of the platform could be it. */
const recalculer = (m: LigneChiffree): string => (Number.isInteger(m.survenu) && Number.isInteger(m.enregistre) ? empreinteHex(m) : '');

/** Names a link that does not follow, by looking whether the row that should stand there is among its neighbours. */
function qualifier(precedent: string, fautif: Maillon, voisins: readonly Maillon[]): GenreRupture {
  for (const v of voisins) {
    if (v === fautif || v.evenement === null) continue;
    const h = lier(precedent, v.empreinte);
    if (h === fautif.h) return 'ordre-change';
    if (h === v.h) return lier(h, fautif.empreinte) === fautif.h ? 'ordre-change' : 'ligne-inseree';
  }
  return 'maillon-rompu';
}

function juger(depart: Bout, m: Maillon, voisins: readonly Maillon[]): GenreRupture | null {
  if (m.rang !== depart.rang + 1) return 'maillon-absent';
  if (!presente(m)) return 'ligne-absente';
  if (recalculer(m) !== m.empreinte) return 'contenu-modifie';
  if (lier(depart.h, m.empreinte) !== m.h) return qualifier(depart.h, m, voisins);
  return m.accorde ? null : 'numero-change';
}

/** Follows one unit's chain from where it stands through the ranks given, in order, up to `fin`. Stops at the first break. */
export function suivre(unite: number, depart: Bout, maillons: readonly Maillon[], fin: number): { bout: Bout; rupture: Rupture | null } {
  let bout = depart;
  for (const m of maillons) {
    const genre = juger(bout, m, maillons);
    if (genre) return { bout, rupture: { unite, rang: bout.rang + 1, genre } };
    bout = { rang: m.rang, h: m.h };
  }
  return { bout, rupture: bout.rang < fin ? { unite, rang: bout.rang + 1, genre: 'maillon-absent' } : null };
}
