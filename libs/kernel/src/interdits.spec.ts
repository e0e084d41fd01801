import type { Affectation, CodeRole } from './acteur';
import { dossiersPour, peut, peutRecevoir, peutSurDossier, rolesPour, unitesPour, type LienDossier } from './droits';
import { ACTIONS_INDEPENDANTES, INTERDICTIONS, ROLES_CAISSE, SANS_DROIT } from './interdits';
import type { Unite } from './perimetre';
import { ACTIONS, DROITS, PROCEDURES_CONNUES, ROLES } from './table-droits';

const JOUR = '2026-01-15';
const unite = (id: number): Unite => ({ id, code: `U-${id}`, type: 'locale', noms: [{ nom: 'U', du: null, au: null }], liens: [] });
const arbre = [unite(931), unite(941)];
const affectation = (role: CodeRole, uniteId = 931, reste: Partial<Affectation> = {}): Affectation => ({
  id: `${role}-${uniteId}`, acteurId: 'agent:M0001', uniteId, role, activite: 'CPR', du: '2015-01-01', au: null, quotite: 1, habilitations: [], rpps: null, ...reste,
});
const avis = (affectations: readonly Affectation[], procedure: (typeof PROCEDURES_CONNUES)[number] = 'ald', jour = JOUR): boolean =>
  peut(affectations, 'avis.rendre', { procedure, uniteId: 931, arbre, jour });

describe('ce que la table ne peut pas dire', () => {
  it('aucune ligne ne donne à la caisse une action sur un avis ou un contenu médical', () => {
    expect(DROITS.filter((d) => ROLES_CAISSE.includes(d.role) && ACTIONS_INDEPENDANTES.includes(d.action))).toEqual([]);
  });

  it('aucune ligne ne contredit la colonne « ne peut pas » du métier ; seule une délégation écrite lève celle qui le dit', () => {
    for (const { role, actions, saufDelegation } of INTERDICTIONS) {
      expect([role, DROITS.filter((d) => d.role === role && actions.includes(d.action) && !(saufDelegation && d.delegation))]).toEqual([role, []]);
    }
  });

  it('chaque rôle du métier a ses lignes, ou dit pourquoi il n’en a pas', () => {
    const avec = new Set(DROITS.map((d) => d.role));
    expect(ROLES.filter((role) => !avec.has(role))).toEqual(SANS_DROIT.map((s) => s.role));
    expect(ROLES.filter((role) => !INTERDICTIONS.some((i) => i.role === role))).toEqual([]);
  });

  it('chaque action est ouverte à quelqu’un', () => {
    expect(ACTIONS.filter((action) => !DROITS.some((d) => d.action === action))).toEqual([]);
  });
});

describe('le cumul avec un rôle de la caisse', () => {
  it.each(ACTIONS_INDEPENDANTES)('ferme %s, même quand l’autre rôle est tenu dans une autre unité', (action) => {
    for (const role of ROLES) {
      for (const ailleurs of [931, 941]) {
        expect([role, unitesPour([affectation(role), affectation('CAISSE', ailleurs)], action, 'ald', arbre, JOUR)]).toEqual([role, []]);
      }
    }
  });

  it('ne ferme rien avant que le rôle de la caisse ne commence, ni après sa fin', () => {
    const cumul = [affectation('MC'), affectation('CAISSE', 941, { du: '2020-01-01', au: '2020-12-31' })];
    expect([avis(cumul, 'ald', '2019-12-31'), avis(cumul, 'ald', '2020-01-01'), avis(cumul, 'ald', '2020-12-31'), avis(cumul, 'ald', '2021-01-01')]).toEqual([true, false, false, true]);
  });
});

