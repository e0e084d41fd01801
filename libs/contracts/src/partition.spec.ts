import { NOMBRE_PARTITIONS, fnv1a32, partition } from './index';

describe('La partition d’une clé', () => {
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('suit FNV-1a 32 bits, vecteur de référence « %s »', (texte, attendu) => {
    expect(fnv1a32(texte)).toBe(attendu);
  });

  it('est figée pour toujours : la changer déplacerait les dossiers', () => {
    const cles = [
      '01890000-0000-7000-8000-00000000d055', '01890000-0000-7000-8000-00000000d056', '0190b6d2-1111-7000-8000-000000000001',
      '9993', '1', 'tranche-999/pilotage|9993|ald.avis|canal=pse|2016-02-05', 'é',
    ];
    expect(cles.map(partition)).toEqual([0, 1, 1, 3, 4, 4, 1]);
  });

  it('reste entre 0 et 7 et répartit des identifiants qui se suivent', () => {
    const comptes = Array.from({ length: NOMBRE_PARTITIONS }, () => 0);
    for (let i = 0; i < 8000; i++) {
      const p = partition(`01890000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`);
      comptes[p] = (comptes[p] ?? 0) + 1;
    }
    expect(comptes.reduce((a, b) => a + b)).toBe(8000);
    expect(Math.min(...comptes)).toBeGreaterThan(850);
  });
});
