import fc from 'fast-check';
import type { Affectation, CodeRole } from './acteur';
import { peut, unitesPour } from './droits';
import { absorbees, descendants, estDansLePerimetre, parent, perimetre, successeur, unitesEnVigueur, type Lien, type Unite } from './perimetre';
import { ACTIONS, DROITS, type Action, type Procedure } from './table-droits';
import { ajouterJours, jourDuNumero, numeroDuJour } from './temps';

const jour = fc.integer({ min: numeroDuJour('2008-01-01'), max: numeroDuJour('2026-12-31') }).map(jourDuNumero);
const borne = fc.option(jour, { nil: null });
const id = fc.integer({ min: 1, max: 9 });
const lien: fc.Arbitrary<Lien> = fc.record({ nature: fc.constantFrom('parent', 'fusionnee_dans', 'scindee_de', 'caisse'), cible: id, du: borne, au: borne });
const type = fc.constantFrom('nationale', 'regionale', 'locale', 'specialisee', 'mixte', 'task_force');
const arbre: fc.Arbitrary<Unite[]> = fc.uniqueArray(
  fc.record({ id, code: fc.string(), type, noms: fc.array(fc.record({ nom: fc.string(), du: borne, au: borne }), { maxLength: 2 }), liens: fc.array(lien, { maxLength: 3 }) }),
  { selector: (u) => u.id, maxLength: 9 },
);
const roles = [...new Set(DROITS.map((d) => d.role)), 'CDC', 'PHC', 'AUDIT'] as CodeRole[];
const affectation: fc.Arbitrary<Affectation> = fc.record({
  id: fc.string(), acteurId: fc.string(), uniteId: id, role: fc.constantFrom(...roles), activite: fc.constantFrom('CPR', 'CCX', '*'),
  du: jour, au: borne, quotite: fc.constant(1), habilitations: fc.constant([]), rpps: fc.constant(null),
});
const action = fc.constantFrom(...ACTIONS);
const procedure = fc.constantFrom<Procedure>('ald', '*');

describe('propriétés des droits', () => {
  it('unitesPour donne exactement les unités où l’on peut agir', () => {
    fc.assert(fc.property(arbre, fc.array(affectation, { maxLength: 3 }), action, procedure, jour, (a, affs, act, p, j) => {
      const permises = Array.from({ length: 12 }, (_, i) => i).filter((uniteId) => peut(affs, act, { procedure: p, uniteId, arbre: a, jour: j }));
      expect(unitesPour(affs, act, p, a, j)).toEqual(permises);
    }), { numRuns: 500 });
  });

  it('hors de ses dates, une affectation ne donne aucun droit', () => {
    fc.assert(fc.property(arbre, affectation, action, procedure, (a, aff, act, p) => {
      expect(unitesPour([aff], act, p, a, ajouterJours(aff.du, -1))).toEqual([]);
      if (aff.au !== null) expect(unitesPour([aff], act, p, a, ajouterJours(aff.au, 1))).toEqual([]);
    }));
  });

  it('aucun rôle de la caisse ni de la région ne touche à l’avis, quel que soit l’arbre', () => {
    const interdites: Action[] = ['avis.rendre', 'second_avis.rendre', 'second_avis.demander', 'dossier.affecter', 'dossier.lire_medical'];
    fc.assert(fc.property(arbre, affectation, fc.constantFrom(...interdites), fc.constantFrom<CodeRole>('CAISSE', 'DRSM', 'MCN', 'ADMIN', 'REPRISE'), jour, (a, aff, act, role, j) => {
      expect(unitesPour([{ ...aff, role }], act, 'ald', a, j)).toEqual([]);
    }));
  });

  it('le périmètre réunit les absorbées et les descendants, même sur des données en boucle', () => {
    fc.assert(fc.property(arbre, id, jour, (a, u, j) => {
      const tout = perimetre(a, u, j);
      expect(tout).toEqual(expect.arrayContaining([...absorbees(a, u, j), ...descendants(a, u, j)]));
      for (const membre of tout) expect(estDansLePerimetre(a, membre, u, j)).toBe(true);
      for (const actif of unitesEnVigueur(a, j)) expect(successeur(a, actif.id, j)).toBe(actif.id);
      expect(parent(a, u, j)).not.toBeUndefined();
    }), { numRuns: 500 });
  });

  it('aucun texte ne fait échouer ni n’ouvre un droit', () => {
    const texte = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'ALD', 'ald ', '2016-02-30', ''));
    fc.assert(fc.property(arbre, affectation, texte, action, jour, (a, aff, t, act, j) => {
      const ouvert = { ...aff, du: '0001-01-01', au: null };
      expect(unitesPour([ouvert], t as Action, 'ald', a, j)).toEqual([]);
      fc.pre(t !== '*');
      expect(unitesPour([ouvert], act, t as Procedure, a, j)).toEqual([]);
      expect(unitesPour([ouvert], act, 'ald', a, t)).toEqual([]);
    }));
  });
});
