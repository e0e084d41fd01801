import { debutDuJour, jourLocal, zoneDuDepartement } from './fuseaux';
import { ajouterJours, ajouterMois, composerJour, enVigueur, jourDeSemaine, joursEntre, jourValide } from './temps';

describe('les jours du calendrier', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['1900-02-28', 1, '1900-03-01'],
    ['2000-02-28', 1, '2000-02-29'],
    ['2024-12-31', 1, '2025-01-01'],
    ['2024-03-01', -1, '2024-02-29'],
    ['1969-12-31', 1, '1970-01-01'],
  ])('le %s plus %i jour tombe le %s', (depart, n, attendu) => {
    expect(ajouterJours(depart, n)).toBe(attendu);
  });

  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 120, '2034-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-11-30', 3, '2025-02-28'],
    ['2024-01-15', -1, '2023-12-15'],
  ])('le %s plus %i mois tombe le %s', (depart, n, attendu) => {
    expect(ajouterMois(depart, n)).toBe(attendu);
  });

  it('compte les jours entre deux dates à travers un 29 février', () => {
    expect(joursEntre('2024-02-01', '2024-03-01')).toBe(29);
    expect(joursEntre('2024-03-01', '2024-02-01')).toBe(-29);
  });

  it('connaît le jour de la semaine', () => {
    expect(jourDeSemaine('2024-07-14')).toBe(7);
    expect(jourDeSemaine('1969-12-29')).toBe(1);
    expect(jourDeSemaine('1900-01-01')).toBe(1);
  });

  it.each(['', '2023-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '0000-01-01', '2024-1-1', '２０２４-01-01', '2024-01-01\n', '2024-01-01T00:00:00Z', 'toto'])(
    'refuse le jour impossible « %s »',
    (texte) => {
      expect(jourValide(texte)).toBe(false);
      expect(() => ajouterJours(texte, 1)).toThrow(RangeError);
      expect(() => ajouterMois(texte, 1)).toThrow(RangeError);
      expect(() => debutDuJour(texte)).toThrow(RangeError);
    },
  );

  it('refuse un nombre de jours ou de mois qui n’est pas entier, ou qui sort du calendrier', () => {
    for (const n of [0.5, NaN, Infinity, 1e12]) {
      expect(() => ajouterJours('2024-01-01', n)).toThrow(RangeError);
      expect(() => ajouterMois('2024-01-01', n)).toThrow(RangeError);
    }
    expect(() => composerJour(2024, 2, 30)).toThrow(RangeError);
  });

  it('tient un intervalle ouvert ou fermé, bornes comprises', () => {
    expect(enVigueur({ du: '2020-01-01', au: '2020-12-31' }, '2020-12-31')).toBe(true);
    expect(enVigueur({ du: '2020-01-01', au: '2020-12-31' }, '2021-01-01')).toBe(false);
    expect(enVigueur({ du: null, au: null }, '1950-05-05')).toBe(true);
    expect(enVigueur({ du: null, au: null }, 'hier')).toBe(false);
  });
});

describe('le jour local', () => {
  it.each([
    ['2024-06-30T22:00:00Z', 'Europe/Paris', '2024-07-01'],
    ['2024-06-30T21:59:59.999Z', 'Europe/Paris', '2024-06-30'],
    ['2024-12-31T23:00:00Z', 'Europe/Paris', '2025-01-01'],
    ['2024-12-31T22:59:59Z', 'Europe/Paris', '2024-12-31'],
    ['2024-03-31T22:00:00Z', 'Europe/Paris', '2024-04-01'],
    ['2024-03-30T22:30:00Z', 'Europe/Paris', '2024-03-30'],
    ['2024-10-26T22:00:00Z', 'Europe/Paris', '2024-10-27'],
    ['2024-10-27T22:30:00Z', 'Europe/Paris', '2024-10-27'],
    ['2024-10-27T23:00:00Z', 'Europe/Paris', '2024-10-28'],
    ['2024-01-01T03:59:00Z', 'America/Martinique', '2023-12-31'],
    ['2024-01-01T20:00:00Z', 'Indian/Reunion', '2024-01-02'],
    ['1955-07-01T23:30:00Z', 'Europe/Paris', '1955-07-02'],
  ])('l’instant %s à %s tombe le %s', (instant, zone, attendu) => {
    expect(jourLocal(new Date(instant), zone)).toBe(attendu);
  });

  it('ouvre le jour au bon instant, même quand l’heure change', () => {
    expect(debutDuJour('2024-03-31').toISOString()).toBe('2024-03-30T23:00:00.000Z');
    expect(debutDuJour('2024-04-01').toISOString()).toBe('2024-03-31T22:00:00.000Z');
    expect(debutDuJour('2024-10-28').toISOString()).toBe('2024-10-27T23:00:00.000Z');
    expect(debutDuJour('2024-01-01', 'America/Cayenne').toISOString()).toBe('2024-01-01T03:00:00.000Z');
    expect(debutDuJour('2018-11-04', 'America/Sao_Paulo').toISOString()).toBe('2018-11-04T03:00:00.000Z');
  });

  it('refuse un instant ou un fuseau impossible', () => {
    expect(() => jourLocal(new Date('jamais'))).toThrow(RangeError);
    expect(() => jourLocal(new Date(0), 'Mars/Olympus')).toThrow(RangeError);
    expect(() => jourLocal(new Date(8.64e15))).toThrow(RangeError);
  });

  it('connaît le fuseau des départements d’outre-mer, Paris pour tout autre texte', () => {
    expect(zoneDuDepartement('974')).toBe('Indian/Reunion');
    expect(zoneDuDepartement('2A')).toBe('Europe/Paris');
    expect(zoneDuDepartement('constructor')).toBe('Europe/Paris');
  });
});
