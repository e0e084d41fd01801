import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { carteAnnuelle, type LigneAgregat } from './carte';
import { cellules, prorata } from './cellules';
import { effectifs, EFFECTIFS, JOUR_EFFECTIFS, PROFESSIONS } from './effectifs';
import { CONTROLES_GRAND_EST, controlesGrandEst } from './grand-est';
import { MESURES_CARTE } from './mesures-carte';
import { enPoste, personnel } from './personnel';
import { habitants, POPULATIONS, type Echelon } from './populations';

/** The real map of one day, from the reference file of the organisation. */
function carteDu(jour: string): Echelon[] {
  const [entete = '', ...lignes] = readFileSync(join(__dirname, '../../../services/organisation/app/src/donnees/organisation.csv'), 'utf8').trim().split('\n');
  const colonne = (nom: string): number => entete.split(';').indexOf(nom);
  const regions = new Map([['101', 'DRSM-ALM'], ['111', 'DRSM-NES'], ['119', 'DRSM-GES']]);
  return lignes.map((l) => l.split(';')).filter((l) => (l[colonne('valide_du')] ?? '') <= jour && (l[colonne('valide_au')] || '9999') >= jour).map((l) => ({
    id: Number(l[colonne('unite_id')]), code: `ELSM-${l[colonne('caisse')]}`, region: regions.get(l[colonne('region_id')] ?? '') ?? 'DRSM-XXX', departement: l[colonne('departement')] ?? '', caisse: l[colonne('caisse')] ?? '',
  }));
}

const CARTE_2016 = carteDu('2016-12-31');
const SEPT = CARTE_2016.slice(0, 7);
const O = { graine: 931, hier: '2026-11-21' };
const total = (lignes: readonly LigneAgregat[], garder: (l: LigneAgregat) => boolean = () => true): number => lignes.filter(garder).reduce((n, l) => n + l.valeur, 0);
const de = (indicateur: string, contient = '') => (l: LigneAgregat): boolean => l.indicateur === indicateur && l.axe.includes(contient);
const cle = (l: LigneAgregat): string => `${l.unite}|${l.indicateur}|${l.axe}|${l.jour}`;

test('la carte de 2016 a 107 échelons, et chaque habitant y est compté une fois', () => {
  expect(CARTE_2016).toHaveLength(107);
  expect(Math.round(habitants(CARTE_2016).reduce((a, b) => a + b, 0))).toBe(Object.values(POPULATIONS).reduce((a, b) => a + b, 0));
  expect(() => habitants([{ ...SEPT[0]!, departement: '20' }])).toThrow('aucune population');
});

test('les cellules ont exactement les totaux voulus sur chaque axe, avec le moins de cellules possible', () => {
  for (const n of [0, 1, 2, 7, 99, 1_234]) {
    const vues = cellules(n, [['nature', [['initiale', 564], ['prolongation', 436]]]], [['sens', [['favorable', 93], ['defavorable', 7]]], ['regime', [['liste', 95], ['autre', 5]]]]);
    expect(vues.reduce((s, c) => s + c.valeur, 0)).toBe(n);
    expect(vues.filter((c) => c.axe['sens'] === 'defavorable').reduce((s, c) => s + c.valeur, 0)).toBe(Math.round(n * 0.07));
    expect(vues.length).toBeLessThanOrEqual(4);
    expect(vues.every((c) => c.valeur > 0)).toBe(true);
  }
  const pleines = cellules(100, [['nature', [['initiale', 1], ['prolongation', 1]]]], []);
  expect(prorata(pleines, 3).map((c) => c.valeur).reduce((a, b) => a + b, 0)).toBe(3);
  expect(prorata(pleines, 0).map((c) => c.valeur)).toEqual([0, 0]);
});

test('la même graine donne les mêmes chiffres, une autre en donne d’autres', () => {
  const lire = (graine: number): LigneAgregat[] => [...carteAnnuelle(SEPT, 2016, { ...O, graine })];
  expect(lire(931)).toEqual(lire(931));
  expect(lire(931)).not.toEqual(lire(932));
});

