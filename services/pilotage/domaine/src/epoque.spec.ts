import type { Unite } from '@sm/kernel';
import { nomDe, ruptures, suivi, tetesDe, uniteDeNiveau } from './epoque';
import { construireTableau } from './tableau';

const unite = (id: number, type: Unite['type'], liens: Unite['liens'], noms: Unite['noms'] = [{ nom: `U${id}`, du: null, au: null }]): Unite => ({ id, code: `U-${id}`, type, noms, liens });
const sous = (cible: number, du: string | null = null, au: string | null = null) => ({ nature: 'parent' as const, cible, du, au });

const ARBRE = [
  unite(1, 'nationale', []), unite(10, 'regionale', [sous(1)]), unite(11, 'regionale', [sous(1)]),
  unite(101, 'locale', [sous(10)], [{ nom: 'Ancien', du: null, au: '2016-08-31' }, { nom: 'Nouveau', du: '2016-09-01', au: null }]),
  unite(103, 'locale', [sous(11, null, '2016-06-30'), sous(10, '2016-07-01')]),
  unite(104, 'locale', [sous(11), { nature: 'fusionnee_dans', cible: 101, du: '2017-01-01', au: null }]),
];

test('l’année se coupe aux mois et aux jours où l’arbre change', () => {
  const jours = ruptures(ARBRE, '2016-01-01', '2016-12-31');
  expect(jours).toHaveLength(12);
  expect(ruptures([...ARBRE, unite(105, 'locale', [sous(10, '2016-03-15')])], '2016-01-01', '2016-12-31')).toContain('2016-03-15');
  expect(ruptures(ARBRE, '2016-02-10', '2016-03-05')).toEqual(['2016-02-10', '2016-03-01']);
});

test('un compteur va à la région de son jour, même après un rattachement ou une fusion', () => {
  expect(uniteDeNiveau(ARBRE, 103, '2016-06-30', 'regionale')).toBe(11);
  expect(uniteDeNiveau(ARBRE, 103, '2016-07-01', 'regionale')).toBe(10);
  expect(uniteDeNiveau(ARBRE, 104, '2016-12-31', 'regionale')).toBe(11);
  expect(uniteDeNiveau(ARBRE, 104, '2017-01-01', 'locale')).toBe(101);
  expect(uniteDeNiveau(ARBRE, 104, '2016-12-31', 'nationale')).toBe(1);
  expect(uniteDeNiveau(ARBRE, 10, '2016-12-31', 'locale')).toBeNull();
  expect(nomDe(ARBRE, 101, '2016-01-01', '2016-12-31')).toBe('Nouveau');
  expect(nomDe(ARBRE, 101, '2015-01-01', '2015-12-31')).toBe('Ancien');
});

test('une unité qui n’a rien publié n’a pas de chiffre ; le total est celui des lignes', () => {
  const lues = [
    { unite: 103, periode: '2016-06-01', indicateur: 'ald.avis', axe: 'nature=initiale', valeur: 2 }, { unite: 103, periode: '2016-07-01', indicateur: 'ald.avis', axe: 'nature=initiale', valeur: 3 },
  ];
  const t = construireTableau({ annee: 2016, niveau: 'locale', arbre: ARBRE, visibles: new Set([101, 103, 104]), publiees: new Map([[103, { le: '2016-12-01', sources: ['demonstration'] }]]) }, lues);
  expect(t.lignes.map((l) => [l.unite.code, l.valeurs['IND-002-29'], l.arreteLe])).toEqual([['U-101', null, null], ['U-103', 5, '2016-12-01'], ['U-104', null, null]]);
  expect(t).toMatchObject({ perimetre: 'epoque', avertissement: expect.stringContaining('inventés') });
  expect(t.lignes.map((l) => l.sources)).toEqual([[], ['demonstration'], []]);
  const regions = construireTableau({ annee: 2016, niveau: 'regionale', arbre: ARBRE, visibles: new Set([10, 11]), publiees: new Map() }, lues);
  expect(regions.lignes.map((l) => l.valeurs['IND-002-29'])).toEqual([3, 2]);
  expect(regions.total['IND-002-29']).toBe(5);
});

test('une région suit les échelons de ses jours, et ceux des régions qu’elle a absorbées', () => {
  const avecFusion = [...ARBRE.map((u) => (u.id === 11 ? { ...u, liens: [...u.liens, { nature: 'fusionnee_dans' as const, cible: 10, du: '2020-01-01', au: null }] } : u))];
  expect(suivi(ARBRE, tetesDe(ARBRE, [11], '2026-01-01'), 103, '2016-06-30')).toBe(true);
  expect(suivi(ARBRE, tetesDe(ARBRE, [11], '2026-01-01'), 103, '2016-07-01')).toBe(false);
  expect(suivi(ARBRE, tetesDe(ARBRE, [10], '2026-01-01'), 103, '2016-06-30')).toBe(false);
  expect(suivi(avecFusion, tetesDe(avecFusion, [10], '2026-01-01'), 103, '2016-06-30')).toBe(true);
  expect(suivi(ARBRE, tetesDe(ARBRE, [1], '2026-01-01'), 103, '2016-06-30')).toBe(true);
});
