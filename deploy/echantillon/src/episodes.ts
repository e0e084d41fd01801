import { RISQUES, type Risque } from './attendus';
import { jour, type Jour } from './calendrier';
import type { Hasard } from './hasard';
import type { Salarie } from './population';
import { GENERALISTES, SPECIALISTES, rppsDuProfessionnel } from './professionnels';

/** A stretch of leave prescribed at once, last day included. */
export interface Periode {
  readonly du: Jour;
  readonly au: Jour;
}

/** A leave of one person: the first prescription and those that follow it. */
export interface Episode extends Periode {
  readonly salarie: Salarie;
  readonly risque: Risque;
  readonly prescripteur: string;
  readonly canal: 'electronique' | 'papier';
  readonly prolongations: Periode[];
  /** Last day prescribed so far. */
  fin: Jour;
  controle: boolean;
}

const PART_RISQUES = [78, 18, 4];
const DUREES = [2, 3, 4, 5, 7, 8, 10, 15, 21, 30];
const POIDS_DUREES = [10, 18, 12, 16, 18, 8, 8, 12, 4, 4];
const SUITES = [7, 10, 14, 15, 21, 30, 45, 60];
const POIDS_SUITES = [14, 12, 14, 20, 10, 24, 4, 2];
const TRIMESTRE = 91;
const ESSAIS = 40;

/** The médecin traitant; for some a specialist, as at hospital. */
export const prescripteurDe = (p: Salarie, h: Hasard): string =>
  h.vrai(0.14) ? rppsDuProfessionnel(GENERALISTES + h.entier(0, SPECIALISTES - 1)) : p.medecin;

export const duree = (h: Hasard): number => h.pondere(DUREES, POIDS_DUREES);
export const suite = (h: Hasard): number => h.pondere(SUITES, POIDS_SUITES);

/** A leave that begins on day `du`. */
export function ouvrir(salarie: Salarie, du: Jour, h: Hasard): Episode {
  const au = du + duree(h) - 1;
  salarie.libreLe = au + 10;
  return { salarie, du, au, fin: au, risque: h.pondere(RISQUES, PART_RISQUES), prescripteur: prescripteurDe(salarie, h), canal: 'electronique', prolongations: [], controle: false };
}

/** Goes on the day after the last one prescribed. */
export function prolonger(e: Episode, h: Hasard): Periode {
  const periode = { du: e.fin + 1, au: e.fin + suite(h) };
  e.prolongations.push(periode);
  e.fin = periode.au;
  e.salarie.libreLe = periode.au + 10;
  return periode;
}

/** Between which days a control looks at a leave, and whether it must be an old one, or one already ended. */
export interface Fenetre {
  readonly recu: Jour;
  readonly avis: Jour;
  readonly ancien: boolean;
  readonly fini: boolean;
}

/** A leave on paper under way when it was chosen for control, for those that follow no electronic notice. */
export function enCours(tirer: (debut: Jour) => Salarie, risque: Risque, { recu, avis, ancien, fini }: Fenetre, h: Hasard): Episode {
  const du = recu - (ancien ? h.entier(TRIMESTRE, 330) : h.pondere([h.entier(4, 20), h.entier(21, TRIMESTRE), h.entier(TRIMESTRE, 230)], [30, 50, 20]));
  const e = { ...ouvrir(tirer(du), du, h), risque, canal: 'papier' as const, controle: true };
  while (e.fin < (fini ? recu : avis)) prolonger(e, h);
  return e;
}

/** Leaves under way, by the day on which the last prescription ends: who may ask for more, and whom a control may find. Bounded by what ends. */
export class EnCours {
  private readonly parFin = new Map<Jour, Episode[]>();
  private readonly ouverts: Episode[] = [];

  constructor(private readonly h: Hasard) {}

  ajouter(e: Episode): void {
    const voisins = this.parFin.get(e.fin);
    if (voisins) voisins.push(e);
    else this.parFin.set(e.fin, [e]);
    if (e.prolongations.length === 0) this.ouverts.push(e);
  }

  /** A leave that ends about day `j` and is to go on, taken out; null when there is none. */
  finissant(j: Jour): Episode | null {
    for (const fin of [j, j + 1, j - 1, j + 2]) {
      const file = this.parFin.get(fin);
      const e = file?.pop();
      if (e) return e;
    }
    return null;
  }

  /** A leave of that risk, begun some days before its control was decided, that nobody has controlled yet; null when none is found. */
  aControler(risque: Risque, { recu, avis, ancien, fini }: Fenetre): Episode | null {
    for (let essai = 0; essai < ESSAIS && this.ouverts.length > 0; essai++) {
      const e = this.h.parmi(this.ouverts);
      const juste = fini ? e.fin >= recu && e.fin < avis : e.fin >= avis;
      if (e.controle || e.risque !== risque || !juste || e.du > recu - (ancien ? TRIMESTRE : 3)) continue;
      e.controle = true;
      return e;
    }
    return null;
  }

  /** Forgets the leaves that ended well before day `j`. */
  oublier(j: Jour): void {
    for (const fin of [...this.parFin.keys()]) if (fin < j - 4) this.parFin.delete(fin);
    let garde = 0;
    for (const e of this.ouverts) if (e.fin >= j - 40 && !e.controle) this.ouverts[garde++] = e;
    this.ouverts.length = garde;
  }
}

/** First day of the simulation: leaves of the autumn before are under way on 1 January. */
export const VEILLE = jour('2015-10-05');