test('aucune ligne n’est de l’échelon de Seine-Saint-Denis, et toutes disent leur source', () => {
  const lignes = [...carteAnnuelle(CARTE_2016, 2016, O)];
  expect(new Set(lignes.map((l) => l.unite)).size).toBe(106);
  expect(lignes.some((l) => l.unite === 1125)).toBe(false);
  expect(lignes.every((l) => l.source === 'demonstration' && Number.isInteger(l.valeur) && l.valeur >= 0)).toBe(true);
  expect(new Set(lignes.map(cle)).size).toBe(lignes.length);
});

test.each([2016, 2019, 2024, 2026])('en %i, les délais portent sur les mêmes avis que les comptes, unité par unité', (annee) => {
  const lignes = [...carteAnnuelle(SEPT, annee, O)];
  for (const { id } of SEPT) {
    const vues = lignes.filter((l) => l.unite === id);
    expect(total(vues, de('ald.delai'))).toBe(total(vues, de('ald.avis')));
    const sous25 = ['6', '12', '19'].reduce((n, d) => n + total(vues, de('ald.delai', `delai=${d},`)), 0);
    expect(sous25 / total(vues, de('ald.delai'))).toBeGreaterThan(0.85);
  }
});

/** The lines of the report on leaves, accidents and diseases, as `arrets-atmp.ts` of pilotage filters them. */
const LIGNES_ARRETS: readonly (readonly [string, string])[] = [
  ...['', 'mode=sur_personne', 'risque=maladie', 'risque=at', 'risque=mp', 'mode=pieces', 'mode=prescripteur', 'mode=telephone', 'conclusion=justifie', 'conclusion=reprise', 'conclusion=stabilise', 'conclusion=pdp',
    'conclusion=sans_objet', 'conclusion=non_controlable', 'conclusion=absence'].map((f) => ['arret.avis', f] as const),
  ['arret.notice', 'canal=electronique'], ['mp.avis', ''], ['mp.avis', 'conclusion=maladie_designee'],
  ...['', 'objet=imputabilite', 'objet=nouvelle_lesion', 'objet=rechute', 'conclusion=imputable', 'conclusion=partiel'].map((f) => ['atmp.avis', f] as const),
];

test.each([2016, 2019, 2026])('en %i, chaque échelon a des arrêts, des avis d’arrêt, des accidents et des maladies, dans les proportions de sa population', (annee) => {
  const lignes = [...carteAnnuelle(CARTE_2016, annee, O)];
  for (const { id } of CARTE_2016.filter((e) => e.code !== 'ELSM-931')) {
    const vues = lignes.filter((l) => l.unite === id);
    expect(LIGNES_ARRETS.filter(([mesure, filtre]) => total(vues, de(mesure, filtre)) === 0)).toEqual([]);
    const avis = total(vues, de('arret.avis'));
    expect([total(vues, de('arret.avis', 'mode=sur_personne')) / avis, total(vues, de('arret.avis', 'risque=maladie')) / avis].map((t) => t > 0.15 && t < 0.9)).toEqual([true, true]);
  }
  const habites = habitants(CARTE_2016).reduce((s, n, i) => s + (CARTE_2016[i]!.code === 'ELSM-931' ? 0 : n), 0);
  for (const [mesure, pour1000] of [['arret.avis', 18.7], ['arret.notice', 24.4], ['atmp.avis', 11], ['mp.avis', 1.46]] as const) {
    expect(Math.abs((total(lignes, de(mesure)) * 1000) / habites / pour1000 - 1)).toBeLessThan(annee === 2026 ? 0.2 : 0.12);
  }
});

test('les chiffres suivent la population', () => {
  const lignes = [...carteAnnuelle(CARTE_2016, 2016, O)];
  const avis = (departement: string): number => total(lignes, de('ald.avis', `departement=${departement},`));
  expect(avis('75') / avis('48')).toBeGreaterThan(15);
  expect(avis('59')).toBeGreaterThan(avis('75'));
});

