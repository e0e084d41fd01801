import type { Etat, Identite } from './assures';
import type { Jour } from './calendrier';
import type { Hasard } from './hasard';

/** Somebody of an age to work; `libreLe`: first day on which another leave may begin. */
export interface Salarie extends Pick<Identite, 'nir' | 'medecin' | 'age'> {
  libreLe: Jour;
}

const AGE_MIN = 19;
const AGE_MAX = 63;
/** Ceilings of the memory: those who also asked for an ALD, then all. */
const CAPACITE_ALD = 16_000;
const CAPACITE = 34_000;
/** Share of the draws that make a new person (invented): most leaves go to somebody already known. */
const NEUVES = 0.27;
const ESSAIS = 8;

const salarieDe = ({ nir, medecin, age }: Identite): Salarie => ({ nir, medecin, age, libreLe: 0 });

/** The persons of the sample who work: a bounded draw of those who asked for an ALD, and others made when needed. */
export class Population {
  private readonly connus: Salarie[] = [];
  private vus = 0;

  constructor(private readonly h: Hasard) {}

  /** Keeps each of those seen with the same chance, whatever their number (reservoir). */
  retenir(p: Identite): void {
    if (p.age < AGE_MIN || p.age > AGE_MAX) return;
    this.vus++;
    if (this.connus.length < CAPACITE_ALD) return void this.connus.push(salarieDe(p));
    const place = this.h.entier(0, this.vus - 1);
    if (place < CAPACITE_ALD) this.connus[place] = salarieDe(p);
  }

  /** Somebody with no leave under way on that day, known already or new. */
  tirer(debut: Jour, etat: Etat): Salarie {
    if (!this.h.vrai(NEUVES)) {
      for (let essai = 0; essai < ESSAIS && this.connus.length > 0; essai++) {
        const p = this.h.parmi(this.connus);
        if (p.libreLe <= debut) return p;
      }
    }
    const neuve = salarieDe(etat.travailleur());
    if (this.connus.length < CAPACITE) this.connus.push(neuve);
    return neuve;
  }
}
