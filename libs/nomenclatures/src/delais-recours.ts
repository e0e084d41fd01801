import { delaiLegal } from './legal';

const CMRA = { du: '2019-01-01' };
const OBSERVATION = [{ motif: 'observation-medicale', maximum: { valeur: 2, unite: 'mois' } }] as const;

/** A1, A7, A8 and the remedies: ALD, accord préalable, invalidité, CMRA, CRA, expertise, tribunal. */
export const DELAIS_RECOURS = [
  delaiLegal('accord-prealable/reponse', 'Réponse du service médical', [15, 'jours'], 'demande-complete', ['acceptation', 'sm'], ['L.315-2 II, D.315-5 CSS', 'sure-checked']),
  delaiLegal('accord-prealable/reponse-vph-options', 'Réponse sur les options d’un véhicule pour personne handicapée', [2, 'mois'], 'demande-complete', ['acceptation', 'sm'], ['D.315-5 CSS', 'sure-checked'], { du: '2025-12-01' }),
  delaiLegal('ald/avis', 'Avis sur le protocole de soins', [null, 'jours'], 'protocole-complet', ['sans-effet', 'sm'], ['L.324-1 CSS', 'likely'], { au: '2016-10-14' }),
  delaiLegal('ald/avis', 'Observations sur le protocole de soins', [14, 'jours'], 'reception-protocole', ['avis-favorable', 'sm'], ['L.324-1, R.324-1-1 CSS (décret 2016-1362)', 'sure-checked'], { du: '2016-10-15', pauses: OBSERVATION }),
  delaiLegal('ald/decision', 'Décision de la caisse', [1, 'mois'], 'reception-protocole', ['sans-effet', 'caisse'], ['R.324-2 CSS (décret 2016-1362)', 'sure-checked'], { du: '2016-10-15', pauses: OBSERVATION }),
  delaiLegal('invalidite/demande', 'Demande de pension par l’assuré', [12, 'mois'], 'fait-generateur', ['droit-perdu', 'assure'], ['R.341-8 CSS', 'sure-checked']),
  delaiLegal('invalidite/decision', 'Décision sur la pension', [2, 'mois'], 'demande-complete', ['rejet', 'caisse'], ['droit commun (délai propre retiré de R.341-9 CSS)', 'likely']),
  delaiLegal('expertise/demande', 'Demande d’expertise médicale', [1, 'mois'], 'notification-decision', ['droit-perdu', 'assure'], ['L.141-1, R.141-2 CSS (anciens)', 'sure-checked'], { au: '2021-12-31' }),
  delaiLegal('cmra/recours', 'Recours devant la commission médicale', [2, 'mois'], 'notification-decision', ['definitif', 'parties'], ['R.142-1-A III CSS', 'sure-checked'], CMRA),
  delaiLegal('cmra/rapport', 'Rapport médical du service médical à la commission', [10, 'jours'], 'reception-copie-recours', ['irregularite', 'sm'], ['R.142-8-2 CSS', 'sure-checked'], CMRA),
  delaiLegal('cmra/observations', 'Observations sur le rapport', [20, 'jours'], 'reception-rapport', ['etape-close', 'parties'], ['R.142-8-3 CSS', 'sure-checked'], CMRA),
  delaiLegal('cmra/convocation', 'Convocation avant l’examen', [15, 'jours'], 'examen', ['irregularite', 'commission'], ['R.142-8-4 CSS', 'sure-checked'], { ...CMRA, aRebours: true }),
  delaiLegal('cmra/decision', 'Décision après avis de la commission', [4, 'mois'], 'reception-recours', ['rejet', 'caisse'], ['R.142-8-5 CSS', 'sure-checked'], CMRA),
  delaiLegal('cra-cmra/decision', 'Décision sur un recours mixte', [6, 'mois'], 'reception-recours', ['rejet', 'caisse'], ['R.142-9-1 CSS', 'sure-checked'], { du: '2020-01-01' }),
  delaiLegal('cra/recours', 'Recours devant la commission de recours amiable', [2, 'mois'], 'notification-decision', ['definitif', 'parties'], ['R.142-1, R.142-1-A III CSS', 'sure-checked']),
  delaiLegal('cra/decision', 'Décision sur le recours', [1, 'mois'], 'reception-recours', ['rejet', 'caisse'], ['R.142-6 CSS (avant le 1er janvier 2019)', 'likely'], { au: '2018-12-31' }),
  delaiLegal('cra/decision', 'Décision sur le recours', [2, 'mois'], 'reception-recours', ['rejet', 'caisse'], ['R.142-6 CSS', 'sure-checked'], CMRA),
  delaiLegal('tribunal/recours', 'Recours au tribunal', [2, 'mois'], 'decision-ou-rejet-implicite', ['droit-perdu', 'parties'], ['R.142-1-A III CSS', 'sure-checked']),
  delaiLegal('acces-dossier/communication', 'Communication du dossier médical (2 mois s’il a plus de 5 ans)', [8, 'jours'], 'demande', ['reexamen', 'sm'], ['L.1111-7 CSP', 'sure-checked']),
];
