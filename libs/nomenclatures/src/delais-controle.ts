import { delaiLegal } from './legal';

/** Other procedures: analysis of activity, penalties, undue payments, MSO and MSAP, T2A, third parties, return to work, CPTS. */
export const DELAIS_CONTROLE = [
  delaiLegal('analyse-activite/entretien', 'Demande d’entretien par le professionnel', [1, 'mois'], 'reception-griefs', ['etape-close', 'ps'], ['R.315-1-2 CSS', 'sure-checked']),
  delaiLegal('analyse-activite/compte-rendu', 'Envoi du compte rendu', [15, 'jours'], 'entretien', ['irregularite', 'sm'], ['D.315-2 CSS', 'sure-checked']),
  delaiLegal('analyse-activite/retour-compte-rendu', 'Retour du compte rendu signé', [15, 'jours'], 'reception-compte-rendu', ['approbation', 'ps'], ['D.315-2 CSS', 'sure-checked']),
  delaiLegal('analyse-activite/suites', 'Annonce des suites par la caisse', [3, 'mois'], 'fin-des-delais-precedents', ['renonciation', 'caisse'], ['D.315-3 CSS', 'sure-checked']),
  delaiLegal('penalite/observations', 'Observations ou audition', [1, 'mois'], 'reception-notification', ['etape-close', 'mis-en-cause'], ['R.147-2 I CSS', 'sure-checked']),
  delaiLegal('penalite/avertissement', 'Avertissement', [15, 'jours'], 'fin-observations', ['sans-effet', 'caisse'], ['R.147-2 CSS', 'sure-checked']),
  delaiLegal('penalite/avis-conforme-demande', 'Demande d’avis conforme au directeur général de l’UNCAM', [15, 'jours'], 'avis-commission', ['renonciation', 'caisse'], ['R.147-2 III CSS', 'sure-checked']),
  delaiLegal('penalite/avis-commission', 'Avis de la commission', [2, 'mois'], 'saisine-commission', ['avis-repute-rendu', 'commission'], ['R.147-2 II CSS', 'likely']),
  delaiLegal('penalite/avis-uncam', 'Avis du directeur général de l’UNCAM', [1, 'mois'], 'saisine-uncam', ['sans-effet', 'uncam'], ['R.147-2 CSS, effet à confirmer', 'unsure']),
  delaiLegal('penalite/faits', 'Prescription des faits', [5, 'ans'], 'faits', ['prescription', 'caisse'], ['L.114-17-1 CSS (texte ancien)', 'sure-checked']),
  delaiLegal('sas/plainte', 'Plainte devant la section des assurances sociales', [3, 'ans'], 'fait', ['prescription', 'plaignant'], ['R.145-22 CSS (R.145-17 ancien)', 'sure-checked']),
  delaiLegal('indu/paiement', 'Paiement ou observations', [2, 'mois'], 'reception-notification', ['majoration', 'ps'], ['R.133-9-1 CSS', 'sure-checked']),
  delaiLegal('indu/prescription', 'Prescription de l’indu', [3, 'ans'], 'paiement', ['prescription', 'caisse'], ['L.133-4 CSS', 'sure-checked']),
  delaiLegal('indu/prescription-fraude', 'Prescription de l’indu frauduleux', [5, 'ans'], 'paiement', ['prescription', 'caisse'], ['droit commun', 'sure-checked']),
  delaiLegal('mso-msap/observations', 'Observations ou audition', [1, 'mois'], 'notification', ['etape-close', 'ps'], ['R.148-1 I CSS', 'sure-checked']),
  delaiLegal('mso-msap/choix', 'Choix du directeur', [1, 'mois'], 'fin-observations', ['renonciation', 'caisse'], ['R.148-1 II CSS', 'sure-checked']),
  delaiLegal('mso/reponse', 'Réponse du professionnel', [15, 'jours'], 'proposition', ['rejet', 'ps'], ['R.148 section 2 CSS, effet à confirmer', 'likely']),
  delaiLegal('msap/duree', 'Durée maximale', [6, 'mois'], 'decision', ['fin-de-mesure', 'caisse'], ['L.162-1-15 CSS', 'sure-checked']),
  delaiLegal('t2a/observations', 'Observations de l’établissement', [30, 'jours'], 'reception-rapport', ['definitif', 'etablissement'], ['R.162-35-2 et suivants CSS', 'sure-checked']),
  delaiLegal('t2a/montants', 'Calcul des montants par les caisses', [2, 'mois'], 'demande-ucr', ['sans-effet', 'caisse'], ['R.162-35 et suivants CSS', 'sure-checked']),
  delaiLegal('rct/declaration', 'Déclaration de la victime', [15, 'jours'], 'accident', ['sans-effet', 'assure'], ['pratique, D.376-1 CSS', 'likely']),
  delaiLegal('essai-encadre/duree', 'Durée (renouvelable, 28 en tout)', [14, 'jours ouvrables'], 'debut', ['fin-de-mesure', 'assure'], ['D.323-6-4 et suivants CSS', 'sure-checked'], { du: '2022-03-31' }),
  delaiLegal('cpts/demarrage', 'Mission démarrée', [12, 'mois'], 'signature-aci', ['reexamen', 'structure'], ['ACI CPTS', 'sure-checked'], { du: '2019-06-20' }),
  delaiLegal('cpts/deploiement', 'Mission déployée', [24, 'mois'], 'signature-aci', ['reexamen', 'structure'], ['ACI CPTS', 'sure-checked'], { du: '2019-06-20' }),
];
