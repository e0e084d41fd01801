import type { Hasard } from './hasard';
import { moisDeNaissance, nirInvente, type MoisNir, type Naissance } from './identifiants';
import { nomDeFamille, prenom } from './noms';
import type { Pathologie } from './pathologies';
import { COMMUNES, GENERALISTES, POIDS_COMMUNES, rppsDuProfessionnel } from './professionnels';

export interface Identite {
  readonly nir: string;
  readonly nom: string;
  readonly femme: boolean;
  readonly age: number;
  /** RPPS of the médecin traitant. */
  readonly medecin: string;
}

export interface Personne extends Identite {
  readonly pathologie: Pathologie;
}

const RUES = ["de l'Exemple", 'du Modèle', 'des Essais', 'de la Maquette', 'du Brouillon', 'des Fictions', 'de la Copie', 'du Calque', 'des Épreuves', 'du Gabarit', 'de la Fable', 'du Décor'];
const METROPOLE = '75 75 75 75 78 78 77 59 80 76 60 02 29 22 35 56 44 49 69 13 33 31 67 57 54 51 63 87 86 45 37 14 50 18 58 89'.split(' ');
const COURONNE = '75 75 92 94 95 77 91 78'.split(' ');
const OUTRE_MER = ['971', '971', '972', '972', '973', '974'];

/** Age drawn between the bounds of the illness, gathered around its mode. */
function age(p: Pathologie, hasard: Hasard): number {
  const ecart = 1 - Math.max(hasard.part(), hasard.part());
  const enHaut = hasard.vrai((p.ageMax - p.ageMode) / (p.ageMax - p.ageMin));
  return Math.max(2, Math.round(enHaut ? p.ageMode + (p.ageMax - p.ageMode) * ecart : p.ageMode - (p.ageMode - p.ageMin) * ecart));
}

function lieuDeNaissance(annee: number, hasard: Hasard): { lieu: Naissance; departement: string } {
  // The département 93 exists since 1968 only; its elders were born in the Seine (75), elsewhere or abroad.
  const lieu = hasard.pondere<Naissance>(['seine-saint-denis', 'metropole', 'corse', 'outre-mer', 'etranger'], annee >= 1968 ? [46, 18, 0.3, 5, 31] : [0, 50, 0.4, 6, 44]);
  if (lieu === 'seine-saint-denis') return { lieu, departement: '93' };
  if (lieu === 'corse') return { lieu, departement: annee < 1976 ? '20' : hasard.parmi(['2A', '2B']) };
  if (lieu === 'outre-mer') return { lieu, departement: hasard.parmi(OUTRE_MER) };
  return { lieu, departement: hasard.parmi(annee >= 1968 && hasard.vrai(0.5) ? COURONNE : METROPOLE) };
}

export const ENTETE_ASSURES = 'source;numero;nir;nom;nom_usage;prenoms;naissance;sexe;rang;adresse;code_postal;commune;caisse;medecin_traitant;ouvreur_nir;qualite';

const deux = (n: number): string => String(n).padStart(2, '0');

interface Rattachement {
  readonly ouvreur: string;
  readonly nom: string;
  readonly qualite: 'ouvreur' | 'conjoint' | 'enfant';
}

const SEUL: Rattachement = { ouvreur: '', nom: '', qualite: 'ouvreur' };

/** Makes invented insured persons one after the other and hands the lines of `assures.csv` to `ecrire`, an adult always before the dependants. */
export class Etat {
  private readonly parents: Identite[] = [];

  /** @param lignes how many lines were written before, by another file @param rang the first free rank */
  constructor(private readonly hasard: Hasard, private readonly ecrire: (ligne: string) => void, public lignes = 0, public rang = 0) {}

  /** A new person of an age to work, insured in their own name. */
  travailleur(): Identite {
    const ans = Math.round(62 - 43 * Math.max(this.hasard.part() * this.hasard.part(), 0.55 * this.hasard.part()));
    return this.inscrire(ans, this.hasard.vrai(0.52), SEUL);
  }

