import { ajouterOuvres, feriesDe, instant, jour, jourDeSemaine, ouvre, texteDuJour } from './calendrier';

describe('Le calendrier de l’échelon', () => {
  it('connaît les onze jours fériés de 2016', () => {
    expect(feriesDe(2016).map(texteDuJour)).toEqual([
      '2016-01-01', '2016-03-28', '2016-05-01', '2016-05-05', '2016-05-08', '2016-05-16', '2016-07-14', '2016-08-15', '2016-11-01', '2016-11-11', '2016-12-25',
    ]);
  });

  it('compte 253 jours ouvrés en 2016', () => {
    let n = 0;
    for (let j = jour('2016-01-01'); j <= jour('2016-12-31'); j++) if (ouvre(j)) n++;
    expect(n).toBe(253);
  });

  it('saute la fin de semaine de Pâques', () => {
    expect(texteDuJour(ajouterOuvres(jour('2016-03-25'), 1))).toBe('2016-03-29');
    expect(jourDeSemaine(jour('2016-03-27'))).toBe(0);
  });

  it('écrit le décalage de Paris de part et d’autre des changements d’heure', () => {
    const decalage = (d: string): string => instant(jour(d), 10 * 3600).slice(19);
    expect(['2015-10-24', '2015-10-25', '2016-03-26', '2016-03-27', '2016-10-29', '2016-10-30'].map(decalage)).toEqual(['+02:00', '+01:00', '+01:00', '+02:00', '+02:00', '+01:00']);
  });

  it('écrit l’heure locale', () => {
    expect(instant(jour('2016-07-01'), 9 * 3600 + 5 * 60 + 7)).toBe('2016-07-01T09:05:07+02:00');
  });
});
