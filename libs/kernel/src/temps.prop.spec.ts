import fc from 'fast-check';
import { jourOuvre, prochainOuvre } from './feries';
import { departJoursFrancs, echeanceJoursFrancs, termeJoursFrancs } from './francs';
import { debutDuJour, jourLocal } from './fuseaux';
import { ajouterJours, ajouterMois, jourDuNumero, joursEntre, jourValide, numeroDuJour } from './temps';

const jour = fc.integer({ min: numeroDuJour('1900-01-01'), max: numeroDuJour('2100-12-31') }).map(jourDuNumero);
const departement = fc.constantFrom('75', '57', '67', '68', '971', '972', '973', '974', '976', '977', '978', '2A');
const zone = fc.constantFrom('Europe/Paris', 'America/Guadeloupe', 'Indian/Reunion', 'America/Miquelon', 'Pacific/Tahiti', 'Pacific/Noumea');
const rangDuMois = (j: string): number => Number(j.slice(0, 4)) * 12 + Number(j.slice(5, 7));

describe('propriétés du temps', () => {
  it('ajouter des jours puis les compter redonne le même nombre, comme le calendrier de la machine', () => {
    fc.assert(fc.property(jour, fc.integer({ min: -40_000, max: 40_000 }), (j, n) => {
      const arrivee = ajouterJours(j, n);
      expect(joursEntre(j, arrivee)).toBe(n);
      expect(new Date(Date.parse(`${j}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10)).toBe(arrivee);
    }));
  });

  it('ajouter des mois ne saute jamais un mois et ne dépasse jamais le quantième', () => {
    fc.assert(fc.property(jour, fc.integer({ min: -1200, max: 1200 }), (j, n) => {
      const arrivee = ajouterMois(j, n);
      expect(rangDuMois(arrivee) - rangDuMois(j)).toBe(n);
      expect(Number(arrivee.slice(8))).toBeLessThanOrEqual(Number(j.slice(8)));
    }));
  });

  it('une échéance en jours francs est un jour ouvré, jamais avant D+N+1 et le plus tôt possible', () => {
    fc.assert(fc.property(jour, fc.integer({ min: 0, max: 200 }), departement, (j, n, d) => {
      const echeance = echeanceJoursFrancs(j, n, { departement: d });
      expect(jourOuvre(echeance, d)).toBe(true);
      expect(joursEntre(j, echeance)).toBeGreaterThanOrEqual(n + 1);
      for (let k = n + 1; k < joursEntre(j, echeance); k++) expect(jourOuvre(ajouterJours(j, k), d)).toBe(false);
      expect(prochainOuvre(echeance, d)).toBe(echeance);
    }));
  });

  it('compter des jours francs à rebours ramène au départ', () => {
    fc.assert(fc.property(jour, fc.integer({ min: 0, max: 200 }), (j, n) => {
      expect(departJoursFrancs(termeJoursFrancs(j, n), n)).toBe(j);
    }));
  });

  it('le jour local est celui d’un formateur du système, à tout instant et dans toute zone', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1975-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }), zone, (instant, z) => {
      const attendu = new Intl.DateTimeFormat('sv-SE', { timeZone: z }).format(instant);
      expect(jourLocal(instant, z)).toBe(attendu);
    }));
  });

  it('le début du jour est le premier instant de ce jour', () => {
    fc.assert(fc.property(jour, zone, (j, z) => {
      const debut = debutDuJour(j, z);
      expect(jourLocal(debut, z)).toBe(j);
      expect(jourLocal(new Date(debut.getTime() - 1), z)).toBe(ajouterJours(j, -1));
    }));
  });

  it('aucun texte ne fait échouer la vérification d’un jour', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (texte) => {
      expect(typeof jourValide(texte)).toBe('boolean');
    }));
  });
});
