import fc from 'fast-check';
import { echeance, joursAlerte, type LigneDelai } from './delais';
import { jourOuvre } from './feries';
import { ajouterJours, jourDuNumero, joursEntre, numeroDuJour } from './temps';

const jour = fc.integer({ min: numeroDuJour('2005-01-01'), max: numeroDuJour('2035-12-31') }).map(jourDuNumero);
const departement = fc.constantFrom('75', '67', '971', '974', '2B');
const ligne: fc.Arbitrary<LigneDelai> = fc.record({
  typeDossier: fc.constant('essai'), etape: fc.constant('étape'), valeur: fc.integer({ min: 0, max: 120 }),
  unite: fc.constantFrom('jours', 'jours francs', 'mois'), depart: fc.constant('réception'), aRebours: fc.constant(false), effet: fc.constant('aucun'),
  proprietaire: fc.constant('sm'), du: fc.constant(null), au: fc.constant(null), source: fc.constant('essai'), confiance: fc.constant('likely'),
});
const pause = fc.tuple(jour, fc.integer({ min: 0, max: 60 })).map(([du, n]) => ({ du, au: ajouterJours(du, n), motif: 'piece-manquante' }));

describe('propriétés des échéances', () => {
  it('une échéance est un jour ouvré, jamais avant le départ', () => {
    fc.assert(fc.property(ligne, jour, departement, (l, j, d) => {
      const fin = echeance(l, j, { departement: d });
      expect(fin !== null && jourOuvre(fin, d) && fin >= j).toBe(true);
    }));
  });

  it('une pause ne raccourcit jamais un délai et l’ordre des pauses ne compte pas', () => {
    fc.assert(fc.property(ligne, jour, departement, fc.array(pause, { maxLength: 4 }), (l, j, d, pauses) => {
      const avec = echeance(l, j, { departement: d, pauses }) ?? '';
      expect(avec >= (echeance(l, j, { departement: d }) ?? '')).toBe(true);
      expect(echeance(l, j, { departement: d, pauses: [...pauses].reverse() })).toBe(avec);
    }));
  });

  it('les alertes restent entre le départ et l’échéance', () => {
    fc.assert(fc.property(jour, fc.nat(400), fc.array(fc.double(), { maxLength: 5 }), (j, n, pourcentages) => {
      const fin = ajouterJours(j, n);
      for (const alerte of joursAlerte(j, fin, pourcentages)) {
        expect(joursEntre(j, alerte)).toBeGreaterThanOrEqual(0);
        expect(joursEntre(alerte, fin)).toBeGreaterThanOrEqual(0);
      }
    }));
  });
});
