import { ajouterMois } from '@sm/kernel';
import { seuil } from '@sm/nomenclatures';
import type { Datee } from '../moteur/droit';
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

export interface RegleSelection extends Selection, Datee {
  readonly origine: Extract<Origine, 'age_arret' | 'ciblage'>;
  readonly retient: (notice: ASelectionner, jour: string) => boolean;
}

const PLAFONDS_DEPASSES: readonly Signal[] = ['premiere_prescription_longue', 'prolongation_longue'];

/** Rules that choose a notice for control; the age has the legal six-month point, the cumulated length is a parameter of the service. */
const REGLES: readonly RegleSelection[] = [
  {
    regle: 'plafond_sans_motif', version: '2026', origine: 'ciblage', valideDu: '2026-09-01', valideAu: null, article: 'L.162-4-1 CSS', confiance: 'likely',
    retient: ({ signaux }) => signaux.some((signal) => PLAFONDS_DEPASSES.includes(signal)),
  },
  {
    regle: 'age_arret', version: '2010', origine: 'age_arret', valideDu: '2010-08-27', valideAu: null, article: 'L.324-1 CSS', confiance: 'sure',
    retient: ({ debutEpisode, fin }, jour) => {
      const age = seuil('arret/longue-duree', jour)?.valeur ?? null;
      return age !== null && fin >= ajouterMois(debutEpisode, age);
    },
  },
  {
    regle: 'duree_cumulee', version: '2010', origine: 'ciblage', valideDu: '2010-08-27', valideAu: null, article: 'L.315-1 I CSS', confiance: 'unsure',
    retient: ({ joursSur12Mois }, jour) => joursSur12Mois > (seuil('arret/duree-cumulee', jour)?.valeur ?? Infinity),
  },
];

export const reglesSelection = (): readonly RegleSelection[] => REGLES;

/** First rule of that day that chooses the notice, or null: it then follows the fast lane (TR-000-12). */
export const selectionner = (notice: ASelectionner, jour: string): RegleSelection | null => REGLES.find((regle) => couvre(regle, jour) && regle.retient(notice, jour)) ?? null;
