import { lireAxe, retient, ecrireAxe } from './axes';
import { SECTIONS_RAPPORT } from './donnees/rapport-annuel';
import { fusionner } from './fusions';
import { chiffreDe, type Indicateur, type LigneLue } from './indicateurs';
import { MESURES, casierDelai } from './mesures';
import { INDICATEURS, INDICATEURS_AGREGES, construireRapport, indicateur } from './rapport';

const enTete = { unite: { code: 'ELSM-931', nom: 'ELSM', region: null }, annee: 2016, perimetre: 'epoque', sources: null, origine: 'compteurs', arreteLe: null, fraicheur: { dernierEvenement: null, retard: 0, misDeCote: 0 } } as const;
const avis = (axe: string, valeur: number, periode = '2016-02-01'): LigneLue => ({ unite: 101, periode, indicateur: 'ald.avis', axe, valeur });
const delai = (jours: number, valeur: number, periode = '2016-02-01'): LigneLue => ({ unite: 101, periode, indicateur: 'ald.delai', axe: `caisse=931,delai=${jours},departement=93,nature=initiale`, valeur });

test('les quatre-vingt-deux chiffres du rapport de 2016 y sont, chacun une fois', () => {
  const ids = INDICATEURS.map((i) => i.id).filter((id) => id.startsWith('IND-002-'));
  expect(ids).toEqual(Array.from({ length: 82 }, (_, i) => `IND-002-${String(i + 1).padStart(2, '0')}`));
  expect(SECTIONS_RAPPORT.map((s) => s.titre)).toEqual(expect.arrayContaining(['Affections de longue durée', 'Arrêts de travail', 'Sophia', 'Prado']));
});

test('un chiffre non tenu est dit tel et ne porte aucun nombre ; un chiffre tenu sans événement vaut zéro', () => {
  const r = construireRapport(enTete, []);
  const chiffres = r.sections.flatMap((s) => s.chiffres);
  expect(chiffres.find((c) => c.id === 'IND-002-38')).toEqual({ id: 'IND-002-38', libelle: 'Nouvelles campagnes MSAP / MSO', unite: 'campagnes', valeur: null, source: 'non_calcule' });
  expect(chiffres.find((c) => c.id === 'IND-002-33')).toMatchObject({ valeur: 0, source: 'calcule' });
  expect(chiffres.find((c) => c.id === 'IND-002-29')).toMatchObject({ valeur: 0, source: 'calcule' });
  expect(r.delais).toEqual({ mediane: null, p90: null, moins25: { numerateur: 0, denominateur: 0, pourcentage: null }, histogramme: [] });
});

test('les chiffres de l’année 2016 se retrouvent depuis leurs compteurs', () => {
  const lignes = [
    avis('canal=pse,nature=initiale', 17_483), avis('canal=papier,nature=initiale', 31_106), avis('canal=papier,nature=prolongation', 37_603, '2016-03-01'), delai(24, 81_193), delai(25, 4_999, '2016-03-01'),
  ];
  const r = construireRapport(enTete, lignes);
  const valeur = (id: string) => r.sections.flatMap((s) => s.chiffres).find((c) => c.id === id)?.valeur;
  expect(['29', '30', '31', '32'].map((n) => valeur(`IND-002-${n}`))).toEqual([48_589, 37_603, 17_483, 94.2]);
  expect(r.delais.moins25).toEqual({ numerateur: 81_193, denominateur: 86_192, pourcentage: 94.2 });
  expect(r.parMois[1]).toEqual({ mois: '2016-02', initiales: 48_589, prolongations: 0, pse: 17_483 });
  expect(r.parMois[2]).toMatchObject({ prolongations: 37_603 });
});

