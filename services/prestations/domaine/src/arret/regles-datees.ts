import type { CodeDelai } from '@sm/nomenclatures';
import { versionsDuDelai, type Datee, type DelaiDate } from '../moteur/droit';
import type { DelaiRegle, ModeAdmis, RecoursRegle, Regle } from './regles';

const TOUJOURS = { valideDu: null, valideAu: null } as const;
/** Fixed by the avis, or by the remedy of the day: no text gives it a length. */
const sansDuree = (article: string, confiance: DelaiDate['confiance']): readonly DelaiDate[] => [{ ...TOUJOURS, duree: null, article, confiance }];

type Pendule = Pick<DelaiRegle, 'nature' | 'depart' | 'proprietaire' | 'effet'> & { readonly loi: CodeDelai | readonly DelaiDate[] };
/** What each clock does; its length, its dates and its article are those of the law. */
const PENDULES: readonly Pendule[] = [
  { nature: 'reponse_prescripteur', depart: 'contact', proprietaire: 'sm', effet: 'tache', loi: 'arret/reponse-prescripteur' },
  { nature: 'pre_reprise', depart: 'debut_arret', proprietaire: 'sm', effet: 'tache', loi: 'arret/pre-reprise' },
  { nature: 'examen_conjoint', depart: 'debut_arret', proprietaire: 'sm', effet: 'tache', loi: 'arret/examen-conjoint' },
  { nature: 'revue', depart: 'avis', proprietaire: 'sm', effet: 'tache', loi: sansDuree('L.315-1 CSS', 'likely') },
  { nature: 'avis_reexamen', depart: 'reception_demande', proprietaire: 'sm', effet: 'aucun', loi: 'arret/reexamen' },
  { nature: 'avis_prealable', depart: 'reception_prescription', proprietaire: 'sm', effet: 'aucun', loi: 'arret/nouvelle-prescription' },
  { nature: 'demande_reexamen', depart: 'notification', proprietaire: 'assure', effet: 'droit_perdu', loi: 'arret/reexamen-demande' },
  { nature: 'nouvelle_prescription', depart: 'notification', proprietaire: 'assure', effet: 'fenetre_close', loi: 'arret/fenetre-nouvelle-prescription' },
  { nature: 'recours', depart: 'notification', proprietaire: 'assure', effet: 'presomption_definitive', loi: sansDuree('R.142-1-A CSS', 'sure') },
];

export const DELAIS_ARRET: readonly DelaiRegle[] = PENDULES.flatMap(({ loi, ...pendule }) => (typeof loi === 'string' ? versionsDuDelai(loi) : loi).map((date) => ({ ...pendule, ...date })));

const MEDICALES = ['reprise', 'stabilise', 'rapport_employeur'] as const;

export const RECOURS_ARRET: readonly RecoursRegle[] = [
  {
    conclusions: MEDICALES, voie: { instance: 'expertise', article: 'R.141-2 CSS' }, delai: 'arret/recours',
    valideDu: null, valideAu: '2021-12-31', article: 'L.141-1 CSS (ancien)', confiance: 'sure',
  },
  // Sick leave left the expertise on the last day that LFSS 2020 art. 87 III allowed.
  { conclusions: MEDICALES, voie: { instance: 'cmra', article: 'R.142-1-A CSS' }, delai: 'arret/recours', valideDu: '2022-01-01', valideAu: null, article: 'R.142-8 CSS', confiance: 'sure' },
  { conclusions: ['absence'], voie: { instance: 'cra', article: 'R.142-1 CSS' }, delai: 'cra/recours', valideDu: null, valideAu: '2018-12-31', article: 'L.315-2 IV CSS', confiance: 'likely' },
  { conclusions: ['absence'], voie: { instance: 'cra', article: 'R.142-1-A CSS' }, delai: 'cra/recours', valideDu: '2019-01-01', valideAu: null, article: 'L.315-2 IV CSS', confiance: 'likely' },
];

export const MODES_ADMIS: readonly ModeAdmis[] = [
  ...(['pieces', 'prescripteur', 'telephone', 'sur_personne'] as const).map((mode) => ({ ...TOUJOURS, mode, article: 'L.315-1 CSS', confiance: 'sure' }) as const),
  { mode: 'a_distance', valideDu: '2025-10-01', valideAu: null, article: 'décret 2025-599', confiance: 'likely' },
];

/** The prescriber writes the reason on the prescription from that day on. */
export const MOTIF_EXIGE: Datee = { valideDu: '2026-09-01', valideAu: null, article: 'L.162-4-1 CSS (LFSS 2026 art. 81)', confiance: 'sure-checked' };

const COMMUN = {
  procedure: 'arret',
  professions: ['MC'],
  professionsSecondAvis: ['MC', 'MCCS'],
  habilitation: 'arret',
  silence: { effet: 'aucun', proprietaire: 'sm', article: 'D.315-4 et D.323-4 CSS' },
} as const;

export const REGLES_ARRET: readonly Regle[] = [
  { ...COMMUN, version: 'arret-2010', valideDu: '2010-08-27', valideAu: '2025-12-30', article: 'L.315-1 et L.315-2 CSS', confiance: 'sure' },
  { ...COMMUN, version: 'arret-2026', valideDu: '2025-12-31', valideAu: null, article: 'L.315-2 CSS (LFSS 2026 art. 81)', confiance: 'sure' },
];
