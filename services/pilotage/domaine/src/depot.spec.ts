import { lireDepot, plusRecent } from './depot';

const bon = { source: 'tranche-75', unite: 102, indicateur: 'ald.avis', axe: 'canal=pse,caisse=751,departement=75,nature=initiale', jour: '2016-02-01', generation: 1, n: 3, valeur: 12 };
const ligne = { ...bon, axe: 'caisse=751,canal=pse,departement=75,nature=initiale' };
const codes = (brut: Record<string, unknown>): string[] => {
  const lu = lireDepot(brut, '2026-11-22');
  return 'erreurs' in lu ? lu.erreurs.map((e) => `${e.champ} ${e.code}`) : [];
};

test('une ligne juste est lue telle quelle', () => {
  expect(lireDepot(ligne, '2026-11-22')).toEqual({ valeur: ligne });
  expect(codes({ ...ligne, indicateur: 'organisation.effectif', axe: 'profession=chirurgien-dentiste' })).toEqual([]);
});

test.each([
  [{ source: 'a b' }, 'source source-invalide'], [{ source: 'autre/pilotage' }, 'source source-invalide'], [{ unite: '102' }, 'unite unite-invalide'], [{ unite: 0 }, 'unite unite-invalide'],
  [{ indicateur: 'ald.inconnu' }, 'indicateur indicateur-inconnu'], [{ axe: bon.axe }, 'axe axe-invalide'], [{ axe: 'diagnostic=E11' }, 'axe axe-invalide'],
  [{ axe: 'delai=3' }, 'axe axe-invalide'], [{ axe: '' }, 'axe axe-invalide'], [{ axe: 'canal=' }, 'axe axe-invalide'], [{ jour: '2016-02-31' }, 'jour jour-invalide'], [{ jour: '2026-11-23' }, 'jour jour-a-venir'],
  [{ generation: 0 }, 'generation version-invalide'], [{ n: 1.5 }, 'n version-invalide'], [{ n: 2 ** 31 }, 'n version-invalide'], [{ valeur: -1 }, 'valeur valeur-invalide'],
  [{ valeur: '12' }, 'valeur valeur-invalide'], [{ valeur: Number.NaN }, 'valeur valeur-invalide'], [{ nom: 'Ada' }, '* champ-inconnu'],
])('une ligne fausse est refusée par un code : %j', (faux, code) => {
  expect(codes({ ...ligne, ...faux })).toEqual([code]);
});

test('une ligne vide porte un code par champ', () => {
  expect(codes({})).toHaveLength(7);
});

test('la génération l’emporte sur le numéro', () => {
  expect(plusRecent({ generation: 2, n: 1 }, { generation: 1, n: 9 })).toBe(true);
  expect(plusRecent({ generation: 1, n: 2 }, { generation: 1, n: 2 })).toBe(false);
});
