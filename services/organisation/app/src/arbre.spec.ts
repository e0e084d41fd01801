import { absorbees, ajouterJours, enVigueur, perimetre, uniteDeCode, unitesEnVigueur, type TypeUnite } from '@sm/kernel';
import { anomalies } from './anomalies';
import { arbreDepuisLignes, type UniteDatee } from './arbre';
import { lireCaisses, lireLignesOrganisation } from './donnees.reader';

const lignes = lireLignesOrganisation();
const arbre = arbreDepuisLignes(lignes);

const presentes = (jour: string, type: TypeUnite): UniteDatee[] => unitesEnVigueur(arbre, jour, type) as UniteDatee[];
const parCode = (code: string): UniteDatee => {
  const trouvees = arbre.filter((u) => u.codes.some((c) => c.code === code));
  expect(trouvees).toHaveLength(1);
  return trouvees[0] as UniteDatee;
};
const cible = (unite: UniteDatee, nature: string, jour: string): (number | string)[] =>
  unite.liens.filter((l) => l.nature === nature && enVigueur(l, jour)).map((l) => l.cible);
const nom = (unite: UniteDatee, jour: string): string | undefined => unite.noms.find((n) => enVigueur(n, jour))?.nom;

describe('Carte nationale du service médical', () => {
  it.each([
    ['2008-06-30', 17, 133], ['2009-12-31', 17, 133], ['2010-01-01', 17, 107], ['2016-12-31', 17, 107],
    ['2020-01-01', 16, 107], ['2021-12-31', 16, 107], ['2025-09-30', 16, 107], ['2025-10-01', 17, 107],
  ])('compte, le %s, %i régions et %i échelons', (jour, regions, echelons) => {
    expect([presentes(jour, 'regionale').length, presentes(jour, 'locale').length]).toEqual([regions, echelons]);
    expect(presentes(jour, 'nationale').map((u) => u.id)).toEqual([1]);
  });

  it('ne laisse, chaque jour de 2005 à 2026, ni orpheline, ni cycle, ni double nom', () => {
    const faits = arbre.flatMap((u) => [...u.noms, ...u.codes, ...u.liens]);
    const bascules = faits.flatMap(({ du, au }) => [...(du === null ? [] : [du]), ...(au === null ? [] : [ajouterJours(au, 1)])]);
    const debuts = [...new Set(['2005-01-01', ...bascules])].sort();
    expect(debuts).toEqual(['2005-01-01', '2010-01-01', '2016-04-01', '2018-01-01', '2020-01-01', '2021-01-01', '2022-07-01', '2025-10-01']);
    for (const jour of [...debuts, ...debuts.map((d) => ajouterJours(d, -1)), '2026-12-31']) expect({ jour, trouvees: anomalies(arbre, jour) }).toEqual({ jour, trouvees: [] });
  });

  it('voit une orpheline, un cycle et un double parent', () => {
    const [cnam, alsace, metz] = [1, 101, 1073].map((id) => ({ ...(arbre.find((u) => u.id === id) as UniteDatee) }));
    const lien = (cible: number) => ({ nature: 'parent' as const, cible, du: null, au: null, confiance: 'sure' as const, source: 'essai' });
    const codes = (...unites: UniteDatee[]) => anomalies(unites, '2008-06-30').map((a) => a.code);
    const cas = [cnam, alsace, metz] as [UniteDatee, UniteDatee, UniteDatee];
    expect(codes({ ...cas[1], liens: [] })).toEqual(['orpheline']);
    expect(codes(cas[0], { ...cas[1], liens: [lien(1), lien(1)] })).toEqual(['plusieurs-parents']);
    expect(codes({ ...cas[1], liens: [lien(1)] })).toEqual(['parent-absent']);
    expect(codes({ ...cas[1], liens: [lien(cas[2].id)] }, { ...cas[2], liens: [lien(101)] })).toEqual(['cycle', 'cycle']);
  });

  it('range les identifiants par niveau et ne les réemploie pas', () => {
    const bornes: Record<TypeUnite, [number, number]> = {
      nationale: [1, 1], regionale: [100, 199], locale: [1000, 1999], specialisee: [2000, 2999], mixte: [2000, 2999], task_force: [2000, 2999],
    };
    expect(new Set(arbre.map((u) => u.id)).size).toBe(arbre.length);
    for (const { id, type } of arbre) expect(id >= bornes[type][0] && id <= bornes[type][1]).toBe(true);
    const codes = arbre.flatMap((u) => [...new Set([u.code, ...u.codes.map((c) => c.code)])]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('accorde les régions des rattachements avec la liste des régions', () => {
    for (const { regionId, du } of lignes.rattachements) {
      const region = arbre.find((u) => u.id === regionId);
      expect(region?.type).toBe('regionale');
      expect(region?.noms.some((n) => enVigueur(n, du ?? '2005-01-01'))).toBe(true);
    }
  });
});

describe("Une unité garde son identité tant qu'elle garde son périmètre", () => {
  it("fait de l'échelon de Seine-Saint-Denis et du service repris par la caisse une seule unité, aux codes et noms datés", () => {
    const unite = parCode('SCM-931');
    expect(parCode('ELSM-931')).toBe(unite);
    expect(unite.code).toBe('ELSM-931');
    expect(nom(unite, '2025-09-30')).toBe('ELSM Seine-Saint-Denis');
    expect(nom(unite, '2025-10-01')).toBe('Service du contrôle médical - CPAM Seine-Saint-Denis');
    expect(cible(unite, 'parent', '2016-12-31')).toEqual(cible(unite, 'parent', '2026-01-01'));
    expect(cible(unite, 'caisse', '2026-01-01')).toEqual(['931']);
  });

  it('range les 107 services dans les caisses à compter du 1er octobre 2025', () => {
    const services = presentes('2025-10-01', 'locale');
    expect(services.every((u) => u.codes.some((c) => c.code.startsWith('SCM-') && c.du === '2025-10-01' && c.au === null))).toBe(true);
    expect(new Set(services.flatMap((u) => cible(u, 'caisse', '2025-10-01'))).size).toBe(107);
  });

  it('renomme la Nord-Picardie en Hauts-de-France sans changer d’unité', () => {
    expect(parCode('H-NPI')).toBe(parCode('N-HDF'));
    expect(parCode('N-HDF')).toBe(parCode('R-HDF'));
    expect(uniteDeCode(arbre, 'DRSM-HDF')).toBe(parCode('H-NPI'));
  });
});

describe('Fusions et scissions', () => {
  it("laisse 26 échelons se fondre dans 22 autres le 1er janvier 2010, du même département", () => {
    const fusions = arbre.flatMap((u) => (u.type !== 'locale' ? [] : u.liens.filter((l) => l.nature === 'fusionnee_dans').map((l) => ({ u, l }))));
    expect(fusions).toHaveLength(26);
    expect(new Set(fusions.map(({ l }) => l.cible)).size).toBe(22);
    for (const { u, l } of fusions) {
      const absorbante = arbre.find((a) => a.id === l.cible) as UniteDatee;
      expect(l.du).toBe('2010-01-01');
      expect(nom(u, '2009-12-31')).toBeDefined();
      expect(nom(u, '2010-01-01')).toBeUndefined();
      expect(cible(absorbante, 'territoire', '2010-01-01')).toEqual(cible(u, 'territoire', '2009-12-31'));
    }
  });

  it.each([
    ['ELSM-593', 'ELSM de Lille-Douai'], ['ELSM-591', 'ELSM des Flandres (Dunkerque-Armentières)'], ['ELSM-598', 'ELSM de Roubaix-Tourcoing'],
    ['ELSM-592', 'ELSM du Hainaut (Valenciennes-Cambrai-Maubeuge)'], ['ELSM-621', "ELSM de l'Artois (Lens-Arras)"],
    ['ELSM-622', "ELSM de la Côte d'Opale (Calais-Boulogne-sur-Mer)"], ['ELSM-762', 'ELSM de Rouen-Elbeuf-Dieppe'],
  ])('absorbe %s dans %s', (code, absorbante) => {
    const [id] = cible(parCode(code), 'fusionnee_dans', '2010-01-01');
    expect(nom(arbre.find((u) => u.id === id) as UniteDatee, '2010-01-01')).toBe(absorbante);
  });

  it('fait naître le Grand Est le 1er janvier 2020 de l’Alsace-Moselle et du Nord-Est', () => {
    const grandEst = parCode('N-GES');
    for (const code of ['H-ALM', 'H-NES']) {
      expect(cible(parCode(code), 'fusionnee_dans', '2020-01-01')).toEqual([grandEst.id]);
      expect(cible(parCode(code), 'fusionnee_dans', '2019-12-31')).toEqual([]);
    }
    expect(nom(grandEst, '2019-12-31')).toBeUndefined();
    expect(absorbees(arbre, grandEst.id, '2020-01-01')).toEqual([parCode('H-ALM').id, parCode('H-NES').id, grandEst.id]);
    expect(perimetre(arbre, grandEst.id, '2020-01-01')).toContain(parCode('ELSM-572').id);
    const filles = presentes('2020-01-01', 'locale').filter((u) => cible(u, 'parent', '2020-01-01')[0] === grandEst.id);
    expect(filles).toHaveLength(10);
  });

  it("scinde l'outre-mer en quatre", () => {
    expect(arbre.filter((u) => cible(u, 'scindee_de', '2020-01-01').includes(parCode('H-OM').id)).map((u) => u.code).sort())
      .toEqual(['DRSM-GUA', 'DRSM-GUY', 'DRSM-MTQ', 'DRSM-REU']);
  });
});

describe('Territoires et caisses', () => {
  it('donne deux échelons à la Corse et un à la Lozère', () => {
    const surTerritoire = (departement: string) => presentes('2021-12-31', 'locale').filter((u) => cible(u, 'territoire', '2021-12-31').includes(departement));
    expect([...surTerritoire('2A'), ...surTerritoire('2B')].map((u) => u.code)).toEqual(['ELSM-201', 'ELSM-202']);
    expect(surTerritoire('48').map((u) => u.code)).toEqual(['ELSM-481']);
    expect([surTerritoire('59').length, surTerritoire('62').length, surTerritoire('64').length, surTerritoire('76').length]).toEqual([4, 2, 2, 2]);
  });

  it('compte 133 caisses avant 2010, 107 ensuite, et nomme celles que visent les liens', () => {
    const caisses = lireCaisses();
    const au = (jour: string) => caisses.filter((c) => enVigueur(c, jour));
    expect([au('2009-12-31').length, au('2010-01-01').length]).toEqual([133, 107]);
    for (const jour of ['2009-12-31', '2010-01-01', '2025-10-01']) {
      const codes = new Set(au(jour).map((c) => c.code));
      for (const u of presentes(jour, 'locale')) expect(codes.has(String(cible(u, 'caisse', jour)[0]))).toBe(true);
    }
    expect(caisses.find((c) => c.code === '481')?.nom).toBe('CCSS Lozère');
  });
});
