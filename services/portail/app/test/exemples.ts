import type { ClientMachine, Persona } from '../src/config';

export const PERSONAS: readonly Persona[] = [
  { sub: 'agent:931-0001', nom: 'Dr Anselme Vauquelin', role: 'MC', unite: 'ELSM-931', quoi: 'ses dossiers à instruire et ses avis', rpps: '10000000012' },
  { sub: 'agent:931-0002', nom: 'Dr Odile Marchepied', role: 'MCCS', unite: 'ELSM-931', quoi: "le rapport d'activité 2016 de l'échelon" },
  { sub: 'agent:931-0003', nom: 'Basile Fontanges', role: 'TSM', unite: 'ELSM-931', quoi: 'les demandes reçues, leurs pièces et les affectations' },
  { sub: 'agent:cnam-0001', nom: 'Hortense Delaunoy', role: 'MCN', unite: 'CNAM', quoi: 'le tableau des régions, par chiffres agrégés seulement' },
];

export const CLIENTS: readonly ClientMachine[] = [
  { id: 'amorce', secret: 'secret-de-test-amorce', sub: 'machine:amorce' },
  { id: 'service-pilotage', secret: 'secret-de-test-pilotage', sub: 'service:pilotage' },
];

const MOIS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

/** Yearly report in the shape pilotage answers; `nom` replaces the unit's name. */
export const rapport = (nom = 'Échelon local de Seine-Saint-Denis') => ({
  unite: { code: 'ELSM-931', nom, region: 'Île-de-France' },
  annee: 2016,
  arreteLe: '2017-01-15',
  fraicheur: { dernierEvenement: '2017-01-14T16:02:00+01:00', retard: 0 },
  sections: [
    {
      titre: 'Affections de longue durée',
      chiffres: [
        { id: 'IND-002-29', libelle: "Demandes nouvelles d'ALD traitées", valeur: 48_589, unite: 'demandes', source: 'calcule' },
        { id: 'IND-002-30', libelle: "Demandes de prolongation d'ALD traitées", valeur: 37_603, unite: 'demandes', source: 'calcule' },
        { id: 'IND-002-31', libelle: 'Nouveaux protocoles de soins électroniques traités', valeur: 17_483, unite: 'protocoles', source: 'calcule' },
        { id: 'IND-002-32', libelle: "Part des demandes d'ALD traitées en moins de 25 jours", valeur: 94.2, unite: '%', numerateur: 81_193, denominateur: 86_192, source: 'calcule' },
      ],
    },
    { titre: 'Arrêts de travail', chiffres: [{ id: 'IND-002-33', libelle: "Avis d'arrêts de travail", valeur: null, unite: 'avis', source: 'non_calcule' }] },
  ],
  delais: {
    mediane: 11,
    p90: 22,
    moins25: { numerateur: 81_193, denominateur: 86_192, pourcentage: 94.2 },
    histogramme: Array.from({ length: 48 }, (_, jours) => ({ jours, n: Math.round(7_000 * Math.exp(-((jours - 11) ** 2) / 90) + 60) })),
  },
  parMois: MOIS.map((m, i) => ({ mois: `2016-${m}`, initiales: 3_900 + ((i * 397) % 500), prolongations: 3_000 + ((i * 211) % 400), pse: 1_400 + ((i * 97) % 150) })),
});

/** Aggregates in the shape pilotage answers. */
export const agregats = (nom = 'Île-de-France') => ({
  annee: 2016,
  perimetre: 'epoque',
  lignes: [
    { unite: { id: 1, code: 'H-IDF', nom, type: 'regionale' }, valeurs: { 'IND-002-29': 48_589, 'IND-002-30': 37_603, 'IND-002-32': 94.2 }, arreteLe: '2017-01-15' },
    { unite: { id: 2, code: 'H-AQU', nom: 'Aquitaine', type: 'regionale' }, valeurs: { 'IND-002-29': null, 'IND-002-30': null, 'IND-002-32': null }, arreteLe: '2017-01-15' },
  ],
  indicateurs: [
    { id: 'IND-002-29', libelle: "Demandes nouvelles d'ALD traitées", unite: 'demandes' },
    { id: 'IND-002-30', libelle: "Demandes de prolongation d'ALD traitées", unite: 'demandes' },
    { id: 'IND-002-32', libelle: 'Part traitée en moins de 25 jours', unite: '%' },
  ],
  total: { 'IND-002-29': 48_589, 'IND-002-30': 37_603, 'IND-002-32': 94.2 },
});
