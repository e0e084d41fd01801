import type { Confiance, Jour } from '@sm/kernel';

export type NatureDemande = 'initiale' | 'prolongation';
export type RegimeAld = 'liste' | 'hors_liste' | 'polypathologie';

interface Dates {
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

/** One entry: `ouvertures` says for which requests and when it may be used. */
export interface Ald {
  readonly numero: number;
  readonly libelle: string;
  readonly regime: RegimeAld;
  readonly ouvertures: readonly (Dates & { readonly nature: NatureDemande })[];
}

/** Years of exonération; `cas` `nouveau_ne` = infant of a mother with the illness of ALD 7. */
export interface LigneDureeAld extends Dates {
  readonly numero: number;
  readonly nature: NatureDemande;
  readonly cas: 'nouveau_ne' | null;
  readonly annees: number;
}

const LISTE = 'D.160-4 CSS et son annexe (D.322-1 former)';
const DECRET_2011 = 'D.322-1 CSS annexe, décret 2011-77 du 19 janvier 2011';
const DECRET_2017 = 'D.160-4 CSS annexe, décret 2017-472 du 3 avril 2017';
const ANNEXE_2024 = 'D.160-4 CSS annexe, version du 10 juillet 2024 : durée supposée inchangée';
const HTA = 'décret 2011-726 du 24 juin 2011';

const LIBELLES: readonly (readonly [numero: number, libelle: string])[] = [
  [1, 'Accident vasculaire cérébral invalidant'],
  [2, 'Insuffisances médullaires et autres cytopénies chroniques'],
  [3, 'Artériopathies chroniques avec manifestations ischémiques'],
  [4, 'Bilharziose compliquée'],
  [5, 'Insuffisance cardiaque grave, troubles du rythme, valvulopathies, cardiopathies congénitales graves'],
  [6, 'Maladies chroniques actives du foie et cirrhoses'],
  [7, 'Déficit immunitaire primitif grave, infection par le VIH'],
  [8, 'Diabète de type 1 et diabète de type 2'],
  [9, 'Formes graves des affections neurologiques et musculaires, épilepsie grave'],
  [10, 'Hémoglobinopathies, hémolyses chroniques constitutionnelles et acquises sévères'],
  [11, 'Hémophilies et affections constitutionnelles de l’hémostase graves'],
  [12, 'Hypertension artérielle sévère'],
  [13, 'Maladie coronaire'],
  [14, 'Insuffisance respiratoire chronique grave'],
  [15, 'Maladie d’Alzheimer et autres démences'],
  [16, 'Maladie de Parkinson'],
  [17, 'Maladies métaboliques héréditaires'],
  [18, 'Mucoviscidose'],
  [19, 'Néphropathie chronique grave et syndrome néphrotique primitif'],
  [20, 'Paraplégie'],
  [21, 'Vascularites, lupus érythémateux systémique, sclérodermie systémique'],
  [22, 'Polyarthrite rhumatoïde évolutive'],
  [23, 'Affections psychiatriques de longue durée'],
  [24, 'Rectocolite hémorragique et maladie de Crohn évolutives'],
  [25, 'Sclérose en plaques'],
  [26, 'Scoliose idiopathique structurale évolutive'],
  [27, 'Spondylarthrite grave'],
  [28, 'Suites de transplantation d’organe'],
  [29, 'Tuberculose active, lèpre'],
  [30, 'Tumeur maligne, affection maligne du tissu lymphatique ou hématopoïétique'],
];

const toujours = (source: string): Ald['ouvertures'] =>
  (['initiale', 'prolongation'] as const).map((nature) => ({ nature, du: null, au: null, source, confiance: 'sure' }));

const RETRAIT_HTA: Ald['ouvertures'] = [
  { nature: 'initiale', du: null, au: '2011-06-26', source: HTA, confiance: 'sure-checked' },
  { nature: 'prolongation', du: null, au: null, source: HTA, confiance: 'sure-checked' },
];

/** ALD 30 (numbers 1 to 30), hors liste (31) and polypathologie (32). */
export const ALDS: readonly Ald[] = [
  ...LIBELLES.map(([numero, libelle]): Ald => ({ numero, libelle, regime: 'liste', ouvertures: numero === 12 ? RETRAIT_HTA : toujours(LISTE) })),
  { numero: 31, libelle: 'Affection hors liste', regime: 'hors_liste', ouvertures: toujours('L.160-14 4° CSS') },
  { numero: 32, libelle: 'Polypathologie invalidante', regime: 'polypathologie', ouvertures: toujours('L.160-14 4° CSS') },
];

type Durees = readonly [initiale: number, prolongation: number, confiance: Confiance];

const DUREES_2017: Readonly<Record<number, Durees>> = {
  1: [3, 10, 'sure-checked'], 2: [10, 10, 'sure-checked'], 4: [5, 5, 'unsure'], 6: [5, 5, 'unsure'], 7: [10, 10, 'sure-checked'], 8: [10, 10, 'sure-checked'],
  12: [10, 10, 'sure-checked'], 15: [10, 10, 'sure-checked'], 19: [5, 5, 'unsure'], 23: [5, 5, 'unsure'], 26: [5, 5, 'unsure'], 29: [2, 2, 'likely'],
  30: [5, 5, 'likely'], 31: [5, 5, 'unsure'], 32: [5, 5, 'unsure'],
};
const DUREES_2011: Readonly<Record<number, Durees>> = { 1: [2, 5, 'sure-checked'], 2: [5, 5, 'sure-checked'], 29: [2, 2, 'likely'], 31: [5, 5, 'unsure'], 32: [5, 5, 'unsure'] };
const degradee = (confiance: Confiance): Confiance => (confiance === 'unsure' ? 'unsure' : 'likely');

interface Periode {
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly durees: Readonly<Record<number, Durees>>;
  readonly defaut: Durees;
  readonly nouveauNe: number;
  readonly confiance: (c: Confiance) => Confiance;
}

const PERIODES: readonly Periode[] = [
  { du: null, au: '2011-01-21', source: 'D.322-1 CSS, avant le décret 2011-77', durees: DUREES_2011, defaut: [5, 5, 'unsure'], nouveauNe: 2, confiance: () => 'unsure' },
  { du: '2011-01-22', au: '2017-04-05', source: DECRET_2011, durees: DUREES_2011, defaut: [5, 5, 'likely'], nouveauNe: 2, confiance: (c) => c },
  { du: '2017-04-06', au: '2024-07-09', source: DECRET_2017, durees: DUREES_2017, defaut: [10, 10, 'likely'], nouveauNe: 3, confiance: (c) => c },
  { du: '2024-07-10', au: null, source: ANNEXE_2024, durees: DUREES_2017, defaut: [10, 10, 'likely'], nouveauNe: 3, confiance: degradee },
];

function dureesDe(numero: number, periode: Periode): LigneDureeAld[] {
  const { du, au, source } = periode;
  const [initiale, prolongation, confiance] = periode.durees[numero] ?? periode.defaut;
  const commun = { numero, cas: null, du, au, source, confiance: periode.confiance(confiance) };
  return [{ ...commun, nature: 'initiale', annees: initiale }, { ...commun, nature: 'prolongation', annees: prolongation }];
}

const nouveauNe = ({ du, au, source, confiance, nouveauNe: annees }: Periode): LigneDureeAld => ({
  numero: 7, cas: 'nouveau_ne', nature: 'initiale', annees, du, au, source, confiance: confiance('sure-checked'),
});

/** Years of exonération by number, nature of the request and period: the row of the day on which the right is opened or renewed (décret 2017-472, article 2). */
export const DUREES_ALD: readonly LigneDureeAld[] = PERIODES.flatMap((p) => [...ALDS.flatMap(({ numero }) => dureesDe(numero, p)), nouveauNe(p)]);
