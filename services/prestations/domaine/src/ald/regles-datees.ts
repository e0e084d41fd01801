import { rppsValide } from '@sm/kernel';
import { cim10Valide, niveauServiceAld } from '@sm/nomenclatures';
import type { Demande, DemandeMedicale } from './dossier';
import type { NomenclatureAld } from './nomenclature';
import type { DelaiRegle, FaitIndicateur, PieceExigee, Recours, Regle } from './regles';
import { NATURES, SENS_AVIS, type Manque, type Piece } from './vocabulaire';

const PIECES: readonly PieceExigee[] = [
  // An electronic protocol is its own form: only paper has a sheet that can be missing.
  { piece: 'protocole', manque: 'piece_protocole', canaux: ['papier'], natures: NATURES, article: 'L.324-1 CSS' },
];

const delaisAu = (jour: string): readonly DelaiRegle[] => {
  const niveau = niveauServiceAld(jour);
  const sm = { proprietaire: 'sm', article: 'L.324-1 CSS', confiance: 'likely' } as const;
  return [
    ...(niveau === null ? [] : [{ ...sm, nature: 'niveau_service', depart: 'completude', duree: { n: niveau, unite: 'jours' }, effet: 'aucun' } as const]),
    { nature: 'recours', depart: 'notification', duree: null, proprietaire: 'assure', effet: 'presomption_definitive', article: 'R.142-1-A CSS', confiance: 'sure' },
    { ...sm, nature: 'renouvellement_6_mois', depart: 'fin_exoneration', duree: { n: -6, unite: 'mois' }, effet: 'tache' },
    { ...sm, nature: 'renouvellement_3_mois', depart: 'fin_exoneration', duree: { n: -3, unite: 'mois' }, effet: 'tache' },
    { ...sm, nature: 'expiration', depart: 'fin_exoneration', duree: { n: 0, unite: 'jours' }, effet: 'fin_exoneration', article: 'D.160-4 CSS', confiance: 'sure' },
  ];
};

const RECOURS: readonly Recours[] = [
  {
    sens: 'defavorable_medical', voie: { instance: 'expertise', delaiMois: 1, article: 'R.141-2 CSS' },
    valideDu: null, valideAu: '2018-12-31', article: 'L.141-1 CSS', confiance: 'likely',
  },
  {
    sens: 'defavorable_medical', voie: { instance: 'cmra', delaiMois: 2, article: 'R.142-1-A CSS' },
    valideDu: '2019-01-01', valideAu: null, article: 'R.142-8 CSS', confiance: 'sure',
  },
  {
    sens: 'defavorable_administratif', voie: { instance: 'cra', delaiMois: 2, article: 'R.142-1 CSS' },
    valideDu: null, valideAu: '2018-12-31', article: 'R.142-1 CSS', confiance: 'likely',
  },
  {
    sens: 'defavorable_administratif', voie: { instance: 'cra', delaiMois: 2, article: 'R.142-1-A CSS' },
    valideDu: '2019-01-01', valideAu: null, article: 'R.142-1-A CSS', confiance: 'sure',
  },
];

const INDICATEURS: readonly FaitIndicateur[] = [
  { fait: 'demande_recue', evenement: 'DemandeRecue', axes: ['nature', 'canal'] },
  { fait: 'demande_traitee', evenement: 'AvisRendu', axes: ['nature', 'canal', 'sens', 'regime'] },
  { fait: 'delai_avis', evenement: 'AvisRendu', axes: ['nature', 'canal'] },
  { fait: 'exoneration_ouverte', evenement: 'ExonerationOuverte', axes: ['nature', 'regime'] },
];

function manquesMedicaux(demande: Demande, medical: DemandeMedicale, nomenclature: NomenclatureAld): Manque[] {
  const manques: Manque[] = [];
  if (demande.regime === null) manques.push('regime');
  if (demande.regime === 'liste') {
    if (medical.ald === null) manques.push('numero_ald');
    else if (!nomenclature.aldOuverte(medical.ald, demande.jourRecu, demande.nature)) manques.push('ald_fermee');
  }
  if (medical.diagnostics.length === 0 || !medical.diagnostics.every(cim10Valide)) manques.push('diagnostic');
  if (medical.debutSoins === null) manques.push('debut_soins');
  else if (medical.debutSoins > demande.jourRecu) manques.push('dates');
  return manques;
}

function controler(demande: Demande, medical: DemandeMedicale, pieces: readonly Piece[], nomenclature: NomenclatureAld): Manque[] {
  const manques = manquesMedicaux(demande, medical, nomenclature);
  for (const exigee of PIECES) {
    const due = exigee.canaux.includes(demande.canal) && exigee.natures.includes(demande.nature);
    if (due && !pieces.includes(exigee.piece)) manques.push(exigee.manque);
  }
  if (demande.personneId === null) manques.push('identite');
  // A bad key is refused at entry but kept, flagged, in a history taken over (processes.md §2.4).
  if (!demande.repris && !rppsValide(demande.medecin)) manques.push('prescripteur');
  return manques;
}

const COMMUN = {
  procedure: 'ald',
  selection: 'systematique',
  professions: ['MC'],
  professionsSecondAvis: ['MC', 'MCCS'],
  habilitation: 'ald',
  pieces: PIECES,
  silence: { effet: 'aucun', proprietaire: 'sm', article: 'L.324-1 CSS' },
  avisPossibles: SENS_AVIS,
  recours: RECOURS,
  dureeMaxAns: 10,
  validiteUrgenceMois: 6,
  suiviPostAldMois: 24,
  indicateurs: INDICATEURS,
  controler,
} as const;

/** List of 30 illnesses of the decree of 31 December 1986, then the renumbering of the code on 1 January 2016. */
export const REGLES_ALD: readonly Regle[] = [
  { ...COMMUN, delais: delaisAu('1987-01-01'), version: 'ald-1987', valideDu: '1987-01-01', valideAu: '2015-12-31', article: 'L.322-3 CSS', confiance: 'likely' },
  { ...COMMUN, delais: delaisAu('2016-01-01'), version: 'ald-2016', valideDu: '2016-01-01', valideAu: null, article: 'L.160-14 CSS', confiance: 'sure' },
];

