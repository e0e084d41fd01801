import type { CodeDelai } from '@sm/nomenclatures';
import { delaiLegalAu, seuilLegalAu } from '../moteur/droit';
import type { Proprietaire } from '../moteur/horloges';
import type { DelaiRegle, EffetEcheance, FaitIndicateur, PieceExigee, Recours, Regle } from './regles';
import { OBJETS, type NatureEcheance, type Objet } from './vocabulaire';

const AT: readonly Objet[] = ['accident'];
const MP: readonly Objet[] = ['maladie'];
const SUITES: readonly Objet[] = ['rechute', 'nouvelle_lesion'];
/** A clock of the case: what it does here; its length, article and confidence are those of the law (`loi`) on the first day of the rule. */
interface Pendule extends Pick<DelaiRegle, 'nature' | 'objets' | 'depart' | 'proprietaire' | 'effet'> {
  readonly loi: CodeDelai;
}

const pendule = (nature: NatureEcheance, objets: readonly Objet[], loi: CodeDelai, depart: DelaiRegle['depart'], [proprietaire, effet]: readonly [Proprietaire, EffetEcheance]): Pendule =>
  ({ nature, objets, loi, depart, proprietaire, effet });

const RECONNAIT = ['caisse', 'presomption_reconnaissance'] as const;
const IRREGULIER = ['caisse', 'irregularite'] as const;
const PERD = ['employeur', 'droit_perdu'] as const;
const CLOT = ['assure', 'etape_close'] as const;
const CLOT_EMPLOYEUR = ['employeur', 'etape_close'] as const;
const RECOURS_CLOS: DelaiRegle = { nature: 'recours', objets: OBJETS, duree: null, depart: 'notification', proprietaire: 'assure', effet: 'presomption_definitive', article: 'R.142-1-A CSS', confiance: 'sure' };
const SANS_EFFET = ['comite', 'aucun'] as const;

/** Decrees 2009-938 then 2016-756: former R.441-10 and R.441-14. The parties speak while they are informed. */
const PENDULES_2010: readonly Pendule[] = [
  pendule('decision_initiale', AT, 'at/decision', 'dossier_complet', RECONNAIT),
  pendule('decision_initiale', SUITES, 'rechute/decision', 'dossier_complet', RECONNAIT),
  pendule('decision_initiale', MP, 'mp/decision', 'dossier_complet', RECONNAIT),
  pendule('decision_finale', AT, 'at/investigation', 'prolongation', RECONNAIT),
  pendule('decision_finale', SUITES, 'rechute/investigation', 'prolongation', RECONNAIT),
  pendule('decision_finale', MP, 'mp/investigation', 'prolongation', RECONNAIT),
  pendule('observations', [...AT, ...SUITES], 'at/information', 'consultation', CLOT),
  pendule('observations', MP, 'mp/information', 'consultation', CLOT),
  pendule('avis_comite', MP, 'mp/crrmp-avis', 'saisine_comite', SANS_EFFET),
];

/** Decree 2019-356, for declarations since 1 December 2019. */
const PENDULES_2019: readonly Pendule[] = [
  pendule('reserves_employeur', AT, 'at/reserves', 'declaration', PERD),
  pendule('reserves_employeur', SUITES, 'rechute/reserves', 'declaration', PERD),
  pendule('decision_initiale', AT, 'at/decision', 'dossier_complet', RECONNAIT),
  pendule('decision_initiale', SUITES, 'rechute/decision', 'dossier_complet', RECONNAIT),
  pendule('decision_initiale', MP, 'mp/decision', 'dossier_complet', RECONNAIT),
  pendule('decision_finale', AT, 'at/investigation', 'dossier_complet', RECONNAIT),
  pendule('questionnaire_assure', AT, 'at/questionnaire', 'questionnaire_recu', CLOT),
  pendule('questionnaire_employeur', AT, 'at/questionnaire', 'questionnaire_recu', CLOT_EMPLOYEUR),
  pendule('questionnaire_assure', MP, 'mp/questionnaire', 'questionnaire_recu', CLOT),
  pendule('questionnaire_employeur', MP, 'mp/questionnaire', 'questionnaire_recu', CLOT_EMPLOYEUR),
  pendule('questionnaire_medical', SUITES, 'rechute/questionnaire-medical', 'questionnaire_recu', CLOT),
  pendule('ouverture_consultation', AT, 'at/ouverture-dossier', 'dossier_complet', IRREGULIER),
  pendule('ouverture_consultation', MP, 'mp/ouverture-dossier', 'dossier_complet', IRREGULIER),
  pendule('observations', AT, 'at/consultation', 'consultation', CLOT),
  pendule('observations', MP, 'mp/consultation', 'consultation', CLOT),
  pendule('decision_comite', MP, 'mp/crrmp', 'saisine_comite', RECONNAIT),
  pendule('comite_complement', MP, 'mp/crrmp-complements', 'saisine_comite', CLOT),
  pendule('comite_observations', MP, 'mp/crrmp-observations', 'saisine_comite', CLOT),
  pendule('avis_comite', MP, 'mp/crrmp-avis', 'saisine_comite', SANS_EFFET),
];

