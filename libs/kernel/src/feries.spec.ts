import { feries, jourOuvrable, jourOuvre, paques, prochainOuvre, REGLES_FERIES } from './feries';
import { echeanceJoursFrancs, jourSurJoursFrancs } from './francs';

const noms = (annee: number, departement: string, jour: string): string[] =>
  feries(annee, departement).filter((f) => f.jour === jour).map((f) => f.nom);

describe('les jours fériés', () => {
  it.each([
    [1961, '1961-04-02'], [1981, '1981-04-19'], [2000, '2000-04-23'], [2008, '2008-03-23'], [2011, '2011-04-24'],
    [2016, '2016-03-27'], [2024, '2024-03-31'], [2025, '2025-04-20'], [2026, '2026-04-05'], [2038, '2038-04-25'],
  ])('Pâques %i tombe le %s', (annee, attendu) => {
    expect(paques(annee)).toBe(attendu);
  });

  it('compte onze jours en métropole', () => {
    expect(feries(2024, '75').map((f) => f.jour)).toEqual([
      '2024-01-01', '2024-04-01', '2024-05-01', '2024-05-08', '2024-05-09', '2024-05-20',
      '2024-07-14', '2024-08-15', '2024-11-01', '2024-11-11', '2024-12-25',
    ]);
  });

  it.each(['57', '67', '68'])('ajoute le vendredi saint et le 26 décembre dans le %s', (departement) => {
    expect(noms(2024, departement, '2024-03-29')).toEqual(['Vendredi saint']);
    expect(noms(2024, departement, '2024-12-26')).toEqual(['Saint-Étienne']);
    expect(feries(2024, departement)).toHaveLength(13);
  });

  it.each([
    ['971', '2024-05-27'], ['972', '2024-05-22'], ['973', '2024-06-10'], ['974', '2024-12-20'],
    ['976', '2024-04-27'], ['977', '2024-10-09'], ['978', '2024-05-28'], ['978', '2017-05-27'], ['977', '2007-05-27'],
  ])('fête l’abolition de l’esclavage dans le %s le %s', (departement, jour) => {
    expect(noms(Number(jour.slice(0, 4)), departement, jour)).toEqual(['Abolition de l’esclavage']);
    expect(noms(Number(jour.slice(0, 4)), '75', jour)).toEqual([]);
  });

  it.each(['977', '978'])('n’a pas d’abolition fêtée dans le %s entre la séparation de la Guadeloupe et le décret de 2012', (departement) => {
    expect(feries(2011, departement)).toEqual(feries(2011, '75'));
  });

  it('ne fête ni le 8 mai 1975 ni l’abolition en 1982 : la règle est datée', () => {
    expect(noms(1975, '75', '1975-05-08')).toEqual(['Ascension']);
    expect(noms(1976, '75', '1976-05-08')).toEqual([]);
    expect(noms(1982, '75', '1982-05-08')).toEqual(['Victoire 1945']);
    expect(noms(1982, '971', '1982-05-27')).toEqual([]);
    expect(REGLES_FERIES.every((r) => r.source.length > 0)).toBe(true);
  });

  it('distingue jour ouvrable (samedi compris) et jour ouvré', () => {
    expect(jourOuvrable('2024-07-13', '75')).toBe(true);
    expect(jourOuvre('2024-07-13', '75')).toBe(false);
    expect(jourOuvrable('2024-07-14', '75')).toBe(false);
    expect(prochainOuvre('2024-05-08', '75')).toBe('2024-05-10');
    expect(prochainOuvre('2024-12-25', '67')).toBe('2024-12-27');
    expect(prochainOuvre('2024-12-31', '75')).toBe('2024-12-31');
  });

  it('refuse un jour ou une année impossible', () => {
    expect(() => prochainOuvre('2024-02-30', '75')).toThrow(RangeError);
    expect(() => feries(NaN, '75')).toThrow(RangeError);
    expect(() => feries(0, '75')).toThrow(RangeError);
  });

  it('traite un département inconnu comme la métropole', () => {
    expect(feries(2024, '__proto__')).toEqual(feries(2024, '75'));
  });
});

describe('les jours francs', () => {
  it('laisse N jours pleins entre le départ et le dernier jour utile', () => {
    expect(echeanceJoursFrancs('2024-03-04', 10, { departement: '75' })).toBe('2024-03-15');
    expect(jourSurJoursFrancs('2024-03-04', 10)).toBe('2024-03-14');
  });

  it('repousse au premier jour ouvré suivant, selon le département', () => {
    expect(echeanceJoursFrancs('2024-03-05', 10, { departement: '75' })).toBe('2024-03-18');
    expect(echeanceJoursFrancs('2024-03-18', 10, { departement: '75' })).toBe('2024-03-29');
    expect(echeanceJoursFrancs('2024-03-18', 10, { departement: '67' })).toBe('2024-04-02');
  });

  it('suit la convention datée qu’on lui donne', () => {
    const conventions = [{ decalage: 0, du: null, au: null, source: 'essai', confiance: 'likely' as const }];
    expect(echeanceJoursFrancs('2024-03-04', 10, { departement: '75', conventions })).toBe('2024-03-14');
  });

  it('refuse une durée négative ou fractionnaire', () => {
    for (const n of [-1, 1.5, NaN]) expect(() => echeanceJoursFrancs('2024-03-04', n, { departement: '75' })).toThrow(RangeError);
  });
});
