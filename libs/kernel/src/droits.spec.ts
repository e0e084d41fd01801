import type { Affectation, CodeRole } from './acteur';
import { affectationActive, habilitePour, peut, unitesPour } from './droits';
import type { Unite } from './perimetre';
import { ACTIONS, DROITS, ROLES, type Action, type Droit } from './table-droits';

const JOUR = '2016-06-15';
const unite = (id: number, type: Unite['type'], parent: number | null, fusion?: [number, string]): Unite => ({
  id, code: `U-${id}`, type, noms: [{ nom: `Unité ${id}`, du: null, au: null }],
  liens: [
    ...(parent === null ? [] : [{ nature: 'parent' as const, cible: parent, du: null, au: null }]),
    ...(fusion ? [{ nature: 'fusionnee_dans' as const, cible: fusion[0], du: fusion[1], au: null }] : []),
  ],
});
const arbre: Unite[] = [
  unite(1, 'nationale', null), unite(10, 'regionale', 1), unite(11, 'regionale', 1),
  unite(100, 'locale', 10), unite(101, 'locale', 10, [100, '2016-06-15']), unite(110, 'locale', 11),
];
const affectation = (role: CodeRole, uniteId = 100, reste: Partial<Affectation> = {}): Affectation => ({
  id: 'a1', acteurId: 'agent:M0001', uniteId, role, activite: 'CPR', du: '2015-01-01', au: null, quotite: 1, habilitations: [], rpps: null, ...reste,
});
const permis = (role: CodeRole): Action[] => ACTIONS.filter((action) => peut([affectation(role)], action, { procedure: 'ald', uniteId: 100, arbre, jour: JOUR }));
const toutes = ROLES;

describe('les droits par rôle', () => {
  it('la caisse enregistre, notifie et lit la partie administrative, rien d’autre', () => {
    expect(permis('CAISSE').sort()).toEqual(['decision.notifier', 'demande.enregistrer', 'dossier.lire', 'rapport.lire_diffusable']);
  });

  it('seule la caisse notifie la décision', () => {
    expect(toutes.filter((role) => permis(role).includes('decision.notifier'))).toEqual(['CAISSE']);
  });

  it('seul le médecin-conseil rend un avis d’ALD : ni dentiste, ni pharmacien, ni infirmier, ni technicien, ni caisse', () => {
    expect(toutes.filter((role) => permis(role).includes('avis.rendre'))).toEqual(['MC']);
  });

  it('la partie médicale n’est lue que par le médecin-conseil, son chef et l’infirmier du service', () => {
    expect(toutes.filter((role) => permis(role).includes('dossier.lire_medical'))).toEqual(['MC', 'ISM', 'MCCS']);
  });

  it('le chef de service affecte et demande un second avis', () => {
    expect(permis('MCCS')).toEqual(expect.arrayContaining(['dossier.affecter', 'second_avis.demander']));
    expect(toutes.filter((role) => permis(role).includes('dossier.affecter'))).toEqual(['MCCS']);
  });

  it('le technicien reçoit et contrôle la complétude', () => {
    expect(permis('TSM')).toEqual(expect.arrayContaining(['demande.enregistrer', 'completude.controler']));
    expect(permis('TSM')).not.toContain('dossier.lire_medical');
  });

  it('la région et la nation ne voient que des agrégats, chacune dans son périmètre', () => {
    expect(permis('DRSM')).toEqual(['rapport.lire_agregats', 'rapport.lire_diffusable']);
    const lit = (role: CodeRole, depuis: number, uniteId: number): boolean =>
      peut([affectation(role, depuis)], 'rapport.lire_agregats', { procedure: '*', uniteId, arbre, jour: JOUR });
    expect([100, 101, 10].every((u) => lit('DRSM', 10, u))).toBe(true);
    expect([110, 11, 1].some((u) => lit('DRSM', 10, u))).toBe(false);
    expect([1, 10, 11, 100, 101, 110].every((u) => lit('MCN', 1, u))).toBe(true);
    expect(lit('MCN', 10, 100)).toBe(false);
    expect(ACTIONS.filter((a) => peut([affectation('MCN', 1)], a, { procedure: 'ald', uniteId: 100, arbre, jour: JOUR }))).toEqual(['rapport.lire_agregats', 'rapport.lire_diffusable', 'rapport.editer']);
  });

  it('la reprise ne dépose que des reprises et des imports, l’administrateur ne gère que l’organisation', () => {
    expect(permis('REPRISE')).toEqual(['import.deposer', 'reprise.deposer']);
    expect(permis('ADMIN')).toEqual(['organisation.gerer', 'delegation.gerer', 'absence.declarer']);
    expect(unitesPour([affectation('ADMIN', 1)], 'organisation.gerer', '*', [], JOUR)).toEqual([1]);
  });

  it('chaque ligne de la table est unique, et dit sa source', () => {
    const cle = ({ role, action, procedure, relation }: Droit): string => `${role}|${action}|${procedure}|${relation}`;
    expect(new Set(DROITS.map(cle)).size).toBe(DROITS.length);
    expect(DROITS.filter((d) => !/§2|\bL\.|\bR\.|machine account/.test(d.source))).toEqual([]);
  });
});

describe('les droits par affectation', () => {
  const avis = (a: Affectation, uniteId = 100, jour = JOUR): boolean => peut([a], 'avis.rendre', { procedure: 'ald', uniteId, arbre, jour });

  it('un agent d’un autre échelon ne voit et ne fait rien', () => {
    for (const role of toutes.filter((r) => r !== 'ADMIN')) {
      expect(ACTIONS.filter((action) => peut([affectation(role, 110)], action, { procedure: 'ald', uniteId: 100, arbre, jour: JOUR }))).toEqual([]);
    }
  });

  it('l’affectation tient ses deux bornes comprises, et pas un jour de plus', () => {
    const a = affectation('MC', 100, { du: '2016-01-01', au: '2016-12-31' });
    expect(avis(a, 100, '2016-01-01')).toBe(true);
    expect(avis(a, 100, '2016-12-31')).toBe(true);
    expect(avis(a, 100, '2015-12-31')).toBe(false);
    expect(avis(a, 100, '2017-01-01')).toBe(false);
    expect(affectationActive(a, '2016-02-30')).toBe(false);
  });

  it('l’unité absorbée est couverte dès le jour de la fusion', () => {
    expect(avis(affectation('MC'), 101, '2016-06-14')).toBe(false);
    expect(avis(affectation('MC'), 101, '2016-06-15')).toBe(true);
    expect(unitesPour([affectation('MC')], 'avis.rendre', 'ald', arbre, '2016-06-14')).toEqual([100]);
    expect(unitesPour([affectation('MC')], 'avis.rendre', 'ald', arbre, '2016-06-15')).toEqual([100, 101]);
  });

  it('l’affectation à une autre activité ne donne rien sur l’ALD', () => {
    expect(avis(affectation('MC', 100, { activite: 'CCX' }))).toBe(false);
    expect(avis(affectation('MC', 100, { activite: '*' }))).toBe(true);
  });

  it('les affectations s’ajoutent', () => {
    expect(unitesPour([affectation('TSM', 110), affectation('TSM', 100)], 'completude.controler', 'ald', arbre, '2016-01-01')).toEqual([100, 110]);
  });

  it('l’habilitation se vérifie à part, par genre d’avis', () => {
    expect(habilitePour(affectation('MC', 100, { habilitations: ['ald'] }), 'ald')).toBe(true);
    expect(habilitePour(affectation('MC', 100, { habilitations: ['arret'] }), 'ald')).toBe(false);
  });
});