/** What the law of its first day gives to a rule for good: a change of law is a new version of it. */
const loiDu = (jour: string, pendules: readonly Pendule[], avant: Regle['information']['avant']): Pick<Regle, 'valideDu' | 'delais' | 'information' | 'seuilIncapacite'> => {
  const information = delaiLegalAu('at/information', jour);
  return {
    valideDu: jour,
    delais: [...pendules.map(({ loi, ...reste }) => {
      const { duree, article, confiance } = delaiLegalAu(loi, jour);
      return { ...reste, duree, article, confiance };
    }), RECOURS_CLOS],
    information: { duree: information.duree, avant, article: information.article },
    seuilIncapacite: seuilLegalAu('mp/taux-incapacite', jour),
  };
};

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
  { ...MEDICAL, ...AVANT_2019, voie: { instance: 'expertise', article: 'R.141-2 CSS' }, delai: 'expertise/demande', article: 'L.141-1 CSS' },
  { ...MEDICAL, ...DEPUIS_2019, voie: { instance: 'cmra', article: 'R.142-1-A CSS' }, delai: 'cmra/recours', article: 'R.142-8 CSS' },
  { ...ADMINISTRATIF, ...AVANT_2019, voie: { instance: 'cra', article: 'R.142-1 CSS' }, delai: 'cra/recours', article: 'R.142-1 CSS' },
  { ...ADMINISTRATIF, ...DEPUIS_2019, voie: { instance: 'cra', article: 'R.142-1-A CSS' }, delai: 'cra/recours', article: 'R.142-1-A CSS' },
];

const INDICATEURS: readonly FaitIndicateur[] = [
  { fait: 'demande_recue', evenement: 'DemandeRecue', axes: ['risque', 'objet'] },
  { fait: 'demande_traitee', evenement: 'AvisRendu', axes: ['risque', 'objet', 'sens', 'conclusion'] },
  { fait: 'reconnaissance_implicite', evenement: 'ReconnaissanceImplicite', axes: ['risque', 'objet'] },
];

const COMMUN = {
  procedure: 'atmp', professions: ['MC'], professionsSecondAvis: ['MC', 'MCCS'], habilitation: 'atmp', recours: RECOURS, indicateurs: INDICATEURS, delaiSeul: null,
} as const;

const ANCIEN = {
  ...COMMUN, suite: 'prolongation', questionnaireMedical: false, article: 'R.441-10 CSS (former)', confiance: 'likely',
  silence: { effet: 'reconnaissance', proprietaire: 'caisse', article: 'R.441-10 CSS (former)' },
} as const;

const ACTUEL = {
  ...COMMUN, pieces: PIECES, suite: 'investigation', questionnaireMedical: true,
  silence: { effet: 'reconnaissance', proprietaire: 'caisse', article: 'R.441-18 CSS' },
} as const;

export const REGLES_ATMP: readonly Regle[] = [
  { ...ANCIEN, ...loiDu('2010-01-01', PENDULES_2010, 'decision'), pieces: PIECES_SANS_EXAMENS, version: 'atmp-2010', valideAu: '2016-06-09' },
  { ...ANCIEN, ...loiDu('2016-06-10', PENDULES_2010, 'decision'), pieces: PIECES, version: 'atmp-2016', valideAu: '2019-11-30' },
  { ...ACTUEL, ...loiDu('2019-12-01', PENDULES_2019, 'consultation'), version: 'atmp-2019', valideAu: '2025-12-31', article: 'R.441-7 CSS', confiance: 'sure-checked' },
  // The article's own entry into force waits for a decree on the diagnosis: the date is to be confirmed.
  {
    ...ACTUEL, ...loiDu('2026-01-01', PENDULES_2019, 'consultation'), version: 'atmp-2026', valideAu: null, article: 'L.461-1 CSS', confiance: 'likely',
    delaiSeul: { article: 'L.461-1 CSS (LFSS 2026, art. 95)', confiance: 'likely' },
  },
];
