import { BoundedStore } from './bounded.store';

describe('le magasin borné', () => {
  it('oublie le plus ancien quand il est plein, et garde ce qui a été réécrit', () => {
    const magasin = new BoundedStore<number>(2);
    magasin.set('a', 1, 1_000);
    magasin.set('b', 2, 1_000);
    magasin.set('a', 3, 1_000);
    magasin.set('c', 4, 1_000);
    expect([magasin.get('a'), magasin.get('b'), magasin.get('c'), magasin.size]).toEqual([3, undefined, 4, 2]);
  });

  it('ne rend jamais une entrée échue, ni deux fois une entrée prise', () => {
    let heure = 0;
    const magasin = new BoundedStore<string>(10, () => heure);
    magasin.set('a', 'x', 100);
    heure = 99;
    expect(magasin.get('a')).toBe('x');
    heure = 100;
    expect(magasin.get('a')).toBeUndefined();
    magasin.set('b', 'y', 100);
    expect(magasin.take('b')).toBe('y');
    expect(magasin.take('b')).toBeUndefined();
  });
});
