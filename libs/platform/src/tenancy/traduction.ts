import { NatureLien, TypeUnite as TypePublie, type Donnees, type Evenement } from '@sm/contracts';
import type { Affectation, CodeRole, Lien, TypeUnite, Unite } from '@sm/kernel';

const TYPES: readonly [TypeUnite, TypePublie][] = [
  ['nationale', TypePublie.NATIONALE], ['regionale', TypePublie.REGIONALE], ['locale', TypePublie.LOCALE],
  ['specialisee', TypePublie.SPECIALISEE], ['mixte', TypePublie.MIXTE], ['task_force', TypePublie.TASK_FORCE],
];
const NATURES: readonly [Lien['nature'], NatureLien][] = [
  ['parent', NatureLien.PARENT], ['caisse', NatureLien.CAISSE], ['territoire', NatureLien.TERRITOIRE],
  ['fusionnee_dans', NatureLien.FUSIONNEE_DANS], ['scindee_de', NatureLien.SCINDEE_DE],
];
const versPublie = <A, B>(table: readonly [A, B][], a: A): B => table.find(([x]) => x === a)![1];
const JAMAIS = '0001-01-01';

function cibleDe(lien: Lien): { case: 'caisse' | 'departement'; value: string } | { case: 'unite'; value: number } {
  if (lien.nature === 'caisse') return { case: 'caisse', value: String(lien.cible) };
  if (lien.nature === 'territoire') return { case: 'departement', value: String(lien.cible) };
  return { case: 'unite', value: Number(lien.cible) };
}

/** The whole state of a unit, as published on `sm.organisation.unite.v1`. */
export const unitePubliee = (u: Unite, versionOrganisation: number): Donnees<'sm.organisation.unite.v1', 'UnitePubliee'> => ({
  id: u.id,
  code: u.code,
  type: versPublie(TYPES, u.type),
  noms: u.noms.map((n) => ({ nom: n.nom, ...(n.du ? { du: n.du } : {}), ...(n.au ? { au: n.au } : {}) })),
  liens: u.liens.map((l) => ({ nature: versPublie(NATURES, l.nature), cible: cibleDe(l), ...(l.du ? { du: l.du } : {}), ...(l.au ? { au: l.au } : {}) })),
  versionOrganisation,
  codes: (u.codes ?? []).map((c) => ({ code: c.code, ...(c.du ? { du: c.du } : {}), ...(c.au ? { au: c.au } : {}) })),
});

/** One assignment, as published on `sm.organisation.affectation.v1`; `retiree` when it was entered by mistake. */
export const affectationPubliee = (a: Affectation, retiree = false): Donnees<'sm.organisation.affectation.v1', 'AffectationPubliee'> => ({
  id: a.id, acteurId: a.acteurId, uniteId: a.uniteId, role: a.role, activite: a.activite, du: a.du, quotite: a.quotite,
  habilitations: [...a.habilitations], retiree, ...(a.au ? { au: a.au } : {}), ...(a.rpps ? { rpps: a.rpps } : {}),
});

export function uniteDepuis(e: Evenement<'sm.organisation.unite.v1'>): Unite | null {
  if (e.type !== 'UnitePubliee') return null;
  const u = e.donnees;
  const type = TYPES.find(([, t]) => t === u.type)?.[0];
  if (!type) return null;
  const liens = u.liens.flatMap((l): Lien[] => {
    const nature = NATURES.find(([, n]) => n === l.nature)?.[0];
    return nature && l.cible.value !== undefined ? [{ nature, cible: l.cible.value, du: l.du ?? null, au: l.au ?? null }] : [];
  });
  const codes = u.codes.map((c) => ({ code: c.code, du: c.du ?? null, au: c.au ?? null }));
  return { id: u.id, code: u.code, type, noms: u.noms.map((n) => ({ nom: n.nom, du: n.du ?? null, au: n.au ?? null })), liens, ...(codes.length ? { codes } : {}) };
}

export function affectationDepuis(e: Evenement<'sm.organisation.affectation.v1'>): Affectation | null {
  if (e.type !== 'AffectationPubliee') return null;
  const a = e.donnees;
  return {
    id: a.id, acteurId: a.acteurId, uniteId: a.uniteId, role: a.role as CodeRole, activite: a.activite, du: a.du,
    au: a.retiree ? JAMAIS : (a.au ?? null), quotite: a.quotite, habilitations: a.habilitations, rpps: a.rpps ?? null,
  };
}
