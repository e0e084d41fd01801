import * as fc from 'fast-check';
import { effectif, fusionnerDistributions, quantile, sousLeSeuil } from './distribution';

const distribution = (valeurs: readonly number[]): Map<number, number> => fusionnerDistributions(valeurs.map((v) => new Map([[v, 1]])));
const delais = fc.array(fc.integer({ min: 0, max: 366 }), { maxLength: 80 });

test('médiane et neuvième décile d’un regroupement sont ceux de tous les délais mis ensemble', () => {
  fc.assert(fc.property(delais, delais, delais, (a, b, c) => {
    const tous = [...a, ...b, ...c].sort((x, y) => x - y);
    const regroupes = fusionnerDistributions([fusionnerDistributions([distribution(c), distribution(a)]), distribution(b)]);
    for (const p of [50, 90]) expect(quantile(regroupes, p)).toBe(tous[Math.ceil((tous.length * p) / 100) - 1] ?? null);
    expect(effectif(regroupes)).toBe(tous.length);
    expect(sousLeSeuil(regroupes, 25)).toBe(tous.filter((d) => d < 25).length);
  }));
});

test('le seuil est strict : vingt-quatre jours en sont, vingt-cinq n’en sont plus', () => {
  expect(sousLeSeuil(distribution([0, 24, 25, 26]), 25)).toBe(2);
});