test('les cinq chiffres des arrêts, accidents et maladies se retrouvent, leurs parties font le total, la part sur personne garde son dénominateur', () => {
  const ligne = (indicateur: string, axe: string, valeur: number): LigneLue => ({ unite: 101, periode: '2016-02-01', indicateur, axe, valeur });
  const lignes = [
    ligne('arret.avis', 'conclusion=justifie,mode=pieces,risque=maladie', 15_227), ligne('arret.avis', 'conclusion=reprise,mode=sur_personne,risque=maladie', 8_118), ligne('arret.avis', 'conclusion=justifie,mode=prescripteur,risque=at', 5_387),
    ligne('arret.avis', 'conclusion=sans_objet,mode=telephone,risque=mp', 1_197), ligne('arret.notice', 'canal=electronique,nature=initiale,risque=at', 38_969), ligne('arret.notice', 'canal=papier,nature=initiale,risque=at', 7),
    ligne('atmp.avis', 'conclusion=imputable,objet=imputabilite,risque=at', 17_000), ligne('atmp.avis', 'conclusion=non_imputable,objet=rechute,risque=mp', 521), ligne('mp.avis', 'conclusion=maladie_designee', 2_336),
  ];
  const chiffres = new Map(construireRapport(enTete, lignes).sections.flatMap((s) => s.chiffres).map((c) => [c.id, c]));
  expect(['33', '34', '35', '36', '37'].map((n) => chiffres.get(`IND-002-${n}`)?.valeur)).toEqual([29_929, 8_118, 38_969, 17_521, 2_336]);
  const somme = (...ids: string[]): number => ids.reduce((n, id) => n + (chiffres.get(id)?.valeur ?? NaN), 0);
  expect(somme('ARR-01', 'ARR-02', 'ARR-03')).toBe(29_929);
  expect(somme('ARR-05', 'ARR-06', 'ARR-07', 'ARR-08', 'IND-002-34')).toBe(29_929);
  expect(somme('ARR-10', 'ARR-11', 'ARR-12', 'ARR-13', 'ARR-14', 'ARR-15')).toBe(29_929);
  expect(somme('ATMP-01', 'ATMP-02', 'ATMP-03')).toBe(17_521);
  expect(chiffres.get('ARR-04')).toMatchObject({ valeur: 27.1, numerateur: 8_118, denominateur: 29_929, unite: '%' });
});

test('le seuil est celui du jour de l’acte', () => {
  const date: Indicateur = {
    ...indicateur('IND-002-32')!,
    calcul: { genre: 'part_sous_seuil', mesure: 'ald.delai', filtre: {}, seuils: [
      { jours: 25, du: null, au: '2016-06-30', source: '', confiance: 'sure' }, { jours: 15, du: '2016-07-01', au: null, source: '', confiance: 'sure' },
    ] },
  };
  expect(chiffreDe(date, [delai(20, 3, '2016-06-01'), delai(20, 5, '2016-07-01')])).toEqual({ valeur: 37.5, numerateur: 3, denominateur: 8 });
});

test('chaque indicateur calculé lit une mesure qui existe, et ne filtre que sur les axes de celle-ci', () => {
  expect(INDICATEURS_AGREGES.map((i) => i.id).slice(0, 9)).toEqual(Array.from({ length: 9 }, (_, i) => `IND-002-${29 + i}`));
  for (const { calcul } of INDICATEURS) {
    if (!calcul) continue;
    const mesure = MESURES.find((m) => m.code === calcul.mesure)!;
    for (const [nom, valeurs] of Object.entries(calcul.filtre)) {
      expect(mesure.axes).toContain(nom);
      for (const v of valeurs) expect(ecrireAxe({ sens: v })).toBe(`sens=${v}`);
    }
  }
});

test('les axes sont une liste fermée, écrite dans un seul ordre', () => {
  expect(ecrireAxe({ sens: 'favorable', canal: 'pse', regime: '' })).toBe('canal=pse,sens=favorable');
  expect(ecrireAxe({})).toBe('*');
  expect(lireAxe('canal=pse,sens=favorable')).toEqual({ canal: 'pse', sens: 'favorable' });
  expect(() => lireAxe('diagnostic=E11')).toThrow('axe-inconnu');
  expect(() => ecrireAxe({ canal: 'a|b' })).toThrow('axe-refuse');
  expect(retient({ canal: ['pse'] }, { canal: 'papier' })).toBe(false);
  expect(casierDelai(900)).toBe('367');
});

test('chaque fusion dit ce qu’elle peut : somme, stock du dernier jour, extrême, distinct non ventilable', () => {
  const etats = [{ unite: 1, jour: '2016-01-31', valeur: 5 }, { unite: 1, jour: '2016-12-31', valeur: 7 }, { unite: 2, jour: '2016-12-31', valeur: 2 }];
  expect(fusionner('SOMME', etats)).toBe(14);
  expect(fusionner('STOCK', etats)).toBe(9);
  expect(fusionner('EXTREME', etats)).toBe(7);
  expect(fusionner('DISTINCT', etats)).toBeNull();
  expect(fusionner('DISTINCT', etats.slice(0, 1))).toBe(5);
  expect(fusionner('SOMME', [])).toBeNull();
});
