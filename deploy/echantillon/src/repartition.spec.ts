import { Hasard } from './hasard';
import { attendusPour, planAnnuel, REFERENCE, repartir } from './repartition';

const somme = (n: readonly number[]): number => n.reduce((a, b) => a + b, 0);

describe('La répartition', () => {
  it('tombe toujours juste', () => {
    for (const total of [0, 1, 7, 100, 86_192]) expect(somme(repartir(total, [3, 0.1, 7, 1, 2.5]))).toBe(total);
  });

  it('ne passe jamais les plafonds', () => {
    expect(repartir(10, [100, 1, 1], [2, 5, 5])).toEqual([2, 4, 4]);
    expect(() => repartir(10, [1, 1], [4, 5])).toThrow('plafonds trop bas');
  });

  it('vise 94,2 % de demandes traitées en moins de 25 jours', () => {
    expect(((100 * REFERENCE.moinsDe25Jours) / REFERENCE.demandes).toFixed(1)).toBe('94.2');
    expect(REFERENCE.initiales + REFERENCE.prolongations).toBe(REFERENCE.demandes);
  });

  it('garde les proportions de l’année dans un échantillon réduit', () => {
    expect(attendusPour(REFERENCE.demandes)).toEqual(REFERENCE);
    expect(attendusPour(1000)).toEqual({ demandes: 1000, initiales: 564, prolongations: 436, pse: 203, moinsDe25Jours: 942 });
  });

  it('ne met rien hors des jours ouvrés et place tout, quelle que soit la taille', () => {
    for (const taille of [1, 13, 300, REFERENCE.demandes]) {
      const attendus = attendusPour(taille);
      const plan = planAnnuel(attendus, Hasard.de(5, 'plan'));
      expect(plan).toHaveLength(253);
      expect(somme(plan.map((j) => j.demandes))).toBe(taille);
      expect(somme(plan.map((j) => j.initiales))).toBe(attendus.initiales);
      expect(somme(plan.map((j) => j.pse))).toBe(attendus.pse);
      expect(somme(plan.map((j) => j.tardives))).toBe(taille - attendus.moinsDe25Jours);
      expect(plan.every((j) => Math.max(j.initiales, j.pse, j.tardives) <= j.demandes)).toBe(true);
    }
  });
});