describe('la délégation écrite', () => {
  const delegue = (procedure: string, au: string | null = null): Affectation[] => [affectation('ISM', 931, { delegations: [{ action: 'avis.rendre', procedure, du: '2026-01-01', au }] })];

  it('ouvre à l’infirmier l’avis qu’elle nomme, ses jours seulement', () => {
    expect(avis([affectation('ISM')])).toBe(false);
    expect(avis(delegue('ald', '2026-01-15'))).toBe(true);
    expect([avis(delegue('ald'), 'ald', '2025-12-31'), avis(delegue('ald', '2026-01-15'), 'ald', '2026-01-16'), avis(delegue('ald'), 'arret')]).toEqual([false, false, false]);
  });

  it('n’ouvre pas l’avis réservé au médecin-conseil, ni rien à un autre rôle', () => {
    expect(avis(delegue('*'), 'atmp')).toBe(false);
    for (const role of ROLES.filter((r) => r !== 'ISM' && r !== 'MC')) expect([role, avis([{ ...delegue('*')[0]!, role }])]).toEqual([role, false]);
  });

  it('ne sert qu’à qui la table permet de la recevoir, et à personne qui tienne un rôle de la caisse', () => {
    const recoit = (role: CodeRole, procedure: 'ald' | 'atmp' = 'ald', ...autres: Affectation[]): boolean => peutRecevoir([affectation(role), ...autres], 'avis.rendre', procedure, JOUR);
    expect(ROLES.filter((role) => recoit(role))).toEqual(['ISM']);
    expect([recoit('ISM', 'atmp'), recoit('ISM', 'ald', affectation('CAISSE', 941))]).toEqual([false, false]);
  });

  it('prend fin avec l’affectation, et ne fait pas du rôle un auteur d’avis', () => {
    expect(avis(delegue('ald').map((a) => ({ ...a, au: '2026-01-14' })))).toBe(false);
    expect([...rolesPour(['avis.rendre'], 'ald')]).toEqual(['MC']);
  });
});

describe('l’assuré et le professionnel : leur dossier, et lui seul', () => {
  const lien = (role: CodeRole, relation: LienDossier['relation']): LienDossier => ({ role, relation, dossier: 'd1', du: '2026-01-01', au: '2026-01-31' });
  const lit = (l: LienDossier, dossier: string, jour = JOUR): boolean => peutSurDossier([l], 'dossier.lire', { procedure: 'ald', dossier, jour });

  it('l’assuré lit le sien, partie médicale comprise (L.1111-7 CSP), pas celui d’un autre', () => {
    expect([lit(lien('ASSURE', 'soi'), 'd1'), lit(lien('ASSURE', 'soi'), 'd2'), lit(lien('ASSURE', 'soi'), 'd1', '2026-02-01')]).toEqual([true, false, false]);
    expect(peutSurDossier([lien('ASSURE', 'soi')], 'dossier.lire_medical', { procedure: 'ald', dossier: 'd1', jour: JOUR })).toBe(true);
  });

  it('le professionnel lit le dossier de qui il soigne, sans la partie médicale du service, et ne se fait pas passer pour l’assuré', () => {
    expect(lit(lien('PS', 'prise_en_charge'), 'd1')).toBe(true);
    expect(peutSurDossier([lien('PS', 'prise_en_charge')], 'dossier.lire_medical', { procedure: 'ald', dossier: 'd1', jour: JOUR })).toBe(false);
    expect([lit(lien('PS', 'soi'), 'd1'), lit(lien('ASSURE', 'prise_en_charge'), 'd1'), lit(lien('MC', 'soi'), 'd1')]).toEqual([false, false, false]);
    expect(dossiersPour([lien('PS', 'prise_en_charge'), { ...lien('PS', 'prise_en_charge'), dossier: 'd0' }], 'dossier.lire', 'arret', JOUR)).toEqual(['d0', 'd1']);
  });

  it('aucun des deux n’a de droit dans une unité, quelle que soit l’affectation qu’on leur prête', () => {
    for (const role of ['ASSURE', 'PS'] as const) for (const action of ACTIONS) expect(unitesPour([affectation(role)], action, 'ald', arbre, JOUR)).toEqual([]);
  });
});
