import { ajouterMois, type Confiance } from '@sm/kernel';
import type { Selection } from './dossier';
import { couvre } from '../moteur/registre';
import type { Origine, Signal } from './vocabulaire';

/** What a selection rule looks at in a notice. */
export interface ASelectionner {
  /** First day of the episode it belongs to. */
  readonly debutEpisode: string;
  readonly fin: string;
  /** Days of leave over the last twelve months, this prescription included. */
  readonly joursSur12Mois: number;
  readonly signaux: readonly Signal[];
}

export interface RegleSelection extends Selection {
  readonly origine: Extract<Origine, 'age_arret' | 'ciblage'>;
  readonly valideDu: string | null;
  readonly valideAu: string | null;
  readonly article: string;
  readonly confiance: Confiance;
  readonly retient: (notice: ASelectionner) => boolean;
}

const AGE_MOIS = 6;
const CUMUL_JOURS = 180;
const PLAFONDS_DEPASSES: readonly Signal[] = ['premiere_prescription_longue', 'prolongation_longue'];

/** Rules that choose a notice for control; the age has the legal six-month point, the cumulated length is a parameter of the service. */
const REGLES: readonly RegleSelection[] = [
  {
    regle: 'plafond_sans_motif', version: '2026', origine: 'ciblage', valideDu: '2026-09-01', valideAu: null, article: 'L.162-4-1 CSS', confiance: 'likely',
    retient: ({ signaux }) => signaux.some((signal) => PLAFONDS_DEPASSES.includes(signal)),
  },
  {
    regle: 'age_arret', version: '2010', origine: 'age_arret', valideDu: '2010-08-27', valideAu: null, article: 'L.324-1 CSS', confiance: 'sure',
    retient: ({ debutEpisode, fin }) => fin >= ajouterMois(debutEpisode, AGE_MOIS),
  },
  {
    regle: 'duree_cumulee', version: '2010', origine: 'ciblage', valideDu: '2010-08-27', valideAu: null, article: 'L.315-1 I CSS', confiance: 'unsure',
    retient: ({ joursSur12Mois }) => joursSur12Mois > CUMUL_JOURS,
  },
];

export const reglesSelection = (): readonly RegleSelection[] => REGLES;

/** First rule of that day that chooses the notice, or null: it then follows the fast lane (TR-000-12). */
export const selectionner = (notice: ASelectionner, jour: string): RegleSelection | null => REGLES.find((regle) => couvre(regle, jour) && regle.retient(notice)) ?? null;
