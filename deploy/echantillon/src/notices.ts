import { instant, jourDeSemaine, texteDuJour, ouvre, type Jour } from './calendrier';
import { EnCours, VEILLE, ouvrir, prolonger, type Episode, type Periode } from './episodes';
import type { Hasard } from './hasard';
import type { Salarie } from './population';
import { JOURS, mois, repartir } from './repartition';

/** One line of `avis-arrets-2016.ndjson`: an electronic notice, nothing medical. */
export interface Notice {
  readonly source: string;
  readonly numero: string;
  readonly unite: string;
  readonly caisse: string;
  readonly nir: string;
  readonly prescripteur: string;
  readonly risque: string;
  readonly nature: 'initiale' | 'prolongation';
  readonly canal: 'electronique';
  readonly debut: string;
  readonly fin: string;
  readonly prescrit_le: string;
  readonly envoye_le: string;
  readonly recu_le: string;
  readonly teleconsultation: false;
  readonly traitant: boolean;
  readonly motif_present: boolean;
  readonly depassement_motive: boolean;
}

const SEMAINE = [0.03, 1.5, 1.16, 0.92, 0.98, 1.06, 0.3];
const SAISON = [1.22, 1.2, 1.14, 1, 0.94, 0.98, 0.8, 0.62, 1, 1.04, 1.06, 1];
const PROLONGATIONS = 0.43;
/** Days in one year, to scale the weeks before it. */
const AN = 366;

const poids = (j: Jour, h: Hasard): number => (SAISON[mois(j)] ?? 1) * (SEMAINE[jourDeSemaine(j)] ?? 0) * (ouvre(j) || jourDeSemaine(j) % 6 === 0 ? 1 : 0.08) * (0.9 + 0.2 * h.part());

/** How many notices come on each day of 2016: the sum is exact. */
export const planNotices = (total: number, h: Hasard): number[] => repartir(total, JOURS.map((j) => poids(j, h)));

/** The notices of the year, day by day, and the leaves that they make. */
export class Notices {
  readonly enCours: EnCours;
  private numero = 0;

  constructor(private readonly h: Hasard, private readonly tirer: (debut: Jour) => Salarie) {
    this.enCours = new EnCours(h);
  }

  /** Lives the weeks before the year, without a line: `total` is that of the year. */
  veille(total: number): void {
    for (let j = VEILLE; j < (JOURS[0] ?? 0); j++) {
      for (let n = Math.round((total / AN) * poids(j, this.h)); n > 0; n--) this.suivante(j);
      this.enCours.oublier(j);
    }
  }

  /** The notices received on a day. */
  *duJour(j: Jour, nombre: number): Generator<Notice> {
    const secondes = Array.from({ length: nombre }, () => this.h.entier(8 * 3600, 20 * 3600)).sort((a, b) => a - b);
    for (const s of secondes) yield this.ecrire(...this.suivante(j), j, s);
    this.enCours.oublier(j);
  }

  private suivante(j: Jour): [Episode, Periode] {
    const suivi = this.h.vrai(PROLONGATIONS) ? this.enCours.finissant(j) : null;
    const e = suivi ?? ouvrir(this.tirer(j), j, this.h);
    const periode = suivi ? prolonger(suivi, this.h) : e;
    this.enCours.ajouter(e);
    return [e, periode];
  }

  private ecrire(e: Episode, { du, au }: Periode, j: Jour, s: number): Notice {
    const prescrit = this.h.vrai(0.94) ? j : j - this.h.pondere([1, 2, 3, 6], [50, 25, 15, 10]);
    const long = au - du > 60;
    return {
      source: 'AAT-931', numero: `AAT-2016-${String(++this.numero).padStart(6, '0')}`, unite: 'ELSM-931', caisse: '931', nir: e.salarie.nir, prescripteur: e.prescripteur, risque: e.risque,
      nature: du === e.du ? 'initiale' : 'prolongation', canal: 'electronique', debut: texteDuJour(Math.min(du, j)), fin: texteDuJour(au), prescrit_le: texteDuJour(Math.min(prescrit, j)),
      envoye_le: texteDuJour(j), recu_le: instant(j, s), teleconsultation: false, traitant: e.prescripteur === e.salarie.medecin, motif_present: this.h.vrai(0.985), depassement_motive: long,
    };
  }
}
