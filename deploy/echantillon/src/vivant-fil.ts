import { ajouterOuvres, instant, ouvreSuivant, type Jour } from './calendrier';
import type { Moment } from './deroulement';
import type { Hasard } from './hasard';

const H = 3600;
const M = 60;
/** An electronic request received after that hour is opened the next day. */
const DERNIERE_OUVERTURE = 13 * H;

/** The moment of a reception on a given day: paper in the morning, electronic at any hour, early enough to be worked on when `travaillee`. */
export const receptionLe = (j: Jour, electronique: boolean, travaillee: boolean, h: Hasard): Moment =>
  ({ j, s: electronique && !travaillee ? h.entier(7 * H + 30 * M, 21 * H) : h.entier(8 * H + 5 * M, 11 * H + 30 * M) });

/** Moments of the acts of one history, one after the other: open days, office hours, never after the last day allowed. */
export class Fil {
  private dernier: Moment | null = null;

  /** @param limite last open day on which an act may fall; the reception lies on it or before */
  constructor(readonly recu: Moment, private readonly limite: Jour, private readonly h: Hasard) {}

  /** Day of the last act, or the first day on which one may fall. */
  get jour(): Jour {
    return this.dernier?.j ?? ouvreSuivant(this.recu.s > DERNIERE_OUVERTURE ? this.recu.j + 1 : this.recu.j);
  }

  /** The next act, `min` to `max` open days after the last one. */
  apres(min: number, max: number): string {
    return this.le(ajouterOuvres(this.jour, this.h.entier(min, max)));
  }

  /** The next act, on day `voulu` or as near as the order and the last day allowed let it be. */
  le(voulu: Jour): string {
    const j = Math.max(this.jour, Math.min(ouvreSuivant(voulu), this.limite));
    if (j > this.limite) throw new Error('un acte tomberait après la veille du départ');
    const memeJour = this.dernier?.j === j;
    const s = memeJour ? (this.dernier?.s ?? 0) + this.h.entier(M, 8 * M) : this.h.entier(Math.max(8 * H + 20 * M, j === this.recu.j ? this.recu.s + 10 * M : 0), 16 * H + 15 * M);
    this.dernier = { j, s };
    return instant(j, s);
  }
}
