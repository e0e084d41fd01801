import { delaiLegal } from './legal';

const R2010 = { du: '2010-01-01', au: '2019-11-30' };
const R2019 = { du: '2019-12-01' };
const ANCIEN_10 = 'R.441-10 CSS (ancien, décret 2009-938)';
const ANCIEN_14 = 'R.441-14 CSS (ancien, décret 2009-938)';
const CONSULTATION = 'Information des parties avant la décision, dossier consultable';

/** A3: accident du travail, rechute, nouvelle lésion. Before 2019-12-01: 30 days, then 2 months when the caisse announced an inquiry. */
export const DELAIS_AT = [
  delaiLegal('at/information-employeur', 'La victime informe l’employeur', [24, 'heures'], 'accident', ['sans-effet', 'assure'], ['L.441-1, R.441-2 CSS', 'sure-checked']),
  delaiLegal('at/declaration-employeur', 'Déclaration de l’employeur à la caisse', [48, 'heures'], 'connaissance-accident', ['sanction', 'employeur'], ['L.441-2, R.441-3 CSS', 'sure-checked'], { horsChomes: true }),
  delaiLegal('at/declaration-victime', 'Déclaration par la victime à défaut de l’employeur', [2, 'ans'], 'accident', ['droit-perdu', 'assure'], ['L.441-2 CSS', 'sure-checked']),
  delaiLegal('at/reserves', 'Réserves motivées de l’employeur, jointes à la déclaration', [null, 'jours'], 'declaration', ['sans-effet', 'employeur'], ['R.441-11 I CSS (ancien, décret 2009-938)', 'sure-checked'], R2010),
  delaiLegal('at/reserves', 'Réserves motivées de l’employeur', [10, 'jours francs'], 'declaration', ['droit-perdu', 'employeur'], ['R.441-6 CSS', 'sure-checked'], R2019),
  delaiLegal('at/decision', 'Décision, ou annonce d’un délai complémentaire', [30, 'jours'], 'declaration-connue', ['reconnaissance', 'caisse'], ['R.441-10 CSS (ancien, avant le décret 2009-938)', 'likely'], { au: '2009-12-31' }),
  delaiLegal('at/decision', 'Décision, ou annonce d’un délai complémentaire', [30, 'jours'], 'dossier-complet', ['reconnaissance', 'caisse'], [ANCIEN_10, 'sure-checked'], R2010),
  delaiLegal('at/decision', 'Décision, ou ouverture d’investigations', [30, 'jours francs'], 'dossier-complet', ['reconnaissance', 'caisse'], ['R.441-7, R.441-18 CSS', 'sure-checked'], R2019),
  delaiLegal('at/investigation', 'Décision après examen ou enquête complémentaire', [2, 'mois'], 'notification-delai-complementaire', ['reconnaissance', 'caisse'], [ANCIEN_14, 'sure-checked'], { au: '2019-11-30' }),
  delaiLegal('at/investigation', 'Décision après investigations', [90, 'jours francs'], 'dossier-complet', ['reconnaissance', 'caisse'], ['R.441-8 I, R.441-18 CSS', 'sure-checked'], R2019),
  delaiLegal('at/questionnaire-envoi', 'Envoi du questionnaire aux parties', [30, 'jours francs'], 'dossier-complet', ['irregularite', 'caisse'], ['R.441-8 I CSS', 'sure-checked'], R2019),
  delaiLegal('at/questionnaire', 'Retour du questionnaire', [20, 'jours francs'], 'reception-questionnaire', ['etape-close', 'parties'], ['R.441-8 I CSS', 'sure-checked'], R2019),
  delaiLegal('at/ouverture-dossier', 'Mise à disposition du dossier au plus tard', [70, 'jours francs'], 'dossier-complet', ['irregularite', 'caisse'], ['R.441-8 II CSS', 'sure-checked'], R2019),
  delaiLegal('at/consultation', 'Consultation et observations', [10, 'jours francs'], 'ouverture-dossier', ['etape-close', 'parties'], ['R.441-8 II CSS', 'sure-checked'], R2019),
  delaiLegal('at/information', CONSULTATION, [10, 'jours francs'], 'decision', ['irregularite', 'caisse'], [ANCIEN_14, 'sure-checked'], { ...R2010, aRebours: true }),
  delaiLegal('at/information', 'Information des parties avant la consultation', [10, 'jours francs'], 'ouverture-dossier', ['irregularite', 'caisse'], ['R.441-8 II CSS', 'sure-checked'], { ...R2019, aRebours: true }),
  delaiLegal('rechute/decision', 'Décision, ou annonce d’un délai complémentaire', [30, 'jours'], 'reception-certificat', ['reconnaissance', 'caisse'], [ANCIEN_10, 'sure-checked'], { au: '2019-11-30' }),
  delaiLegal('rechute/decision', 'Décision (rechute ou nouvelle lésion)', [60, 'jours francs'], 'reception-certificat-ou-reconnaissance', ['reconnaissance', 'caisse'], ['R.441-16, R.441-18 CSS', 'sure-checked'], R2019),
  delaiLegal('rechute/investigation', 'Décision après examen ou enquête complémentaire', [2, 'mois'], 'notification-delai-complementaire', ['reconnaissance', 'caisse'], [ANCIEN_14, 'likely'], { au: '2019-11-30' }),
  delaiLegal('rechute/reserves', 'Réserves motivées de l’employeur', [10, 'jours francs'], 'reception-certificat-employeur', ['droit-perdu', 'employeur'], ['R.441-16 CSS', 'sure-checked'], R2019),
  delaiLegal('rechute/questionnaire-medical', 'Retour du questionnaire médical', [20, 'jours francs'], 'reception-questionnaire', ['etape-close', 'assure'], ['R.441-16 CSS', 'sure-checked'], R2019),
  delaiLegal('consolidation/certificat', 'Certificat de la victime avant que la date devienne définitive', [10, 'jours'], 'notification-date-envisagee', ['definitif', 'assure'], ['R.433-17 CSS', 'sure-checked']),
];

