import { REFERENCE, attendusPour, repartir, type Attendus } from './repartition';

/** The figures of the founding report on leaves, accidents and diseases (IND-002-33 to 37), and what is stated beside them. */
export const REFERENCE_ARRETS = {
  avisArret: 29_929, surPersonne: 8_118, notices: 38_969, atmp: 17_521, reconnaissancesMp: 2_336,
  /** Invented: notices written a second time, exactly the same, which count nowhere. */
  doublons: 431,
} as const;

export type Risque = 'maladie' | 'at' | 'mp';
export type Mode = 'pieces' | 'prescripteur' | 'telephone' | 'sur_personne';
export type Conclusion = 'justifie' | 'reprise' | 'stabilise' | 'pdp' | 'non_controlable' | 'sans_objet' | 'absence' | 'rapport_employeur';
export type Objet = 'accident' | 'nouvelle_lesion' | 'rechute';

/** How a control ends: the mode of its last check and its conclusion. */
export interface Issue {
  readonly mode: Mode;
  readonly conclusion: Conclusion;
}

export const RISQUES: readonly Risque[] = ['maladie', 'at', 'mp'];
export const OBJETS: readonly Objet[] = ['accident', 'nouvelle_lesion', 'rechute'];

type Poids<T> = readonly (readonly [genre: T, nombre: number])[];
const issue = (mode: Mode, conclusion: Conclusion, n: number): readonly [Issue, number] => [{ mode, conclusion }, n];

/** Invented shares, whole numbers that add up to the year: 78 %, 18 % and 4 % of the avis by risk; 12 % of returns to work, the share of the Grand Est report for 2016. */
const PAR_RISQUE: Poids<Risque> = [['maladie', 23_345], ['at', 5_387], ['mp', 1_197]];
const SUR_PERSONNE: Poids<Issue> = [
  issue('sur_personne', 'justifie', 4_917), issue('sur_personne', 'reprise', 1_996), issue('sur_personne', 'stabilise', 812), issue('sur_personne', 'pdp', 325), issue('sur_personne', 'sans_objet', 68),
];
const SANS_EXAMEN: Poids<Issue> = [
  issue('pieces', 'justifie', 13_286), issue('pieces', 'reprise', 1_045), issue('pieces', 'sans_objet', 1_142), issue('pieces', 'non_controlable', 386), issue('pieces', 'absence', 418), issue('pieces', 'rapport_employeur', 96),
  issue('prescripteur', 'justifie', 2_604), issue('prescripteur', 'reprise', 432), issue('prescripteur', 'sans_objet', 74),
  issue('telephone', 'justifie', 2_094), issue('telephone', 'reprise', 118), issue('telephone', 'sans_objet', 116),
];
/** Invented: recognition of an accident, then what follows one. */
const PAR_OBJET: Poids<Objet> = [['accident', 9_812], ['nouvelle_lesion', 3_504], ['rechute', 4_205]];

/** What a disease's dossier comes to: on the table, by the committee (conditions not all met, or out of the tables), or refused at once. */
export type VoieMp = 'tableau' | 'comite_tableau' | 'comite_hors_tableau' | 'refus_direct' | 'administratif';
const PAR_VOIE: Poids<VoieMp> = [['tableau', 1_388], ['comite_tableau', 326], ['comite_hors_tableau', 104], ['refus_direct', 402], ['administratif', 116]];

/** How many of each kind. */
export interface Lot<T> {
  readonly genres: readonly T[];
  readonly nombres: readonly number[];
}

const lot = <T>(total: number, poids: Poids<T>): Lot<T> => ({ genres: poids.map(([g]) => g), nombres: repartir(total, poids.map(([, n]) => n)) });
const joindre = <T>(a: Lot<T>, b: Lot<T>): Lot<T> => ({ genres: [...a.genres, ...b.genres], nombres: [...a.nombres, ...b.nombres] });

export interface AttendusArrets {
  readonly avisArret: number;
  readonly surPersonne: number;
  readonly notices: number;
  readonly doublons: number;
  readonly atmp: number;
  readonly reconnaissancesMp: number;
}

/** Counts of the added files for a sample of `taille` ALD histories, in the proportions of the year. */
export function attendusArretsPour(taille: number): AttendusArrets {
  const part = (n: number): number => Math.round((n * taille) / REFERENCE.demandes);
  const r = REFERENCE_ARRETS;
  return { avisArret: part(r.avisArret), surPersonne: part(r.surPersonne), notices: part(r.notices), doublons: part(r.doublons), atmp: part(r.atmp), reconnaissancesMp: part(r.reconnaissancesMp) };
}

export const lotRisques = (avis: number): Lot<Risque> => lot(avis, PAR_RISQUE);
export const lotIssues = ({ avisArret, surPersonne }: AttendusArrets): Lot<Issue> => joindre(lot(surPersonne, SUR_PERSONNE), lot(avisArret - surPersonne, SANS_EXAMEN));
export const lotObjets = (avis: number): Lot<Objet> => lot(avis, PAR_OBJET);
export const lotVoies = (avis: number): Lot<VoieMp> => lot(avis, PAR_VOIE);

/** All the counts that the manifest states. */
export type ComptesAnnee = Attendus & AttendusArrets;
export const comptesPour = (taille: number): ComptesAnnee => ({ ...attendusPour(taille), ...attendusArretsPour(taille) });
