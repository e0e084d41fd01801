import type { DelaiRegle, ModeAdmis, Plafond, RecoursRegle, Regle } from './regles';

const TOUJOURS = { valideDu: null, valideAu: null } as const;
/** Decree 2010-957 of 25 August 2010, which created D.315-4 and D.323-4. */
const DEPUIS_2010 = { valideDu: '2010-08-27', valideAu: null } as const;

export const DELAIS_ARRET: readonly DelaiRegle[] = [
  { ...TOUJOURS, nature: 'reponse_prescripteur', depart: 'contact', duree: { n: 15, unite: 'jours' }, proprietaire: 'sm', effet: 'tache', article: 'L.162-4-1 CSS', confiance: 'unsure' },
  { nature: 'pre_reprise', depart: 'debut_arret', duree: { n: 3, unite: 'mois' }, proprietaire: 'sm', effet: 'tache', article: 'L.323-4-1 CSS', confiance: 'sure-checked', valideDu: null, valideAu: '2025-12-30' },
  { nature: 'pre_reprise', depart: 'debut_arret', duree: { n: 30, unite: 'jours' }, proprietaire: 'sm', effet: 'tache', article: 'L.323-4-1 CSS (LFSS 2026)', confiance: 'sure-checked', valideDu: '2025-12-31', valideAu: null },
  { ...TOUJOURS, nature: 'examen_conjoint', depart: 'debut_arret', duree: { n: 6, unite: 'mois' }, proprietaire: 'sm', effet: 'tache', article: 'L.324-1 CSS', confiance: 'sure' },
  { ...TOUJOURS, nature: 'revue', depart: 'avis', duree: null, proprietaire: 'sm', effet: 'tache', article: 'L.315-1 CSS', confiance: 'likely' },
  { ...DEPUIS_2010, nature: 'avis_reexamen', depart: 'reception_demande', duree: { n: 4, unite: 'jours francs' }, proprietaire: 'sm', effet: 'aucun', article: 'D.315-4 CSS', confiance: 'sure-checked' },
  { ...DEPUIS_2010, nature: 'avis_prealable', depart: 'reception_prescription', duree: { n: 4, unite: 'jours francs' }, proprietaire: 'sm', effet: 'aucun', article: 'D.323-4 CSS', confiance: 'sure-checked' },
  { ...DEPUIS_2010, nature: 'demande_reexamen', depart: 'notification', duree: { n: 10, unite: 'jours francs' }, proprietaire: 'assure', effet: 'droit_perdu', article: 'D.315-4 CSS', confiance: 'sure-checked' },
  { ...DEPUIS_2010, nature: 'nouvelle_prescription', depart: 'notification', duree: { n: 10, unite: 'jours francs' }, proprietaire: 'assure', effet: 'fenetre_close', article: 'D.323-4 CSS', confiance: 'sure-checked' },
  { ...TOUJOURS, nature: 'recours', depart: 'notification', duree: null, proprietaire: 'assure', effet: 'presomption_definitive', article: 'R.142-1-A CSS', confiance: 'sure' },
];

const MEDICALES = ['reprise', 'stabilise', 'rapport_employeur'] as const;

export const RECOURS_ARRET: readonly RecoursRegle[] = [
  {
    conclusions: MEDICALES, voie: { instance: 'expertise', delaiMois: 1, article: 'R.141-2 CSS' },
    valideDu: null, valideAu: '2021-12-31', article: 'L.141-1 CSS (ancien)', confiance: 'sure',
  },
  // Sick leave left the expertise on the last day that LFSS 2020 art. 87 III allowed.
  { conclusions: MEDICALES, voie: { instance: 'cmra', delaiMois: 2, article: 'R.142-1-A CSS' }, valideDu: '2022-01-01', valideAu: null, article: 'R.142-8 CSS', confiance: 'sure' },
  { conclusions: ['absence'], voie: { instance: 'cra', delaiMois: 2, article: 'R.142-1 CSS' }, valideDu: null, valideAu: '2018-12-31', article: 'L.315-2 IV CSS', confiance: 'likely' },
  { conclusions: ['absence'], voie: { instance: 'cra', delaiMois: 2, article: 'R.142-1-A CSS' }, valideDu: '2019-01-01', valideAu: null, article: 'L.315-2 IV CSS', confiance: 'likely' },
];

export const MODES_ADMIS: readonly ModeAdmis[] = [
  ...(['pieces', 'prescripteur', 'telephone', 'sur_personne'] as const).map((mode) => ({ ...TOUJOURS, mode, article: 'L.315-1 CSS', confiance: 'sure' }) as const),
  { mode: 'a_distance', valideDu: '2025-10-01', valideAu: null, article: 'décret 2025-599', confiance: 'likely' },
];

const SEPTEMBRE_2026 = { valideDu: '2026-09-01', valideAu: null } as const;
/** The decree was not found: the floor of the law is kept. */
const LFSS_2026 = 'L.162-4-1 CSS (LFSS 2026 art. 81)';

export const PLAFONDS: readonly Plafond[] = [
  { ...SEPTEMBRE_2026, objet: 'premiere', duree: { n: 1, unite: 'mois' }, article: LFSS_2026, confiance: 'likely' },
  { ...SEPTEMBRE_2026, objet: 'prolongation', duree: { n: 2, unite: 'mois' }, article: LFSS_2026, confiance: 'likely' },
  { ...SEPTEMBRE_2026, objet: 'motif', duree: { n: 0, unite: 'jours' }, article: LFSS_2026, confiance: 'sure-checked' },
  { objet: 'teleconsultation', duree: { n: 3, unite: 'jours' }, valideDu: '2024-01-01', valideAu: null, article: 'L.6316-1 CSP', confiance: 'sure-checked' },
  { ...TOUJOURS, objet: 'envoi', duree: { n: 2, unite: 'jours' }, article: 'R.321-2 CSS', confiance: 'sure' },
  { objet: 'recidive', duree: { n: 24, unite: 'mois' }, valideDu: '2004-12-30', valideAu: null, article: 'D.323-2 CSS', confiance: 'sure-checked' },
  { ...TOUJOURS, objet: 'rapport', duree: { n: 48, unite: 'heures' }, article: 'L.315-1 II CSS', confiance: 'sure-checked' },
];

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
