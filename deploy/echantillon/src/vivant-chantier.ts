import { jour, ouvre, ouvrePrecedent, texteDuJour, type Jour } from './calendrier';
import { Fil, receptionLe } from './vivant-fil';
import type { Hasard } from './hasard';
import type { Assures } from './vivant-personnes';
import type { Intervenant, Service } from './vivant-personnel';

export type Procedure = 'ald' | 'arret' | 'atmp';

export interface Acte {
  readonly acte: string;
  readonly le: string;
  readonly par?: string;
  readonly [champ: string]: unknown;
}

/** One line of the portfolio, and what the manifest says of it. */
export interface Ligne {
  readonly procedure: Procedure;
  /** Status expected once taken in. */
  readonly statut: string;
  /** Day on which its nearest clock expires, when it runs. */
  readonly echeance: Jour | null;
  /** Practitioner who has it in hand, or gave its avis. */
  readonly praticien: string | null;
  readonly contenu: Readonly<Record<string, unknown>>;
}

/** Where the nearest clock of an open dossier stands, seen from the day of the start. */
export const TRANCHES = ['depassee', 'aujourd_hui', 'sous_7_jours', 'sous_30_jours', 'plus_tard'] as const;
export type Tranche = (typeof TRANCHES)[number];

export function trancheDe(echeance: Jour, depart: Jour): Tranche {
  const reste = echeance - depart;
  if (reste < 0) return 'depassee';
  return reste === 0 ? 'aujourd_hui' : reste <= 7 ? 'sous_7_jours' : reste <= 30 ? 'sous_30_jours' : 'plus_tard';
}

/** The figures of 2016 are those of the founding report: no act of the portfolio may fall in that year. */
const PREMIER_JOUR = jour('2017-01-01');

/** What every recipe needs: the day of the start, the people, the drawing. */
export class Chantier {
  /** Last open day before the start: nothing taken over is later. */
  readonly veille: Jour;
  private readonly numeros = new Map<string, number>();

  constructor(readonly depart: Jour, readonly source: string, readonly h: Hasard, readonly service: Service, readonly assures: Assures) {
    this.veille = ouvrePrecedent(depart - 1);
  }

  /** An age in days whose clock of `delai` days lies in the drawn stretch; one dossier in five is late. */
  age(delai: number): number {
    const { h } = this;
    return h.pondere<() => number>([() => delai + h.entier(1, 45), () => delai, () => delai - h.entier(1, 7), () => h.entier(1, delai - 8)], [20, 3, 25, 52])();
  }

  /** Opens the timeline of a request received on `j` or, on paper, the open day before; never after the eve of the start. */
  fil(j: Jour, electronique: boolean, travaillee = true): Fil {
    const borne = Math.min(j, travaillee ? this.veille : this.depart - 1);
    const recu = electronique ? borne : ouvrePrecedent(Math.min(borne, this.veille));
    if (recu < PREMIER_JOUR) throw new Error(`réception le ${texteDuJour(recu)} : le portefeuille ne touche pas à 2016`);
    return new Fil(receptionLe(recu, electronique, travaillee, this.h), this.veille, this.h);
  }

  /** The channel of a request whose day is imposed: electronic when the offices are closed. */
  canal(j: Jour, partElectronique = 0.75): boolean {
    return !ouvre(j) || this.h.vrai(partElectronique);
  }

  numero(prefixe: string, j: Jour): string {
    const cle = `${prefixe}-${texteDuJour(j).slice(0, 4)}`;
    const n = (this.numeros.get(cle) ?? 0) + 1;
    this.numeros.set(cle, n);
    return `${cle}-${String(n).padStart(5, '0')}`;
  }

  medecin(j: Jour, ...exclus: readonly string[]): Intervenant {
    return this.service.medecins.tirer(j, this.h, exclus);
  }

  technicien(j: Jour): string {
    return this.service.techniciens.tirer(j, this.h).sub;
  }

  affectation(fil: Fil, medecin: Intervenant, min = 0, max = 2): Acte {
    const le = fil.apres(min, max);
    return { acte: 'affectation', le, ...(this.service.chef ? { par: this.service.chef } : {}), a: medecin.sub };
  }
}

/** How many dossiers end in a status, and how one is made. */
export interface Recette {
  readonly statut: string;
  readonly nombre: number;
  faire(c: Chantier): Ligne;
}

/** The recipes in proportion, at least one of each. */
export function* executer(recettes: readonly Recette[], echelle: number, c: Chantier): Generator<Ligne> {
  for (const { nombre, faire } of recettes) for (let n = Math.max(1, Math.round(nombre * echelle)); n > 0; n--) yield faire(c);
}
