import type { Confiance } from '@sm/kernel';
import type { Proprietaire } from '../moteur/horloges';
import type { DelaiRegle, Duree, EffetEcheance, FaitIndicateur, PieceExigee, Recours, Regle } from './regles';
import { OBJETS, type NatureEcheance, type Objet } from './vocabulaire';

const AT: readonly Objet[] = ['accident'];
const MP: readonly Objet[] = ['maladie'];
const SUITES: readonly Objet[] = ['rechute', 'nouvelle_lesion'];
const francs = (n: number): Duree => ({ n, unite: 'jours francs' });
const jours = (n: number): Duree => ({ n, unite: 'jours' });
const mois = (n: number): Duree => ({ n, unite: 'mois' });

const delai = (
  nature: NatureEcheance, objets: readonly Objet[], duree: Duree | null, depart: DelaiRegle['depart'], silence: readonly [Proprietaire, EffetEcheance], article: string, confiance: Confiance,
): DelaiRegle => ({ nature, objets, duree, depart, proprietaire: silence[0], effet: silence[1], article, confiance });

const RECONNAIT = ['caisse', 'presomption_reconnaissance'] as const;
const IRREGULIER = ['caisse', 'irregularite'] as const;
const PERD = ['employeur', 'droit_perdu'] as const;
const CLOT = ['assure', 'etape_close'] as const;
const CLOT_EMPLOYEUR = ['employeur', 'etape_close'] as const;
const RECOURS_CLOS = delai('recours', OBJETS, null, 'notification', ['assure', 'presomption_definitive'], 'R.142-1-A CSS', 'sure');
const SANS_EFFET = ['comite', 'aucun'] as const;

/** Decrees 2009-938 then 2016-756: former R.441-10 and R.441-14. */
const DELAIS_2010: readonly DelaiRegle[] = [
  delai('decision_initiale', [...AT, ...SUITES], jours(30), 'dossier_complet', RECONNAIT, 'R.441-10 CSS (former)', 'likely'),
  delai('decision_initiale', MP, mois(3), 'dossier_complet', RECONNAIT, 'R.441-10 CSS (former)', 'likely'),
  delai('decision_finale', [...AT, ...SUITES], mois(2), 'prolongation', RECONNAIT, 'R.441-14 CSS (former)', 'likely'),
  delai('decision_finale', MP, mois(3), 'prolongation', RECONNAIT, 'R.441-14 CSS (former)', 'likely'),
  delai('observations', OBJETS, francs(10), 'consultation', CLOT, 'R.441-14 CSS (former)', 'likely'),
  delai('avis_comite', MP, mois(4), 'saisine_comite', SANS_EFFET, 'D.461-35 CSS (former)', 'unsure'),
  RECOURS_CLOS,
];

/** Decree 2019-356, for declarations since 1 December 2019. */
const DELAIS_2019: readonly DelaiRegle[] = [
  delai('reserves_employeur', AT, francs(10), 'declaration', PERD, 'R.441-6 CSS', 'sure-checked'),
  delai('reserves_employeur', SUITES, francs(10), 'declaration', PERD, 'R.441-16 CSS', 'sure-checked'),
  delai('decision_initiale', AT, francs(30), 'dossier_complet', RECONNAIT, 'R.441-7 CSS', 'sure-checked'),
  delai('decision_initiale', SUITES, francs(60), 'dossier_complet', RECONNAIT, 'R.441-16 CSS', 'sure-checked'),
  delai('decision_initiale', MP, francs(120), 'dossier_complet', RECONNAIT, 'R.461-9 CSS', 'sure'),
  delai('decision_finale', AT, francs(90), 'dossier_complet', RECONNAIT, 'R.441-8 CSS', 'sure-checked'),
  delai('questionnaire_assure', AT, francs(20), 'questionnaire_recu', CLOT, 'R.441-8 CSS', 'sure'),
  delai('questionnaire_employeur', AT, francs(20), 'questionnaire_recu', CLOT_EMPLOYEUR, 'R.441-8 CSS', 'sure'),
  delai('questionnaire_assure', MP, francs(30), 'questionnaire_recu', CLOT, 'R.461-9 CSS', 'sure'),
  delai('questionnaire_employeur', MP, francs(30), 'questionnaire_recu', CLOT_EMPLOYEUR, 'R.461-9 CSS', 'sure'),
  delai('questionnaire_medical', SUITES, francs(20), 'questionnaire_recu', CLOT, 'R.441-16 CSS', 'sure-checked'),
  delai('ouverture_consultation', AT, francs(70), 'dossier_complet', IRREGULIER, 'R.441-8 CSS', 'sure'),
  delai('ouverture_consultation', MP, francs(100), 'dossier_complet', IRREGULIER, 'R.461-9 CSS', 'sure'),
  delai('observations', AT, francs(10), 'consultation', CLOT, 'R.441-8 CSS', 'sure'),
  delai('observations', MP, francs(10), 'consultation', CLOT, 'R.461-9 CSS', 'sure'),
  delai('decision_comite', MP, francs(120), 'saisine_comite', RECONNAIT, 'R.461-10 CSS', 'sure'),
  delai('comite_complement', MP, francs(30), 'saisine_comite', CLOT, 'R.461-10 CSS', 'sure'),
  delai('comite_observations', MP, francs(40), 'saisine_comite', CLOT, 'R.461-10 CSS', 'sure'),
  delai('avis_comite', MP, francs(110), 'saisine_comite', SANS_EFFET, 'R.461-10 CSS', 'sure'),
  RECOURS_CLOS,
];