test('un mois en cours est compté jusqu’à la veille, et le jour suivant remplace le même état', () => {
  const le = (hier: string, apres?: string): LigneAgregat[] => [...carteAnnuelle(SEPT, 2026, { graine: 931, hier, ...(apres ? { apres } : {}) })];
  const appliquer = (...depots: LigneAgregat[][]): Map<string, LigneAgregat> => {
    const etats = new Map<string, LigneAgregat>();
    for (const l of depots.flat()) if ((etats.get(cle(l))?.n ?? 0) < l.n) etats.set(cle(l), l);
    return etats;
  };
  const somme = (m: Map<string, LigneAgregat>): number => total([...m.values()]);
  expect(le('2026-11-21').every((l) => l.jour <= '2026-11-21')).toBe(true);
  const parEtapes = appliquer(le('2026-11-10'), le('2026-11-21', '2026-11-10'), le('2026-12-31', '2026-11-21'));
  expect(somme(parEtapes)).toBe(somme(appliquer(le('2026-12-31'))));
  expect(somme(appliquer(le('2026-11-10')))).toBeLessThan(somme(appliquer(le('2026-11-21'))));
  expect(le('2026-11-21', '2026-11-10').length).toBeLessThan(le('2026-11-21').length / 3);
});

test('ajouter une mesure est une ligne : les axes sont ceux d’un compte, dans l’ordre du contrat', () => {
  const lignes = [...carteAnnuelle(SEPT.slice(0, 1), 2016, O)];
  expect(new Set(lignes.map((l) => l.indicateur))).toEqual(new Set(MESURES_CARTE.map((m) => m.indicateur)));
  for (const { axe } of lignes) expect(axe.split(',').map((c) => c.split('=')[0])).toEqual(axe.split(',').map((c) => c.split('=')[0]).sort());
});

describe('Grand Est (document 003)', () => {
  const lire = (annee: number): LigneAgregat[] => [...controlesGrandEst(carteDu(`${annee}-12-31`), annee)];
  test.each([[2016, 170_000, 20_400], [2019, 85_000, 14_450]])('en %i : %i contrôles et %i reprises, exactement', (annee, controles, reprises) => {
    const lignes = lire(annee);
    expect([total(lignes), total(lignes, de('arret.controle', 'sens=reprise'))]).toEqual([controles, reprises]);
    expect(new Set(lignes.map((l) => l.unite)).size).toBe(10);
    expect(lignes.every((l) => l.valeur >= 0)).toBe(true);
  });
  test('les années que le document ne dit pas sont dites telles, entre celles qu’il dit', () => {
    expect(Object.values(CONTROLES_GRAND_EST).map((a) => a.dit)).toEqual(['source', 'interpole', 'interpole', 'source', 'reconduit']);
    const taux = [2016, 2017, 2018, 2019].map((a) => CONTROLES_GRAND_EST[a]!.reprises / CONTROLES_GRAND_EST[a]!.controles);
    expect(taux).toEqual([...taux].sort((a, b) => a - b));
    expect(lire(2020).every((l) => l.jour.startsWith('2020'))).toBe(true);
    expect(lire(2024)).toEqual([]);
  });
});

test('l’effectif national et celui d’Alsace-Moselle sont exactement ceux de la présentation, l’échelon de l’échantillon compté une fois', () => {
  const lignes = [...effectifs(CARTE_2016, personnel())];
  const alsace = new Set(CARTE_2016.filter((e) => e.region === 'DRSM-ALM').map((e) => e.id));
  for (const p of PROFESSIONS) {
    expect(total(lignes, de('organisation.effectif', `profession=${p}`))).toBe(EFFECTIFS.national[p]);
    expect(total(lignes, (l) => alsace.has(l.unite) && l.axe === `profession=${p}`)).toBe(EFFECTIFS.alsaceMoselle[p]);
  }
  expect(total(lignes, (l) => l.unite === 1125)).toBe(enPoste(personnel(), 'ELSM-931', JOUR_EFFECTIFS).length);
  expect(total(lignes, (l) => l.unite === 1125 && l.axe === 'profession=administratif')).toBe(124);
});