/** A4: maladie professionnelle. Before 2019-12-01: 3 months, then 3 months when the caisse announced an inquiry. */
export const DELAIS_MP = [
  delaiLegal('mp/declaration', 'Déclaration par la victime', [15, 'jours'], 'cessation-du-travail', ['sans-effet', 'assure'], ['L.461-5, R.461-5 CSS', 'sure-checked']),
  delaiLegal('mp/declaration-nouveau-tableau', 'Déclaration par la victime après un nouveau tableau', [3, 'mois'], 'entree-en-vigueur-du-tableau', ['sans-effet', 'assure'], ['L.461-5, R.461-5 CSS', 'sure-checked']),
  delaiLegal('mp/prescription', 'Prescription des droits', [2, 'ans'], 'information-du-lien-ou-cessation-du-travail', ['prescription', 'assure'], ['L.431-2, L.461-1, L.461-5 CSS', 'sure-checked']),
  delaiLegal('mp/decision', 'Décision, ou annonce d’un délai complémentaire', [3, 'mois'], 'declaration-connue', ['reconnaissance', 'caisse'], ['R.441-10 CSS (ancien, avant le décret 2009-938)', 'likely'], { au: '2009-12-31' }),
  delaiLegal('mp/decision', 'Décision, ou annonce d’un délai complémentaire', [3, 'mois'], 'declaration-et-certificat', ['reconnaissance', 'caisse'], [ANCIEN_10, 'sure-checked'], { du: '2010-01-01', au: '2016-06-09' }),
  delaiLegal('mp/decision', 'Décision, ou annonce d’un délai complémentaire', [3, 'mois'], 'dossier-complet-avec-examens', ['reconnaissance', 'caisse'], ['R.441-10 CSS (ancien, décret 2016-756)', 'sure-checked'], { du: '2016-06-10', au: '2019-11-30' }),
  delaiLegal('mp/decision', 'Décision, ou saisine du comité', [120, 'jours francs'], 'dossier-complet-avec-examens', ['reconnaissance', 'caisse'], ['R.461-9 I, R.441-18 CSS', 'sure-checked'], R2019),
  delaiLegal('mp/investigation', 'Décision après examen ou enquête complémentaire', [3, 'mois'], 'notification-delai-complementaire', ['reconnaissance', 'caisse'], [ANCIEN_14, 'sure'], { au: '2019-11-30' }),
  delaiLegal('mp/questionnaire', 'Retour du questionnaire', [30, 'jours francs'], 'reception-questionnaire', ['etape-close', 'parties'], ['R.461-9 II CSS', 'sure-checked'], R2019),
  delaiLegal('mp/avis-medecin-du-travail', 'Avis du médecin du travail et rapport de l’employeur', [1, 'mois'], 'demande-de-la-caisse', ['etape-close', 'medecin-du-travail'], ['D.461-29 CSS', 'sure-checked'], R2019),
  delaiLegal('mp/ouverture-dossier', 'Mise à disposition du dossier au plus tard', [100, 'jours francs'], 'dossier-complet-avec-examens', ['irregularite', 'caisse'], ['R.461-9 III CSS', 'sure-checked'], R2019),
  delaiLegal('mp/consultation', 'Consultation et observations', [10, 'jours francs'], 'ouverture-dossier', ['etape-close', 'parties'], ['R.461-9 III CSS', 'sure-checked'], R2019),
  delaiLegal('mp/information', CONSULTATION, [10, 'jours francs'], 'decision', ['irregularite', 'caisse'], [ANCIEN_14, 'sure-checked'], { ...R2010, aRebours: true }),
  delaiLegal('mp/information', 'Information des parties avant la consultation', [10, 'jours francs'], 'ouverture-dossier', ['irregularite', 'caisse'], ['R.461-9 III CSS', 'sure-checked'], { ...R2019, aRebours: true }),
  delaiLegal('mp/crrmp', 'Décision après saisine du comité', [120, 'jours francs'], 'saisine-comite', ['reconnaissance', 'caisse'], ['R.461-10, R.441-18 CSS', 'sure-checked'], R2019),
  delaiLegal('mp/crrmp-complements', 'Compléments et observations des parties, du service médical et de la caisse', [30, 'jours francs'], 'saisine-comite', ['etape-close', 'parties'], ['R.461-10 CSS', 'sure-checked'], R2019),
  delaiLegal('mp/crrmp-observations', 'Consultation et observations, dossier figé', [40, 'jours francs'], 'saisine-comite', ['etape-close', 'parties'], ['R.461-10 CSS', 'sure-checked'], R2019),
  delaiLegal('mp/crrmp-avis', 'Avis motivé du comité', [4, 'mois'], 'saisine-comite', ['sans-effet', 'comite'], ['D.461-35 CSS (ancien)', 'unsure'], { au: '2019-11-30' }),
  delaiLegal('mp/crrmp-avis', 'Avis motivé du comité', [110, 'jours francs'], 'saisine-comite', ['sans-effet', 'comite'], ['R.461-10 CSS', 'sure-checked'], R2019),
];
