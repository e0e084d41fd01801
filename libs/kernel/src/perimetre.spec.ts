import { absorbees, descendants, estDansLePerimetre, nommeeAinsi, parent, perimetre, successeur, uniteDeCode, unitesEnVigueur, type Lien, type Unite } from './perimetre';

const lien = (nature: Lien['nature'], cible: number, du: string | null = null, au: string | null = null): Lien => ({ nature, cible, du, au });
const unite = (id: number, type: Unite['type'], liens: Lien[], au: string | null = null): Unite => ({
  id, code: `U-${id}`, type, noms: [{ nom: `Unité ${id}`, du: null, au }], liens,
});

/** 1 national; 10 and 11 regions, 11 merged into 12 (as 10) in 2020; 21 merged into 22 in 2010, 22 into 23 in 2015. */
const arbre: Unite[] = [
  unite(1, 'nationale', []),
  unite(10, 'regionale', [lien('parent', 1), lien('fusionnee_dans', 12, '2020-01-01')]),
  unite(11, 'regionale', [lien('parent', 1), lien('fusionnee_dans', 12, '2020-01-01')]),
  { ...unite(12, 'regionale', [lien('parent', 1)]), noms: [{ nom: 'Grand Est', du: '2020-01-01', au: null }] },
  unite(21, 'locale', [lien('parent', 10), lien('fusionnee_dans', 22, '2010-01-01')]),
  unite(22, 'locale', [lien('parent', 10, null, '2012-12-31'), lien('parent', 11, '2013-01-01'), lien('fusionnee_dans', 23, '2015-01-01')]),
  unite(23, 'locale', [lien('parent', 11), { nature: 'caisse', cible: '931', du: null, au: null }]),
  unite(24, 'locale', [lien('parent', 10)], '2018-12-31'),
];

describe('l’arbre des unités à une date', () => {
  it('suit le rattachement de chaque époque', () => {
    expect(parent(arbre, 22, '2012-12-31')).toBe(10);
    expect(parent(arbre, 22, '2013-01-01')).toBe(11);
    expect(parent(arbre, 23, '2019-12-31')).toBe(11);
    expect(parent(arbre, 23, '2020-01-01')).toBe(12);
    expect(parent(arbre, 1, '2020-01-01')).toBeNull();
    expect(parent(arbre, 21, '2010-01-01')).toBeNull();
    expect(parent(arbre, 999, '2020-01-01')).toBeNull();
  });

  it('ne compte une unité fusionnée ou close que jusqu’à la veille', () => {
    const locales = (jour: string) => unitesEnVigueur(arbre, jour, 'locale').map((u) => u.id);
    expect(locales('2009-12-31')).toEqual([21, 22, 23, 24]);
    expect(locales('2010-01-01')).toEqual([22, 23, 24]);
    expect(locales('2015-01-01')).toEqual([23, 24]);
    expect(locales('2019-01-01')).toEqual([23]);
    expect(unitesEnVigueur(arbre, '2020-01-01', 'regionale').map((u) => u.id)).toEqual([12]);
    expect(unitesEnVigueur(arbre, '2019-12-31', 'regionale').map((u) => u.id)).toEqual([10, 11]);
    expect(unitesEnVigueur(arbre, 'demain')).toEqual([]);
  });

  it('donne les unités absorbées de proche en proche, et le successeur final', () => {
    expect(absorbees(arbre, 23, '2009-12-31')).toEqual([23]);
    expect(absorbees(arbre, 22, '2010-01-01')).toEqual([21, 22]);
    expect(absorbees(arbre, 23, '2015-01-01')).toEqual([21, 22, 23]);
    expect(absorbees(arbre, 999, '2015-01-01')).toEqual([999]);
    expect(successeur(arbre, 21, '2009-12-31')).toBe(21);
    expect(successeur(arbre, 21, '2014-12-31')).toBe(22);
    expect(successeur(arbre, 21, '2015-01-01')).toBe(23);
  });

  it('donne les descendants en vigueur, sans les absorbées ; le périmètre les ajoute', () => {
    expect(descendants(arbre, 10, '2009-12-31')).toEqual([21, 22, 24]);
    expect(descendants(arbre, 11, '2015-01-01')).toEqual([23]);
    expect(perimetre(arbre, 11, '2015-01-01')).toEqual([11, 21, 22, 23]);
    expect(descendants(arbre, 12, '2020-01-01')).toEqual([23]);
    expect(perimetre(arbre, 12, '2020-01-01')).toEqual([10, 11, 12, 21, 22, 23, 24]);
    expect(descendants(arbre, 1, '2020-01-01')).toEqual([12, 23]);
  });

  it('supporte une boucle, une cible absente ou une unité inconnue', () => {
    const boucle = [unite(1, 'locale', [lien('fusionnee_dans', 2)]), unite(2, 'locale', [lien('fusionnee_dans', 1)]), unite(3, 'locale', [lien('parent', 3)])];
    expect(absorbees(boucle, 1, '2020-01-01')).toEqual([1, 2]);
    expect(successeur(boucle, 1, '2020-01-01')).toBe(2);
    expect(descendants(boucle, 3, '2020-01-01')).toEqual([]);
    expect(estDansLePerimetre([], 5, 5, '2020-01-01')).toBe(true);
    expect(successeur([unite(1, 'locale', [lien('fusionnee_dans', 9)])], 1, '2020-01-01')).toBe(9);
  });
});

describe('le code d’une unité', () => {
  const [elsm, autre] = [{ ...unite(31, 'locale', []), codes: [{ code: 'ELSM-931', du: null, au: '2025-09-30' }, { code: 'SCM-931', du: '2025-10-01', au: null }] }, unite(32, 'locale', [])];
  it('stable ou de la carte d’une période, il ne désigne qu’elle', () => {
    expect(['U-31', 'ELSM-931', 'SCM-931', 'U-32', 'SCM-932'].map((code) => uniteDeCode([autre, elsm], code)?.id)).toEqual([31, 31, 31, 32, undefined]);
  });
  it.each([
    ['U-31', '1990-01-01', true], ['ELSM-931', '2025-09-30', true], ['ELSM-931', '2025-10-01', false], ['SCM-931', '2025-09-30', false], ['SCM-931', '2025-10-01', true], ['SCM-404', '2025-10-01', false],
  ])('%s le %s : %s', (code, jour, attendu) => {
    expect(nommeeAinsi(elsm, code, jour)).toBe(attendu);
  });
  it('sur une période, il suffit qu’elle l’ait porté un jour ; sans fin, jusqu’à toujours', () => {
    expect(nommeeAinsi(elsm, 'SCM-931', '2016-01-01', null)).toBe(true);
    expect(nommeeAinsi(elsm, 'SCM-931', '2016-01-01', '2025-09-30')).toBe(false);
    expect(nommeeAinsi(elsm, 'ELSM-931', '2025-10-01', null)).toBe(false);
    expect(nommeeAinsi(autre, 'ELSM-931', '2016-01-01', null)).toBe(false);
  });
});