const PIECES: readonly PieceExigee[] = [
  { piece: 'declaration', manque: 'piece_declaration', objets: ['accident', 'maladie'] },
  { piece: 'certificat', manque: 'piece_certificat', objets: OBJETS },
  { piece: 'examens', manque: 'piece_examens', objets: MP, si: 'examensRequis' },
  { piece: 'reconnaissance_initiale', manque: 'piece_reconnaissance_initiale', objets: SUITES, si: 'initialEnInstruction' },
];
/** Before 10 June 2016 the clock did not wait for the examinations (decree 2016-756). */
const PIECES_SANS_EXAMENS = PIECES.filter(({ piece }) => piece !== 'examens');

const MEDICAL = { motifs: ['medical'] } as const;
const ADMINISTRATIF = { motifs: ['administratif', 'comite'] } as const;
const AVANT_2019 = { valideDu: null, valideAu: '2018-12-31', confiance: 'likely' } as const;
const DEPUIS_2019 = { valideDu: '2019-01-01', valideAu: null, confiance: 'sure' } as const;
const RECOURS: readonly Recours[] = [
  { ...MEDICAL, ...AVANT_2019, voie: { instance: 'expertise', delaiMois: 1, article: 'R.141-2 CSS' }, article: 'L.141-1 CSS' },
  { ...MEDICAL, ...DEPUIS_2019, voie: { instance: 'cmra', delaiMois: 2, article: 'R.142-1-A CSS' }, article: 'R.142-8 CSS' },
  { ...ADMINISTRATIF, ...AVANT_2019, voie: { instance: 'cra', delaiMois: 2, article: 'R.142-1 CSS' }, article: 'R.142-1 CSS' },
  { ...ADMINISTRATIF, ...DEPUIS_2019, voie: { instance: 'cra', delaiMois: 2, article: 'R.142-1-A CSS' }, article: 'R.142-1-A CSS' },
];

const INDICATEURS: readonly FaitIndicateur[] = [
  { fait: 'demande_recue', evenement: 'DemandeRecue', axes: ['risque', 'objet'] },
  { fait: 'demande_traitee', evenement: 'AvisRendu', axes: ['risque', 'objet', 'sens', 'conclusion'] },
  { fait: 'reconnaissance_implicite', evenement: 'ReconnaissanceImplicite', axes: ['risque', 'objet'] },
];

const COMMUN = {
  procedure: 'atmp', professions: ['MC'], professionsSecondAvis: ['MC', 'MCCS'], habilitation: 'atmp', seuilIncapacite: 25, recours: RECOURS, indicateurs: INDICATEURS, delaiSeul: null,
} as const;

const ANCIEN = {
  ...COMMUN, delais: DELAIS_2010, suite: 'prolongation', questionnaireMedical: false, article: 'R.441-10 CSS (former)', confiance: 'likely',
  silence: { effet: 'reconnaissance', proprietaire: 'caisse', article: 'R.441-10 CSS (former)' },
  information: { duree: francs(10), avant: 'decision', article: 'R.441-14 CSS (former)' },
} as const;

const ACTUEL = {
  ...COMMUN, pieces: PIECES, delais: DELAIS_2019, suite: 'investigation', questionnaireMedical: true,
  silence: { effet: 'reconnaissance', proprietaire: 'caisse', article: 'R.441-18 CSS' },
  information: { duree: francs(10), avant: 'consultation', article: 'R.441-8 CSS' },
} as const;

export const REGLES_ATMP: readonly Regle[] = [
  { ...ANCIEN, pieces: PIECES_SANS_EXAMENS, version: 'atmp-2010', valideDu: '2010-01-01', valideAu: '2016-06-09' },
  { ...ANCIEN, pieces: PIECES, version: 'atmp-2016', valideDu: '2016-06-10', valideAu: '2019-11-30' },
  { ...ACTUEL, version: 'atmp-2019', valideDu: '2019-12-01', valideAu: '2025-12-31', article: 'R.441-7 CSS', confiance: 'sure-checked' },
  // The article's own entry into force waits for a decree on the diagnosis: the date is to be confirmed.
  { ...ACTUEL, version: 'atmp-2026', valideDu: '2026-01-01', valideAu: null, article: 'L.461-1 CSS', confiance: 'likely', delaiSeul: { article: 'L.461-1 CSS (LFSS 2026, art. 95)', confiance: 'likely' } },
];
