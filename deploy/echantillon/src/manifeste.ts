import type { Compteur } from './controle';
import type { ComptesAnnee } from './attendus';
import type { CompteurArrets } from './controle-arrets';
import type { Trace } from './fichiers';
import { REFERENCE } from './repartition';

export const FICHIERS = {
  agents: 'agents.csv', professionnels: 'professionnels.csv', assures: 'assures.csv', reprise: 'ald-2016.ndjson', assuresSuite: 'assures-suite.csv', arrets: 'arrets-2016.ndjson',
  notices: 'avis-arrets-2016.ndjson', atmp: 'atmp-2016.ndjson', personas: 'personas.json', manifeste: 'manifeste.json',
} as const;

export interface Manifeste {
  readonly titre: string;
  readonly avertissement: string;
  readonly graine: number;
  readonly taille: number;
  readonly anneeEntiere: boolean;
  readonly unite: string;
  readonly annee: number;
  readonly comptes: ComptesAnnee;
  /** Shares that no source gives. */
  readonly inventes: readonly string[];
  readonly delai: { readonly definition: string; readonly numerateur: number; readonly denominateur: number; readonly pourcentage: string };
  readonly detail: Readonly<Record<string, Readonly<Record<string, number>> | number>>;
  readonly identites: readonly string[];
  readonly fichiers: readonly Trace[];
}

const AVERTISSEMENT =
  "Toutes les personnes de ces fichiers sont inventées : assurés, professionnels et agents. Aucune donnée réelle n'a été lue. Seuls les totaux de l'année viennent du rapport d'activité 2016 de l'échelon.";

const IDENTITES = [
  "Les communes de naissance des NIR n'existent pas : codes 900 à 989 en métropole et en Corse, 90 à 98 outre-mer, codes de pays 990 à 998 à l'étranger. Aucun de ces NIR ne peut être celui d'une personne réelle.",
  'Les RPPS sont pris dans une plage jamais attribuée (199…), avec une clé de Luhn juste.',
  'Les noms de famille sont composés de syllabes ; les prénoms sont courants ; les voies des adresses sont imaginaires.',
];

const INVENTES = [
  'Partages inventés : risques des avis d’arrêt (78 % maladie, 18 % accident du travail, 4 % maladie professionnelle), modes autres que sur personne, conclusions autres que la reprise.',
  'La part de 12 % de reprises est celle que le rapport du Grand Est donne pour 2016 ; l’échelon n’en dit rien.',
  'Partages inventés : objets des avis AT/MP, tableaux et voies des maladies professionnelles, dossiers vus par le comité régional.',
  'Les doublons des avis d’arrêt dématérialisés sont écrits exprès : ils ne comptent nulle part.',
];

/** The manifest: seed, counts as written, the statement that everybody is invented, the hash of each file. */
export function manifeste(graine: number, compteur: Compteur, arrets: CompteurArrets, fichiers: readonly Trace[]): Manifeste {
  const comptes = { ...compteur.comptes, ...arrets.comptes };
  const pourcentage = comptes.demandes === 0 ? 0 : (100 * comptes.moinsDe25Jours) / comptes.demandes;
  return {
    titre: "Année 2016 des prestations de l'échelon local de Seine-Saint-Denis : échantillon inventé",
    avertissement: AVERTISSEMENT,
    graine, taille: comptes.demandes, anneeEntiere: comptes.demandes === REFERENCE.demandes, unite: 'ELSM-931', annee: 2016, comptes,
    delai: {
      definition: "Demandes dont l'avis est rendu moins de 25 jours calendaires (strictement) après la réception complète, jours locaux de Paris",
      numerateur: comptes.moinsDe25Jours, denominateur: comptes.demandes, pourcentage: `${pourcentage.toFixed(1).replace('.', ',')} %`,
    },
    detail: {
      sens: compteur.parSens, regimes: compteur.parRegime, complements: compteur.complements, secondsAvis: compteur.secondsAvis,
      risques: arrets.parRisque, modes: arrets.parMode, conclusions: arrets.parConclusion, absences: arrets.absences, secondsTours: arrets.secondsTours,
      objets: arrets.parObjet, risquesAtmp: arrets.parRisqueAtmp, comites: arrets.comites,
    },
    inventes: INVENTES,
    identites: IDENTITES,
    fichiers,
  };
}
