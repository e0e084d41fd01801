import fc from 'fast-check';
import { candidat } from '../../test/exemples';
import { choisirPraticien, raisonEcart, type BesoinPraticien, type Candidat } from '..';

const besoin: BesoinPraticien = { professions: ['MC'], habilitation: 'ald', rppsEnConflit: ['99'], conflits: ['agent:lie'], exclus: ['agent:premier'] };

const candidats: fc.Arbitrary<Candidat[]> = fc.uniqueArray(
  fc.record({
    acteurId: fc.constantFrom('agent:a', 'agent:b', 'agent:c', 'agent:lie', 'agent:premier'),
    rpps: fc.constantFrom('1', '99', null),
    roles: fc.constantFrom<Candidat['roles']>(['MC'], ['TSM'], ['MC', 'MCCS']),
    habilitations: fc.constantFrom(['ald'], [], ['arret', 'ald']),
    present: fc.boolean(),
    quotite: fc.constantFrom(0, 0.5, 0.8, 1),
    charge: fc.nat(5),
  }),
  { selector: ({ acteurId }) => acteurId },
);

describe('L’affectation', () => {
  it('rapporte la charge au temps de travail', () => {
    const choix = choisirPraticien([candidat({ acteurId: 'agent:plein', charge: 10 }), candidat({ acteurId: 'agent:mi', quotite: 0.5, charge: 6 })], besoin);
    expect(choix).toMatchObject({ praticien: { acteurId: 'agent:plein' }, explication: { charge: 10, chargePonderee: 10, candidats: 2, ecartes: 0 } });
  });

  it('dit pourquoi chacun est écarté', () => {
    const choix = choisirPraticien([candidat({ acteurId: 'agent:lie' }), candidat({ acteurId: 'agent:premier' }), candidat({ present: false }), candidat({ acteurId: 'agent:z' })], besoin);
    expect(choix?.ecartes.map(({ raison }) => raison)).toEqual(['conflit', 'exclu', 'absence']);
  });

  it('ne choisit jamais un praticien écarté, ni un plus chargé qu’un autre, quel que soit l’ordre', () => {
    fc.assert(
      fc.property(candidats, (liste) => {
        const choix = choisirPraticien(liste, besoin);
        const aptes = liste.filter((un) => raisonEcart(un, besoin) === null);
        expect(choix === null).toBe(aptes.length === 0);
        if (choix === null) return;
        const choisi = aptes.find(({ acteurId }) => acteurId === choix.praticien.acteurId);
        expect(Math.min(...aptes.map(({ charge, quotite }) => charge / quotite))).toBe((choisi?.charge ?? NaN) / (choisi?.quotite ?? NaN));
        expect(choisirPraticien([...liste].reverse(), besoin)?.praticien).toEqual(choix.praticien);
      }),
      { numRuns: 300 },
    );
  });
});
