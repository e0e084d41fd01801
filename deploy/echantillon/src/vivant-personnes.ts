import { jour, texteDuJour, type Jour } from './calendrier';
import type { Hasard } from './hasard';
import { cleNir } from './identifiants';
import { nomDeFamille, prenom } from './noms';
import { PATHOLOGIES, POIDS_INITIALE, POIDS_PROLONGATION, type Pathologie } from './pathologies';
import { COMMUNES, GENERALISTES, POIDS_COMMUNES, rppsDuProfessionnel } from './professionnels';

/** An invented insured person of the portfolio. */
export interface Assure {
  readonly nir: string;
  readonly femme: boolean;
  /** RPPS of the médecin traitant. */
  readonly medecin: string;
}

/** The départements around Paris exist since 1968 only: their elders were born in the Seine (75). */
const COURONNE = '93 93 93 93 92 94 95 91 77 78'.split(' ');
const METROPOLE = '75 75 75 59 13 69 33 31 67 76 35 29 86'.split(' ');
const RUES = ['de la Marelle', 'du Croquis', 'des Brouillons', "de l'Esquisse", 'du Feuilleton', 'des Ébauches', 'du Canevas', 'de la Légende'];
const PLACES = 9 * 999;
const AGE_MAX_NIR = 85;
const COMMUNES_PAR_CAISSE: Readonly<Record<string, readonly [nom: string, codePostal: string]>> = { 921: ['Nanterre', '92000'], 951: ['Cergy', '95000'] };


/** ALD number 12 is closed: it stays with the sample of 2016. */
const ouverte = (p: Pathologie): boolean => p.ald !== 12;
const CHOIX = { initiale: POIDS_INITIALE, prolongation: POIDS_PROLONGATION } as const;

/** An illness for a request of today. */
export const tirerAffection = (nature: 'initiale' | 'prolongation', h: Hasard): Pathologie => {
  const [liste, poids] = [PATHOLOGIES.filter(ouverte), CHOIX[nature].filter((_, i) => ouverte(PATHOLOGIES[i] as Pathologie))];
  return h.pondere(liste, poids);
};

/** CIM-10 codes of a request, the most frequent first. */
export function diagnosticsDe(p: Pathologie, h: Hasard): string[] {
  const premier = h.pondere(p.cim, p.cim.map((_, i) => 1 / (i + 1)));
  const autres = p.cim.filter((c) => c !== premier);
  return p.regime === 'polypathologie' || (autres.length > 0 && h.vrai(0.06)) ? [premier, ...autres.slice(0, 1)] : [premier];
}

/** Makes the insured persons of the portfolio; their NIR lie in communes 990–998, which exist in no département and no other file uses. */
export class Assures {
  private rang = 0;

  constructor(private readonly source: string, private readonly h: Hasard, private readonly depart: Jour, private readonly ecrire: (ligne: string) => void) {}

  /** A person between two ages, with a line in the file. Throws when the invented numbers run out. */
  nouveau(ageMin: number, ageMax: number, sexe: 'F' | 'M' | null = null, caisse = '931'): Assure {
    const { h } = this;
    if (this.rang >= PLACES) throw new RangeError('plus de NIR inventé disponible');
    const femme = sexe ? sexe === 'F' : h.vrai(0.52);
    const age = h.entier(ageMin, Math.min(ageMax, AGE_MAX_NIR));
    const naissance = this.depart - Math.round((age + 0.1 + 0.8 * h.part()) * 365.25);
    const nir = this.nir(femme, texteDuJour(naissance));
    const medecin = rppsDuProfessionnel(h.entier(0, GENERALISTES - 1));
    this.ecrire(this.ligne(nir, femme, texteDuJour(naissance), medecin, caisse));
    return { nir, femme, medecin };
  }

  private nir(femme: boolean, naissance: string): string {
    const rang = this.rang++;
    const departement = this.h.parmi(naissance >= '1968' && this.h.vrai(0.6) ? COURONNE : METROPOLE);
    const corps = `${femme ? 2 : 1}${naissance.slice(2, 4)}${naissance.slice(5, 7)}${departement}${990 + (rang % 9)}${String(1 + Math.floor(rang / 9)).padStart(3, '0')}`;
    return `${corps}${cleNir(corps)}`;
  }

  private ligne(nir: string, femme: boolean, naissance: string, medecin: string, caisse: string): string {
    const { h } = this;
    const [commune, codePostal] = COMMUNES_PAR_CAISSE[caisse] ?? h.pondere(COMMUNES, POIDS_COMMUNES);
    const usage = femme && h.vrai(0.3) ? nomDeFamille(h) : '';
    const adresse = `${h.entier(1, 160)} rue ${h.parmi(RUES)};${codePostal};${commune}`;
    return `${this.source};ASS-${String(this.rang).padStart(5, '0')};${nir};${nomDeFamille(h)};${usage};${prenom(h, femme)};${naissance};${femme ? 'F' : 'M'};1;${adresse};${caisse};${medecin};;ouvreur`;
  }
}

/** The day on which a person of the file was born, for who reads it back. */
export const ageLe = (naissance: string, j: Jour): number => Math.floor((j - jour(naissance)) / 365.25);
