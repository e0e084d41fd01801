import { ajouterJours, enVigueur } from '@sm/kernel';
import { ald, aldOuverte, alertesFinAld, dansNiveauServiceAld, dureeExoneration, niveauServiceAld } from './ald';
import { ALDS, DUREES_ALD, type NatureDemande } from './table-ald';

const annees = (numero: number, jour: string, nature: NatureDemande = 'initiale') => dureeExoneration(numero, jour, { nature })?.annees ?? null;

describe('les affections de longue durée', () => {
  it('compte trente numéros, puis hors liste et polypathologie', () => {
    expect(ALDS.map((a) => a.numero)).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
    expect(ald(8)?.libelle).toBe('Diabète de type 1 et diabète de type 2');
    expect(ald(31)?.regime).toBe('hors_liste');
    expect(ald(32)?.regime).toBe('polypathologie');
    expect(ald(33)).toBeNull();
    expect(ald(NaN)).toBeNull();
  });

  it.each([
    [8, '2017-04-05', 5], [8, '2017-04-06', 10], [8, '2016-06-01', 5], [15, '2020-01-01', 10], [30, '2016-06-01', 5], [30, '2020-01-01', 5], [29, '2020-01-01', 2],
    [1, '2016-06-01', 2], [1, '2017-04-06', 3], [2, '2016-06-01', 5], [2, '2018-01-01', 10], [31, '2020-01-01', 5],
  ])('ouvre l’ALD %i le %s pour %i ans', (numero, jour, attendu) => {
    expect(annees(numero, jour)).toBe(attendu);
  });

  it('prolonge l’accident vasculaire cérébral de cinq puis de dix ans', () => {
    expect(annees(1, '2016-06-01', 'prolongation')).toBe(5);
    expect(annees(1, '2017-04-06', 'prolongation')).toBe(10);
  });

  it('exonère le nouveau-né de mère atteinte deux puis trois ans', () => {
    expect(dureeExoneration(7, '2016-06-01', { nature: 'initiale', cas: 'nouveau_ne' })?.annees).toBe(2);
    expect(dureeExoneration(7, '2020-06-01', { nature: 'initiale', cas: 'nouveau_ne' })?.annees).toBe(3);
    expect(dureeExoneration(8, '2020-06-01', { nature: 'initiale', cas: 'nouveau_ne' })).toBeNull();
  });

  it('ferme l’hypertension aux nouvelles demandes le 27 juin 2011 et garde les renouvellements', () => {
    expect(aldOuverte(12, '2011-06-26', 'initiale')).toBe(true);
    expect(aldOuverte(12, '2011-06-27', 'initiale')).toBe(false);
    expect(annees(12, '2016-06-01')).toBeNull();
    expect(annees(12, '2016-06-01', 'prolongation')).toBe(5);
    expect(annees(12, '2018-06-01', 'prolongation')).toBe(10);
  });

  it('dit d’où vient la durée et à quel point elle est sûre', () => {
    expect(dureeExoneration(8, '2018-01-01', { nature: 'initiale' })).toMatchObject({ confiance: 'sure-checked', source: expect.stringContaining('2017-472') });
    expect(dureeExoneration(8, '2016-01-01', { nature: 'initiale' })?.confiance).toBe('likely');
    expect(dureeExoneration(8, '2025-01-01', { nature: 'initiale' })?.confiance).toBe('likely');
    expect(dureeExoneration(23, '2018-01-01', { nature: 'initiale' })?.confiance).toBe('unsure');
  });

  it('donne une seule durée par jour, nature et cas, sans trou entre les périodes', () => {
    for (const jour of ['1990-01-01', '2011-01-21', '2011-01-22', '2017-04-05', '2017-04-06', '2024-07-09', '2024-07-10', '2030-01-01']) {
      for (const { numero } of ALDS) {
        for (const nature of ['initiale', 'prolongation'] as const) {
          expect(DUREES_ALD.filter((d) => d.numero === numero && d.nature === nature && d.cas === null && enVigueur(d, jour))).toHaveLength(1);
        }
      }
    }
  });

  it('ne donne rien pour un numéro ou un jour impossible', () => {
    expect(annees(0, '2016-06-01')).toBeNull();
    expect(annees(8, '2016-02-30')).toBeNull();
    expect(aldOuverte(99, '2016-06-01', 'initiale')).toBe(false);
  });
});

describe('les repères de l’ALD', () => {
  it('alerte six puis trois mois avant la fin', () => {
    expect(alertesFinAld('2026-08-31')).toEqual(['2026-02-28', '2026-05-31']);
    expect(() => alertesFinAld('2026-02-30')).not.toThrow();
  });

  it('tient le niveau de service sous vingt-cinq jours calendaires', () => {
    expect(niveauServiceAld('2016-06-01')).toBe(25);
    expect(dansNiveauServiceAld('2016-06-01', ajouterJours('2016-06-01', 24))).toBe(true);
    expect(dansNiveauServiceAld('2016-06-01', ajouterJours('2016-06-01', 25))).toBe(false);
    expect(() => dansNiveauServiceAld('2016-06-31', '2016-07-01')).toThrow(RangeError);
  });
});
