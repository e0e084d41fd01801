import { section, type Reste, type Section } from '../indicateurs';
import type { Filtre, NomAxe } from '../axes';

type Ligne = readonly [id: string, libelle: string, unite: string, service: string, genre: 'activite' | 'resultat', fusion: 'SOMME', periode: string, reste: Reste];

const compte = (mesure: string, filtre: Filtre): Reste => ({ calcul: { genre: 'compte', mesure, filtre }, axes: Object.keys(filtre) as NomAxe[] });
const part = (mesure: string, numerateur: Filtre): Reste => ({ calcul: { genre: 'part', mesure, filtre: {}, numerateur }, axes: Object.keys(numerateur) as NomAxe[] });

const avis = (id: string, libelle: string, mesure: string, filtre: Filtre): Ligne => [id, libelle, 'avis', 'CPR', 'activite', 'SOMME', 'avis', compte(mesure, filtre)];
const taux = (id: string, libelle: string, mesure: string, numerateur: Filtre): Ligne => [id, libelle, '%', 'CPR', 'resultat', 'SOMME', 'avis', part(mesure, numerateur)];

const RUBRIQUE = 'S’assurer que les règles sont respectées';

/** The five figures of 2016 on leaves, accidents and diseases, each with what it is made of: the lines of one axis add up to the total. */
export const SECTIONS_ARRETS_ATMP: readonly Section[] = [
  section(RUBRIQUE, 'Arrêts de travail', [
    avis('IND-002-33', 'Avis d’arrêts de travail', 'arret.avis', {}),
    avis('IND-002-34', 'Avis contrôlés sur personne', 'arret.avis', { mode: ['sur_personne'] }),
    ['IND-002-35', 'Avis d’arrêt dématérialisés reçus', 'avis', 'CPR', 'activite', 'SOMME', 'reception', compte('arret.notice', { canal: ['electronique'] })],
  ]),
  section(RUBRIQUE, 'Arrêts de travail : détail', [
    avis('ARR-01', 'Risque maladie', 'arret.avis', { risque: ['maladie'] }),
    avis('ARR-02', 'Risque accident du travail', 'arret.avis', { risque: ['at'] }),
    avis('ARR-03', 'Risque maladie professionnelle', 'arret.avis', { risque: ['mp'] }),
    taux('ARR-04', 'Part des avis contrôlés sur personne', 'arret.avis', { mode: ['sur_personne'] }),
    avis('ARR-05', 'Avis sur pièces', 'arret.avis', { mode: ['pieces'] }),
    avis('ARR-06', 'Avis après échange avec le prescripteur', 'arret.avis', { mode: ['prescripteur'] }),
    avis('ARR-07', 'Avis par téléphone', 'arret.avis', { mode: ['telephone'] }),
    avis('ARR-08', 'Avis à distance', 'arret.avis', { mode: ['a_distance'] }),
    taux('ARR-09', 'Part d’avis de reprise d’activité', 'arret.avis', { conclusion: ['reprise'] }),
    avis('ARR-10', 'Arrêts justifiés', 'arret.avis', { conclusion: ['justifie'] }),
    avis('ARR-11', 'Reprises d’activité', 'arret.avis', { conclusion: ['reprise'] }),
    avis('ARR-12', 'États stabilisés', 'arret.avis', { conclusion: ['stabilise'] }),
    avis('ARR-13', 'Orientations vers la prévention de la désinsertion', 'arret.avis', { conclusion: ['pdp'] }),
    avis('ARR-14', 'Non contrôlables, sans objet', 'arret.avis', { conclusion: ['non_controlable', 'sans_objet'] }),
    avis('ARR-15', 'Absences sans motif, rapports de l’employeur', 'arret.avis', { conclusion: ['absence', 'rapport_employeur'] }),
  ]),
  section(RUBRIQUE, 'Accidents du travail et maladies professionnelles', [
    avis('IND-002-36', 'Avis AT/MP hors arrêt de travail', 'atmp.avis', {}),
    avis('IND-002-37', 'Avis de reconnaissance de maladies professionnelles', 'mp.avis', {}),
  ]),
  section(RUBRIQUE, 'Accidents du travail et maladies professionnelles : détail', [
    avis('ATMP-01', 'Imputabilité', 'atmp.avis', { objet: ['imputabilite'] }),
    avis('ATMP-02', 'Nouvelles lésions', 'atmp.avis', { objet: ['nouvelle_lesion'] }),
    avis('ATMP-03', 'Rechutes', 'atmp.avis', { objet: ['rechute'] }),
    avis('ATMP-04', 'Lésions jugées imputables, en tout ou en partie', 'atmp.avis', { conclusion: ['imputable', 'partiel'] }),
    avis('ATMP-05', 'Maladies désignées par un tableau', 'mp.avis', { conclusion: ['maladie_designee'] }),
  ]),
];
