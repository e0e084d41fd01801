import { Doublons } from './doublons';
import { Hasard } from './hasard';
import { nirInvente } from './identifiants';
import { Urne } from './urne';

test('une urne rend exactement ce qu’on y a mis, dans un ordre tiré, puis refuse', () => {
  const h = Hasard.de(7, 'essai');
  const urne = new Urne(['a', 'b', 'c'], [3, 0, 2]);
  const tires = Array.from({ length: 5 }, () => urne.tirer(h));
  expect(tires.toSorted()).toEqual(['a', 'a', 'a', 'c', 'c']);
  expect(() => urne.tirer(h)).toThrow('urne vide');
});

test.each([[10, 3], [1, 1], [2_000, 431], [5, 0]])('sur %i lignes, %i exactement sont écrites deux fois, à l’identique', (total, nombre) => {
  const doublons = new Doublons(total, nombre);
  const ecrites = [...Array.from({ length: total }, (_, i) => [...doublons.passer(`l${i}`)]).flat(), ...doublons.reste()];
  expect(ecrites).toHaveLength(total + nombre);
  expect(new Set(ecrites).size).toBe(total);
});

test('les NIR inventés restent tous différents jusqu’au dernier rang, en métropole comme dans les lieux à deux chiffres de commune', () => {
  for (const lieu of ['metropole', 'outre-mer', 'etranger'] as const) {
    const vus = new Set(Array.from({ length: 107_892 }, (_, rang) => nirInvente({ sexe: 1, annee: 1980, mois: 'connu', lieu, departement: lieu === 'metropole' ? '75' : '971', rang })));
    expect(vus.size).toBe(107_892);
  }
  expect(() => nirInvente({ sexe: 1, annee: 1980, mois: 'connu', lieu: 'metropole', departement: '75', rang: 107_892 })).toThrow('plus de NIR');
});