  /** A new person who bears the illness. */
  nouvelle(pathologie: Pathologie): Personne {
    const ans = age(pathologie, this.hasard);
    const femme = pathologie.sexe ? pathologie.sexe === 'F' : this.hasard.vrai(0.5);
    const p = this.inscrire(ans, femme, ans < 18 ? this.parent('enfant') : this.hasard.vrai(0.02) ? this.parent('conjoint') : SEUL);
    if (ans >= 24 && ans <= 50) {
      if (this.parents.push(p) > 64) this.parents.shift();
      if (this.hasard.vrai(0.08)) this.enfantSansNumero(p);
    }
    return { ...p, pathologie };
  }

  private parent(qualite: 'enfant' | 'conjoint'): Rattachement {
    const connu = this.parents.length > 0 && this.hasard.vrai(0.5);
    const adulte = connu ? this.hasard.parmi(this.parents) : this.inscrire(this.hasard.entier(26, 50), this.hasard.vrai(0.5), SEUL);
    return { ouvreur: adulte.nir, nom: adulte.nom, qualite };
  }

  private inscrire(ans: number, femme: boolean, r: Rattachement): Identite {
    const { hasard } = this;
    const rang = this.rang++;
    const annee = 2016 - ans;
    const naissance = lieuDeNaissance(annee, hasard);
    const etranger = naissance.lieu === 'etranger';
    const mois: MoisNir = etranger ? hasard.pondere<MoisNir>(['connu', 'inconnu', 'incomplet', 'hors-plage'], [994, 2, 3, 1]) : 'connu';
    const provisoire = etranger && hasard.vrai(0.015);
    const nir = nirInvente({ sexe: femme ? (provisoire ? 8 : 2) : provisoire ? 7 : 1, annee, mois, rang, ...naissance });
    const date = mois === 'connu' ? `${annee}-${deux(moisDeNaissance(rang))}-${deux(hasard.entier(1, 28))}` : `${annee}-01-01`;
    const nom = r.qualite === 'enfant' ? r.nom : nomDeFamille(hasard);
    const usage = femme && ans > 25 && hasard.vrai(0.35) ? nomDeFamille(hasard) : '';
    const medecin = rppsDuProfessionnel(hasard.entier(0, GENERALISTES - 1));
    this.ligne(nir, `${nom};${usage}`, this.prenoms(femme), date, femme, medecin, r);
    return { nir, nom, femme, age: ans, medecin };
  }

  private enfantSansNumero(adulte: Identite): void {
    const femme = this.hasard.vrai(0.5);
    const date = `${this.hasard.entier(2003, 2014)}-${deux(this.hasard.entier(1, 12))}-${deux(this.hasard.entier(1, 28))}`;
    this.ligne('', `${adulte.nom};`, this.prenoms(femme), date, femme, adulte.medecin, { ouvreur: adulte.nir, nom: adulte.nom, qualite: 'enfant' });
  }

  private prenoms(femme: boolean): string {
    const premier = prenom(this.hasard, femme);
    return this.hasard.vrai(0.3) ? `${premier} ${prenom(this.hasard, femme)}` : premier;
  }

  private ligne(nir: string, noms: string, prenoms: string, naissance: string, femme: boolean, medecin: string, r: Rattachement): void {
    this.lignes++;
    const [commune, codePostal] = this.hasard.pondere(COMMUNES, POIDS_COMMUNES);
    const adresse = `${this.hasard.entier(1, 160)} rue ${this.hasard.parmi(RUES)};${codePostal};${commune}`;
    this.ecrire(`REPRISE-931;ASS-${String(this.lignes).padStart(6, '0')};${nir};${noms};${prenoms};${naissance};${femme ? 'F' : 'M'};1;${adresse};931;${medecin};${r.ouvreur};${r.qualite}`);
  }
}
