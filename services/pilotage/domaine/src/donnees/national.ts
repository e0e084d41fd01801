import { section, type Reste, type Section } from '../indicateurs';

const effectif = (profession: readonly string[]): Reste =>
  ({ calcul: { genre: 'stock', mesure: 'organisation.effectif', filtre: profession.length ? { profession } : {} }, axes: ['profession'] });

const REPRISE: Reste = { calcul: { genre: 'part', mesure: 'arret.controle', filtre: {}, numerateur: { sens: ['reprise'] } }, axes: ['sens'] };
const [DEBUT_2016, FIN_2016] = ['2016-01-01', '2016-12-31'];

/** Figures of the founding documents on the whole service and on one region: fed by what other sources deposit. */
export const SECTIONS_NATIONALES: readonly Section[] = [
  section('Chiffres du service médical', 'Effectif du service médical', [
    ['IND-000-04', 'Praticiens-conseils du service médical', 'personnes', 'ORG', 'effectif', 'STOCK', 'stock', effectif(['medecin', 'chirurgien-dentiste', 'pharmacien'])],
    ['IND-000-05', 'dont médecins-conseils', 'personnes', 'ORG', 'effectif', 'STOCK', 'stock', effectif(['medecin'])],
    ['IND-000-06', 'dont chirurgiens-dentistes-conseils', 'personnes', 'ORG', 'effectif', 'STOCK', 'stock', effectif(['chirurgien-dentiste'])],
    ['IND-000-07', 'dont pharmaciens-conseils', 'personnes', 'ORG', 'effectif', 'STOCK', 'stock', effectif(['pharmacien'])],
    ['IND-000-08', 'Agents administratifs et cadres', 'personnes', 'ORG', 'effectif', 'STOCK', 'stock', effectif(['administratif'])],
  ]),
  section('Chiffres du service médical', 'Contrôle des arrêts de travail', [
    ['IND-003-06', 'Contrôles d’arrêts de travail réalisés', 'contrôles', 'CPR', 'activite', 'SOMME', 'controle', { calcul: { genre: 'compte_depose', mesure: 'arret.controle', filtre: {} }, axes: ['sens'] }],
    ['IND-003-07', 'Part d’avis de reprise d’activité', '%', 'CPR', 'resultat', 'SOMME', 'controle', { ...REPRISE, valideDu: '2017-01-01' }],
    ['IND-003-10', 'Part d’avis de reprise d’activité (2016)', '%', 'CPR', 'resultat', 'SOMME', 'controle', { ...REPRISE, valideDu: DEBUT_2016, valideAu: FIN_2016 }],
    ['IND-003-11', 'Contrôles de 2016 rapportés à ceux de 2019', 'rapport', 'CPR', 'activite', 'SOMME', 'controle', {
      calcul: { genre: 'rapport_annuel', mesure: 'arret.controle', filtre: {}, reference: 2019 }, valideDu: DEBUT_2016, valideAu: FIN_2016,
    }],
  ]),
];
