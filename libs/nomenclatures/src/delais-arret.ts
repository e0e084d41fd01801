import { delaiLegal } from './legal';

/** A2, sick leave: L.315-1 II, L.315-2, L.321-2, L.323-4-1, L.323-7, L.324-1 CSS. */
export const DELAIS_ARRET = [
  delaiLegal('arret/envoi-avis', 'Envoi de l’avis d’arrêt par l’assuré', [2, 'jours'], 'interruption-de-travail', ['reduction', 'assure'], ['R.321-2, D.323-2 CSS', 'sure-checked']),
  delaiLegal('arret/controle-employeur', 'Rapport du médecin contrôleur de l’employeur au service médical', [48, 'heures'], 'controle-employeur', ['sans-effet', 'employeur'], ['L.315-1 II CSS', 'sure-checked']),
  delaiLegal('arret/reexamen-demande', 'Demande de réexamen par l’assuré après suspension', [10, 'jours francs'], 'notification-suspension', ['droit-perdu', 'assure'], ['L.315-1 II, D.315-4 CSS', 'sure-checked'], { du: '2010-08-27' }),
  delaiLegal('arret/reexamen', 'Réponse du service médical à la demande de réexamen', [4, 'jours francs'], 'reception-demande-reexamen', ['sans-effet', 'sm'], ['D.315-4 CSS', 'sure-checked'], { du: '2010-08-27' }),
  delaiLegal('arret/fenetre-nouvelle-prescription', 'Temps pendant lequel un nouvel arrêt exige l’avis préalable', [10, 'jours francs'], 'decision-suspension', ['etape-close', 'assure'], ['L.323-7, D.323-4 CSS', 'sure-checked'], { du: '2010-08-27' }),
  delaiLegal('arret/nouvelle-prescription', 'Avis du service médical sur un nouvel arrêt après suspension', [4, 'jours francs'], 'reception-avis-arret', ['sans-effet', 'sm'], ['L.323-7, D.323-4 CSS', 'sure-checked'], { du: '2010-08-27' }),
  delaiLegal('arret/teleconsultation', 'Durée maximale d’un arrêt prescrit en téléconsultation', [3, 'jours'], 'prescription', ['non-indemnise', 'assure'], ['L.6316-1 CSP, L.321-1 CSS (LFSS 2024 art. 65)', 'sure-checked'], { du: '2024-01-01' }),
  delaiLegal('arret/examen-conjoint', 'Examen conjoint du médecin traitant et du médecin-conseil', [6, 'mois'], 'debut-arret-ou-soins', ['sans-effet', 'sm'], ['L.324-1, R.324-1 CSS', 'sure-checked']),
  delaiLegal('arret/pre-reprise', 'Examen de pré-reprise possible', [3, 'mois'], 'debut-arret', ['sans-effet', 'sm'], ['L.323-4-1 CSS (rédaction de 2004)', 'sure-checked'], { du: '2004-08-17', au: '2025-12-30' }),
  delaiLegal('arret/pre-reprise', 'Examen de pré-reprise possible', [30, 'jours'], 'debut-arret', ['sans-effet', 'sm'], ['L.323-4-1 CSS (LFSS 2026 art. 83)', 'sure-checked'], { du: '2025-12-31' }),
  delaiLegal('arret/avis-medecin-du-travail', 'Éléments du médecin du travail au médecin-conseil', [20, 'jours'], 'saisine-medecin-du-travail', ['sans-effet', 'medecin-du-travail'], ['D.323-3 CSS', 'sure-checked'], { du: '2004-12-30' }),
  delaiLegal('arret/convocation', 'Convocation avant l’examen', [10, 'jours'], 'examen', ['irregularite', 'sm'], ['paramètre d’organisation, aucun texte', 'unsure'], { aRebours: true }),
  delaiLegal('arret/recours', 'Contestation médicale : expertise médicale', [1, 'mois'], 'notification-decision', ['droit-perdu', 'assure'], ['L.141-1, R.141-2 CSS (anciens)', 'sure-checked'], { au: '2021-12-31' }),
  delaiLegal('arret/recours', 'Contestation médicale : commission médicale de recours amiable', [2, 'mois'], 'notification-decision', ['definitif', 'assure'], ['L.142-4, R.142-1-A, R.142-8 CSS', 'sure-checked'], { du: '2022-01-01' }),
  delaiLegal('arret/reponse-prescripteur', 'Réponse du prescripteur au médecin-conseil', [15, 'jours'], 'contact', ['sans-effet', 'sm'], ['L.162-4-1 CSS ; la durée est un paramètre d’organisation', 'unsure']),
];
