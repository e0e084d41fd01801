export type Regime = 'liste' | 'hors_liste' | 'polypathologie' | 'non_exonerante';

export interface Pathologie {
  readonly regime: Regime;
  /** Number on the list of art. D.322-1 CSS (D.160-4 since 2016), null outside the list. */
  readonly ald: number | null;
  /** Relative frequency among first requests and among extensions. */
  readonly poidsInitiale: number;
  readonly poidsProlongation: number;
  /** CIM-10, the most frequent first. */
  readonly cim: readonly string[];
  readonly ageMin: number;
  readonly ageMax: number;
  /** Age around which cases gather. */
  readonly ageMode: number;
  readonly sexe: 'F' | 'M' | null;
  /** Years granted to a first request and to an extension, rules in force in 2016 (annex of art. D.322-1 CSS, décret 2011-77). */
  readonly dureesAns: readonly [initiale: number, prolongation: number];
  readonly soins: string;
}

type Ligne = readonly [ald: number, poidsInitiale: number, poidsProlongation: number, cim: string, ages: readonly [number, number, number], soins: string, sexe?: 'F' | 'M', dureesAns?: readonly [number, number]];

const SUIVI = 'Consultations spécialisées, biologie et traitement au long cours';

const LISTE: readonly Ligne[] = [
  [1, 46, 34, 'I63 I64 I61 I69', [30, 98, 74], 'Rééducation, antiagrégant, suivi neurologique', undefined, [2, 5]],
  [2, 3, 3, 'D46 D61 D70', [1, 95, 66], 'Transfusions et suivi en hématologie'],
  [3, 50, 48, 'I70 I73 I71 I74', [45, 95, 70], 'Échographies artérielles, antiagrégant, statine'],
  [4, 0.2, 0.1, 'B65', [10, 80, 38], 'Traitement antiparasitaire et suivi urologique'],
  [5, 118, 92, 'I50 I48 I35 I34 I42 Q21', [0, 100, 76], 'Suivi cardiologique, anticoagulant, échocardiographies'],
  [6, 22, 22, 'K74 K73', [20, 90, 56], 'Suivi hépatologique, échographies, biologie'],
  [7, 11, 17, 'B24 B20 Z21 D83 D80', [0, 80, 42], 'Traitement antiviral et bilans immunologiques'],
  [8, 196, 262, 'E11 E10', [1, 98, 62], 'Autosurveillance glycémique, hémoglobine glyquée, suivi ophtalmologique'],
  [9, 26, 24, 'G40 G71 G61 G70 G12 G10', [0, 90, 46], 'Suivi neurologique, kinésithérapie'],
  [10, 8, 9, 'D57 D56 D58', [0, 70, 24], 'Centre de référence, transfusions'],
  [11, 3, 4, 'D68 D66 D67 D69', [0, 80, 36], 'Facteurs de coagulation, suivi en centre de référence'],
  [12, 0, 52, 'I10 I15', [45, 98, 72], 'Traitement antihypertenseur et suivi cardiologique'],
  [13, 74, 78, 'I25 I21 I20', [30, 98, 67], 'Antiagrégant, statine, réadaptation cardiaque'],
  [14, 34, 26, 'J43 J45', [0, 95, 62], 'Explorations fonctionnelles, oxygénothérapie selon gaz du sang'],
  [15, 36, 14, 'F00 F03 F01', [55, 103, 84], 'Consultation mémoire, aide à domicile'],
  [16, 12, 12, 'G20 G21', [42, 98, 75], 'Traitement dopaminergique, kinésithérapie'],
  [17, 4, 5, 'E75 E72 E83 E70 E71', [0, 75, 32], 'Suivi en centre de référence, régime'],
  [18, 1, 1, 'E84', [0, 50, 12], 'Kinésithérapie respiratoire, antibiothérapies'],
  [19, 24, 22, 'N18 N04 N03', [1, 95, 66], 'Suivi néphrologique, préparation à la suppléance'],
  [20, 2, 3, 'G82', [5, 85, 45], 'Appareillage, rééducation, soins infirmiers'],
  [21, 7, 8, 'M32 M34 M31 M30', [8, 85, 48], 'Immunosuppresseur et surveillance biologique'],
  [22, 16, 17, 'M06 M05', [16, 90, 56], 'Traitement de fond, suivi rhumatologique'],
  [23, 88, 104, 'F33 F20 F31 F32 F25 F84 F60 F50', [3, 90, 44], 'Suivi psychiatrique et psychothérapie'],
  [24, 11, 12, 'K50 K51', [6, 80, 38], 'Biothérapie, endoscopies de surveillance'],
  [25, 9, 11, 'G35', [16, 75, 41], 'Traitement de fond, imagerie annuelle'],
  [26, 2, 1, 'M41', [6, 20, 13], 'Corset, suivi orthopédique'],
  [27, 13, 12, 'M45', [16, 80, 40], 'Anti-inflammatoires, biothérapie, kinésithérapie'],
  [28, 4, 6, 'Z94', [1, 80, 50], 'Traitement immunosuppresseur, suivi de greffe'],
  [29, 8, 0.6, 'A15 A16 A18 A17 A30', [0, 90, 38], 'Antibiothérapie prolongée, suivi pneumologique', undefined, [2, 2]],
  [30, 92, 60, 'C34 C18 C20 C73 C67 C85 C90 C16 C64 C92', [1, 98, 66], 'Chimiothérapie, imagerie, suivi oncologique'],
  [30, 62, 44, 'C50', [26, 97, 58], 'Chirurgie, radiothérapie, hormonothérapie', 'F'],
  [30, 46, 34, 'C61', [48, 97, 70], 'Surveillance du PSA, radiothérapie', 'M'],
];

const AUTRES: readonly Pathologie[] = [
  { regime: 'hors_liste', ald: null, poidsInitiale: 50, poidsProlongation: 32, cim: ['G47', 'H35', 'L40', 'I26', 'E66', 'D86', 'K86'], ageMin: 3, ageMax: 95, ageMode: 58, sexe: null, dureesAns: [5, 5], soins: SUIVI },
  { regime: 'polypathologie', ald: null, poidsInitiale: 7, poidsProlongation: 6, cim: ['M80', 'I87', 'H40', 'M17', 'G44'], ageMin: 60, ageMax: 103, ageMode: 82, sexe: null, dureesAns: [5, 5], soins: 'Soins infirmiers, kinésithérapie, suivi gériatrique' },
  { regime: 'non_exonerante', ald: null, poidsInitiale: 42, poidsProlongation: 14, cim: ['M51', 'M54', 'F41', 'M17', 'E05'], ageMin: 18, ageMax: 75, ageMode: 47, sexe: null, dureesAns: [2, 2], soins: 'Soins de plus de six mois, kinésithérapie' },
];

/** What the requests of the year bear on: the list without number 12 for first requests (decree 2011-726), then the three other regimes. */
export const PATHOLOGIES: readonly Pathologie[] = [
  ...LISTE.map(
    ([ald, poidsInitiale, poidsProlongation, cim, [ageMin, ageMax, ageMode], soins, sexe, dureesAns]): Pathologie => ({
      regime: 'liste', ald, poidsInitiale, poidsProlongation, cim: cim.split(' '), ageMin, ageMax, ageMode, soins, sexe: sexe ?? null, dureesAns: dureesAns ?? [5, 5],
    }),
  ),
  ...AUTRES,
];

export const POIDS_INITIALE = PATHOLOGIES.map((p) => p.poidsInitiale);
export const POIDS_PROLONGATION = PATHOLOGIES.map((p) => p.poidsProlongation);
