import { delaiApplicable, echeance, echeanceHeures, joursAlerte, type LigneDelai } from './delais';

const ligne = (valeur: number | null, unite: LigneDelai['unite'], reste: Partial<LigneDelai> = {}): LigneDelai => ({
  typeDossier: 'essai', etape: 'réponse', valeur, unite, depart: 'réception', aRebours: false, effet: 'aucun', proprietaire: 'sm',
  du: null, au: null, source: 'essai', confiance: 'likely', ...reste,
});
const paris = { departement: '75' };

describe('le calcul des échéances', () => {
  it.each([
    [15, 'jours', '2024-03-04', '2024-03-19'],
    [15, 'jours', '2024-03-01', '2024-03-18'],
    [2, 'mois', '2023-12-31', '2024-02-29'],
    [2, 'mois', '2024-03-08', '2024-05-10'],
    [3, 'ans', '2024-02-29', '2027-03-01'],
    [10, 'jours francs', '2024-03-04', '2024-03-15'],
    [14, 'jours ouvrables', '2024-04-29', '2024-05-18'],
    [0, 'jours', '2024-03-02', '2024-03-04'],
  ] as const)('%i %s à compter du %s échoit le %s', (valeur, unite, depart, attendu) => {
    expect(echeance(ligne(valeur, unite), depart, paris)).toBe(attendu);
  });

  it('compte à rebours de la date de l’examen, sans report', () => {
    expect(echeance(ligne(15, 'jours', { aRebours: true }), '2024-03-18', paris)).toBe('2024-03-03');
    expect(echeance(ligne(2, 'mois', { aRebours: true }), '2024-04-30', paris)).toBe('2024-02-29');
    expect(echeance(ligne(10, 'jours francs', { aRebours: true }), '2024-04-30', paris)).toBe('2024-04-19');
    expect(() => echeance(ligne(2, 'jours ouvrables', { aRebours: true }), '2024-04-30', paris)).toThrow(RangeError);
  });

  it('n’a pas d’échéance sans durée dans le texte, ni en heures', () => {
    expect(echeance(ligne(null, 'jours'), '2024-03-04', paris)).toBeNull();
    expect(echeance(ligne(48, 'heures'), '2024-03-04', paris)).toBeNull();
  });

  it('allonge le délai des jours de pause, comptés une seule fois', () => {
    const pauses = (...p: [string, string][]) => ({ ...paris, pauses: p.map(([du, au]) => ({ du, au, motif: 'piece-manquante' })) });
    const dix = ligne(10, 'jours');
    expect(echeance(dix, '2024-03-04', pauses(['2024-03-06', '2024-03-10']))).toBe('2024-03-19');
    expect(echeance(dix, '2024-03-04', pauses(['2024-03-06', '2024-03-10'], ['2024-03-08', '2024-03-10']))).toBe('2024-03-19');
    expect(echeance(dix, '2024-03-04', pauses(['2024-03-16', '2024-03-17'], ['2024-03-06', '2024-03-10']))).toBe('2024-03-21');
    expect(echeance(dix, '2024-03-04', pauses(['2024-04-01', '2024-04-10']))).toBe('2024-03-14');
    expect(echeance(dix, '2024-03-04', pauses(['2024-02-01', '2024-03-05']))).toBe('2024-03-15');
    expect(echeance(dix, '2024-03-04', pauses(['2024-03-10', '2024-03-06']))).toBe('2024-03-14');
  });

  it('choisit la ligne en vigueur le jour du départ', () => {
    const lignes = [ligne(3, 'mois', { au: '2019-11-30' }), ligne(120, 'jours francs', { du: '2019-12-01' })];
    expect(delaiApplicable(lignes, 'essai', 'réponse', '2019-11-30')?.valeur).toBe(3);
    expect(delaiApplicable(lignes, 'essai', 'réponse', '2019-12-01')?.valeur).toBe(120);
    expect(delaiApplicable(lignes, 'essai', 'autre', '2019-12-01')).toBeNull();
    expect(delaiApplicable(lignes, 'essai', 'réponse', 'hier')).toBeNull();
  });

  it('compte les heures, en sautant au besoin dimanches et fériés (déclaration d’accident du travail)', () => {
    const vendredi = new Date('2024-05-17T10:00:00+02:00');
    expect(echeanceHeures(vendredi, 48, paris).toISOString()).toBe('2024-05-19T08:00:00.000Z');
    expect(echeanceHeures(vendredi, 48, { ...paris, horsChomes: true }).toISOString()).toBe('2024-05-21T08:00:00.000Z');
    expect(echeanceHeures(new Date('2024-03-30T10:00:00+01:00'), 24, { ...paris, horsChomes: true }).toISOString()).toBe('2024-04-02T08:00:00.000Z');
    expect(() => echeanceHeures(new Date('jamais'), 48, { ...paris, horsChomes: true })).toThrow(RangeError);
    expect(() => echeanceHeures(new Date('jamais'), 48, paris)).toThrow(RangeError);
  });

  it('alerte à des pourcentages de la durée, sans doublon', () => {
    expect(joursAlerte('2024-03-01', '2024-03-31', [50, 90, 100, 100, 150, NaN])).toEqual(['2024-03-16', '2024-03-28', '2024-03-31']);
    expect(joursAlerte('2024-03-01', '2024-03-01', [50, 90])).toEqual(['2024-03-01']);
  });
});
