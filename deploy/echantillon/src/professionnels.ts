import { Hasard } from './hasard';
import { rppsInvente } from './identifiants';
import { nomDeFamille, prenom } from './noms';

/** Communes of residence and practice with their postcode and weight (thousands of inhabitants, rounded). */
export const COMMUNES: readonly (readonly [nom: string, codePostal: string, poids: number])[] = [
  ['Saint-Denis', '93200', 111], ['Montreuil', '93100', 107], ['Aubervilliers', '93300', 83], ['Aulnay-sous-Bois', '93600', 83], ['Drancy', '93700', 70],
  ['Noisy-le-Grand', '93160', 65], ['Pantin', '93500', 55], ['Bondy', '93140', 53], ['Épinay-sur-Seine', '93800', 55], ['Sevran', '93270', 50],
  ['Le Blanc-Mesnil', '93150', 55], ['Bobigny', '93000', 51], ['Saint-Ouen', '93400', 48], ['Rosny-sous-Bois', '93110', 45], ['Livry-Gargan', '93190', 43],
  ['Noisy-le-Sec', '93130', 43], ['La Courneuve', '93120', 41], ['Gagny', '93220', 39], ['Villepinte', '93420', 36], ['Tremblay-en-France', '93290', 35],
  ['Bagnolet', '93170', 35], ['Stains', '93240', 37], ['Neuilly-sur-Marne', '93330', 35], ['Clichy-sous-Bois', '93390', 30], ['Villemomble', '93250', 29],
];
export const POIDS_COMMUNES = COMMUNES.map((c) => c[2]);

const SPECIALITES = ['cardiologie', 'psychiatrie', 'pneumologie', 'neurologie', 'endocrinologie', 'oncologie', 'rhumatologie', 'gastro-entérologie', 'néphrologie', 'pédiatrie', 'médecine interne', 'ophtalmologie'];
const EFFECTIFS = [92, 118, 44, 40, 46, 38, 52, 60, 34, 96, 54, 229];

/** General practitioners then specialists in practice, as many as the founding report states (IND-002-06 and 07). */
export const GENERALISTES = 981;
export const SPECIALISTES = EFFECTIFS.reduce((a, b) => a + b, 0);

/** RPPS of the n-th professional, from 0; the general practitioners come first. */
export const rppsDuProfessionnel = (n: number): string => rppsInvente(n < GENERALISTES ? 41 : 42, n + 1);

function specialite(n: number): string {
  let reste = n - GENERALISTES;
  if (reste < 0) return 'médecine générale';
  for (let i = 0; i < SPECIALITES.length; i++) {
    reste -= EFFECTIFS[i] ?? 0;
    if (reste < 0) return SPECIALITES[i] ?? '';
  }
  throw new Error(`professionnel inconnu : ${n}`);
}

export const ENTETE_PROFESSIONNELS = 'source;numero;rpps;nom;prenom;profession;specialite;commune;departement;du;au';

/** The lines of `professionnels.csv`, one at a time. */
export function* lignesProfessionnels(graine: number): Generator<string> {
  const hasard = Hasard.de(graine, 'professionnels');
  for (let n = 0; n < GENERALISTES + SPECIALISTES; n++) {
    const commune = hasard.pondere(COMMUNES, POIDS_COMMUNES)[0];
    const identite = `${nomDeFamille(hasard)};${prenom(hasard, hasard.vrai(0.45))}`;
    yield `ANNUAIRE-93;PS-${String(n + 1).padStart(5, '0')};${rppsDuProfessionnel(n)};${identite};medecin;${specialite(n)};${commune};93;${hasard.entier(1980, 2014)}-01-01;`;
  }
}
