import { enVigueur, type Confiance, type Jour } from '@sm/kernel';

export type UniteSeuil = 'jours' | 'mois' | 'ans' | 'heure' | '%' | 'membres' | 'indemnités';

/** One dated threshold. `valeur` null = the law of that time set none. `jourDe`: the day to look it up by. */
export interface Seuil<C extends string = string> {
  readonly code: C;
  readonly intitule: string;
  readonly valeur: number | null;
  readonly unite: UniteSeuil;
  readonly jourDe: string;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

const seuilDate = <const C extends string>(
  code: C,
  intitule: string,
  [valeur, unite]: readonly [number | null, UniteSeuil],
  jourDe: string,
  [source, confiance]: readonly [string, Confiance],
  dates: Partial<Pick<Seuil, 'du' | 'au'>> = {},
): Seuil<C> => ({ code, intitule, valeur, unite, jourDe, du: null, au: null, source, confiance, ...dates });

const PLAFOND = 'L.162-4-1 CSS (LFSS 2026 art. 81) ; décret non trouvé : plancher de la loi retenu';
const IJ_ATMP = 'L.433-1 CSS (LFSS 2026 art. 81 VI) ; décret non trouvé : plancher de la loi retenu';
const SEPTEMBRE_2026 = { du: '2026-09-01' };

const ARRET = [
  seuilDate('arret/plafond-premiere', 'Plafond d’une première prescription', [null, 'mois'], 'prescription', ['aucun plafond général avant la LFSS 2026', 'sure-checked'], { au: '2026-08-31' }),
  seuilDate('arret/plafond-premiere', 'Plafond d’une première prescription', [1, 'mois'], 'prescription', [PLAFOND, 'unsure'], SEPTEMBRE_2026),
  seuilDate('arret/plafond-prolongation', 'Plafond d’une prolongation', [null, 'mois'], 'prescription', ['aucun plafond général avant la LFSS 2026', 'sure-checked'], { au: '2026-08-31' }),
  seuilDate('arret/plafond-prolongation', 'Plafond d’une prolongation', [2, 'mois'], 'prescription', [PLAFOND, 'unsure'], SEPTEMBRE_2026),
  seuilDate('arret/teleconsultation', 'Durée maximale d’un arrêt en téléconsultation', [null, 'jours'], 'prescription', ['aucune limite avant la LFSS 2024', 'likely'], { au: '2023-12-31' }),
  seuilDate('arret/teleconsultation', 'Durée maximale d’un arrêt en téléconsultation', [3, 'jours'], 'prescription', ['L.6316-1 CSP, L.321-1 CSS (LFSS 2024 art. 65)', 'sure-checked'], { du: '2024-01-01' }),
  seuilDate('arret/recidive-envoi', 'Temps pendant lequel un second envoi tardif est sanctionné', [24, 'mois'], 'prescription', ['D.323-2 CSS', 'sure-checked'], { du: '2004-12-30' }),
  seuilDate('arret/reduction-envoi', 'Réduction de l’indemnité pour envoi tardif répété', [50, '%'], 'prescription', ['D.323-2 CSS', 'sure-checked'], { du: '2004-12-30' }),
  seuilDate('arret/presence-matin-debut', 'Présence au domicile, matin, début', [9, 'heure'], 'controle', ['R.323-11-1 CSS', 'sure-checked'], { du: '2007-09-14' }),
  seuilDate('arret/presence-matin-fin', 'Présence au domicile, matin, fin', [11, 'heure'], 'controle', ['R.323-11-1 CSS', 'sure-checked'], { du: '2007-09-14' }),
  seuilDate('arret/presence-soir-debut', 'Présence au domicile, après-midi, début', [14, 'heure'], 'controle', ['R.323-11-1 CSS', 'sure-checked'], { du: '2007-09-14' }),
  seuilDate('arret/presence-soir-fin', 'Présence au domicile, après-midi, fin', [16, 'heure'], 'controle', ['R.323-11-1 CSS', 'sure-checked'], { du: '2007-09-14' }),
  seuilDate('arret/carence', 'Délai de carence des indemnités journalières maladie', [3, 'jours'], 'interruption-de-travail', ['L.323-1, R.323-1 1° CSS', 'sure-checked']),
  seuilDate('arret/ij-nombre', 'Indemnités journalières sur trois ans, hors affection de longue durée', [360, 'indemnités'], 'interruption-de-travail', ['R.323-1 4° CSS', 'sure-checked']),
  seuilDate('arret/ij-periode', 'Durée maximale des indemnités, de date à date', [3, 'ans'], 'interruption-de-travail', ['R.323-1 2° CSS', 'sure-checked']),
  seuilDate('arret/reprise-minimale', 'Reprise qui fait courir une nouvelle période', [1, 'ans'], 'interruption-de-travail', ['R.323-1 3° CSS', 'sure-checked']),
  seuilDate('arret/duree-cumulee', 'Jours d’arrêt sur douze mois au-delà desquels un contrôle est choisi', [180, 'jours'], 'controle', ['L.315-1 I CSS ; le nombre est un paramètre d’organisation', 'unsure']),
  seuilDate('arret/longue-duree', 'Âge de l’arrêt qui appelle l’examen conjoint', [6, 'mois'], 'debut-arret-ou-soins', ['L.324-1, R.324-1 CSS', 'sure-checked']),
];

const ATMP = [
  seuilDate('atmp/ij-duree', 'Durée maximale des indemnités AT/MP', [null, 'ans'], 'sinistre', ['L.433-1 CSS : jusqu’à guérison ou consolidation', 'sure-checked'], { au: '2026-12-31' }),
  seuilDate('atmp/ij-duree', 'Durée maximale des indemnités AT/MP, puis incapacité réputée permanente', [3, 'ans'], 'sinistre', [IJ_ATMP, 'unsure'], { du: '2027-01-01' }),
  seuilDate('mp/taux-incapacite', 'Incapacité prévisible, maladie hors tableau', [66.66, '%'], 'declaration', ['R.461-8 CSS (rédaction de 1993)', 'likely'], { du: '1993-03-28', au: '2002-04-20' }),
  seuilDate('mp/taux-incapacite', 'Incapacité prévisible, maladie hors tableau', [25, '%'], 'declaration', ['R.461-8 CSS', 'sure-checked'], { du: '2002-04-21' }),
  seuilDate('mp/recul', 'Recul maximal de la date assimilée à l’accident', [2, 'ans'], 'declaration', ['L.461-1 2° CSS', 'sure-checked'], { du: '2018-07-01' }),
  seuilDate('mp/quorum-conditions', 'Membres du comité quand une condition du tableau manque', [3, 'membres'], 'avis', ['D.461-27 CSS (avant le décret 2016-756)', 'likely'], { du: '1993-03-28', au: '2016-06-09' }),
  seuilDate('mp/quorum-conditions', 'Membres du comité quand une condition du tableau manque', [2, 'membres'], 'avis', ['D.461-27 CSS (décret 2016-756) ; trois en cas de désaccord', 'sure-checked'], { du: '2016-06-10' }),
  seuilDate('mp/quorum-hors-tableau', 'Membres du comité pour une maladie hors tableau', [3, 'membres'], 'avis', ['D.461-27 CSS', 'sure-checked'], { du: '1993-03-28' }),
];

const LIGNES = [...ARRET, ...ATMP];

/** Stable code of a threshold: `procedure/seuil`. */
export type CodeSeuil = (typeof LIGNES)[number]['code'];

/** Every dated threshold of sick leaves, work accidents and occupational diseases; each row names its article. */
export const SEUILS: readonly Seuil<CodeSeuil>[] = LIGNES;

const PAR_CODE = Map.groupBy(SEUILS, (s) => s.code as string);

/** The threshold bearing this code in force on that day (see `jourDe`); null when no row covers it. Never throws. */
export const seuil = (code: CodeSeuil, jour: Jour): Seuil<CodeSeuil> | null => PAR_CODE.get(code)?.find((s) => enVigueur(s, jour)) ?? null;
