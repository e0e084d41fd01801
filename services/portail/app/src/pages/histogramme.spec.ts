import { classer, histogramme } from './histogramme';

describe('les classes de délai', () => {
  it('séparent 24 et 25 jours et ouvrent la dernière à 60', () => {
    const classes = classer([{ jours: 0, n: 1 }, { jours: 24, n: 2 }, { jours: 25, n: 4 }, { jours: 59, n: 8 }, { jours: 60, n: 16 }, { jours: 400, n: 32 }]);
    expect(classes).toHaveLength(13);
    expect(classes[0]).toEqual({ libelle: '0 à 4', n: 1, dansLeDelai: true });
    expect(classes[4]).toEqual({ libelle: '20 à 24', n: 2, dansLeDelai: true });
    expect(classes[5]).toEqual({ libelle: '25 à 29', n: 4, dansLeDelai: false });
    expect(classes[12]).toEqual({ libelle: '60 et plus', n: 48, dansLeDelai: false });
  });

  it('ne perdent aucune demande et supportent une année vide', () => {
    const jours = Array.from({ length: 90 }, (_, j) => ({ jours: j, n: j * 3 }));
    expect(classer(jours).reduce((s, c) => s + c.n, 0)).toBe(jours.reduce((s, j) => s + j.n, 0));
    expect(classer([])).toEqual([]);
    expect(histogramme([]).texte).toContain('Aucun délai');
    expect(histogramme(classer([{ jours: 3, n: 0 }])).texte).not.toContain('NaN');
  });
});
