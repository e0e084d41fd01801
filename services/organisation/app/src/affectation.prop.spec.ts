import { ajouterJours, joursEntre } from '@sm/kernel';
import * as fc from 'fast-check';
import { segments } from './affectation';
import { COLONNES_AGENTS, validerLigneAgent } from './ligne-agent';

const jour = fc.integer({ min: 0, max: 8000 }).map((n) => ajouterJours('2005-01-01', n));
const habilitation = fc.record({ genre: fc.constantFrom('ald', 'arret', 'invalidite', 'at_mp'), au: fc.option(jour) });
const affectation = fc.record({
  du: jour,
  duree: fc.option(fc.integer({ min: 0, max: 4000 })),
  habilitations: fc.uniqueArray(habilitation, { selector: (h) => h.genre }),
}).map(({ du, duree, habilitations }) => ({ du, au: duree === null ? null : ajouterJours(du, duree), habilitations }));

describe('Propriétés des affectations', () => {
  it('les segments se suivent sans trou, couvrent la période, et disent les habilitations de chaque jour', () => {
    fc.assert(fc.property(affectation, fc.nat(9000), (a, decalage) => {
      const siens = segments(a);
      expect([siens[0]?.du, siens.at(-1)?.au]).toEqual([a.du, a.au]);
      siens.slice(1).forEach((s, i) => expect(joursEntre(siens[i]?.au ?? '', s.du)).toBe(1));
      const ce = ajouterJours(a.du, a.au === null ? decalage : decalage % (joursEntre(a.du, a.au) + 1));
      const actif = siens.filter((s) => s.du <= ce && (s.au === null || ce <= s.au));
      expect(actif.map((s) => s.habilitations)).toEqual([a.habilitations.filter((h) => h.au === null || h.au >= ce).map((h) => h.genre).sort()]);
    }), { seed: 931, verbose: 1 });
  });

  it("une ligne quelconque donne une demande ou des erreurs, jamais une exception", () => {
    const brut = fc.dictionary(fc.constantFrom(...COLONNES_AGENTS), fc.anything());
    fc.assert(fc.property(brut, (b) => {
      const lue = validerLigneAgent(b);
      expect('valeur' in lue || lue.erreurs.length > 0).toBe(true);
    }), { seed: 931, verbose: 1 });
  });
});
