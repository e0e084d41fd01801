import { Hasard } from './hasard';

describe('Le hasard à graine', () => {
  it('rend les valeurs publiées de xoshiro128++ pour l’état 1, 2, 3, 4', () => {
    const h = new Hasard([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, () => h.mot())).toEqual([641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420]);
  });

  it('rend la même suite pour la même graine et le même usage, une autre sinon', () => {
    const suite = (graine: number, usage: string): number[] => {
      const h = Hasard.de(graine, usage);
      return Array.from({ length: 20 }, () => h.mot());
    };
    expect(suite(931, 'a')).toEqual(suite(931, 'a'));
    expect(suite(931, 'a')).not.toEqual(suite(932, 'a'));
    expect(suite(931, 'a')).not.toEqual(suite(931, 'b'));
  });

  it('reste entre les bornes et les atteint', () => {
    const h = Hasard.de(1, 'bornes');
    const tires = new Set(Array.from({ length: 2000 }, () => h.entier(3, 7)));
    expect([...tires].sort()).toEqual([3, 4, 5, 6, 7]);
  });

  it('ne tire jamais un élément de poids nul', () => {
    const h = Hasard.de(1, 'poids');
    expect(Array.from({ length: 2000 }, () => h.pondere(['a', 'b', 'c'], [1, 0, 3]))).not.toContain('b');
  });
});
