import type { Affectation } from './acteur';
import { estAbsorbee, estDansLePerimetre, type Arbre } from './perimetre';
import { DROITS, type Action, type Droit, type Procedure } from './table-droits';
import { enVigueur, jourValide, type Jour } from './temps';

/** Field of activity of each procedure: an assignment to another field gives no right on it. */
const ACTIVITES: ReadonlyMap<string, string> = new Map<Exclude<Procedure, '*'>, string>([['ald', 'CPR'], ['arret', 'CPR'], ['atmp', 'CPR']]);

const TABLE = new Map<string, readonly Droit[]>();
for (const droit of DROITS) TABLE.set(`${droit.role}|${droit.action}`, [...(TABLE.get(`${droit.role}|${droit.action}`) ?? []), droit]);

/** What an act bears on. `procedure` `*` = no given procedure: only the rights that hold for all of them count. */
export interface Portee {
  readonly procedure: Procedure;
  readonly uniteId: number;
  readonly arbre: Arbre;
  readonly jour: Jour;
}

/** Whether the assignment holds on that day, both ends included; false on an impossible day. */
export const affectationActive = (affectation: Affectation, jour: Jour): boolean => enVigueur(affectation, jour);

/** Whether the person may sign this kind of avis under this assignment. Apart from `peut`: a right and an habilitation are both required. */
export const habilitePour = (affectation: Affectation, genre: string): boolean => affectation.habilitations.includes(genre);

function droitsDe(affectation: Affectation, action: Action, procedure: Procedure, jour: Jour): readonly Droit[] {
  if (!affectationActive(affectation, jour)) return [];
  const activite = ACTIVITES.get(procedure);
  const ouverte = procedure === '*' || (activite !== undefined && (affectation.activite === '*' || affectation.activite === activite));
  if (!ouverte) return [];
  return (TABLE.get(`${affectation.role}|${action}`) ?? []).filter((d) => d.procedure === '*' || d.procedure === procedure);
}

function couvre(droit: Droit, affectation: Affectation, uniteId: number, arbre: Arbre, jour: Jour): boolean {
  switch (droit.relation) {
    case 'meme_unite':
      return estAbsorbee(arbre, uniteId, affectation.uniteId, jour);
    case 'region':
      return estDansLePerimetre(arbre, uniteId, affectation.uniteId, jour);
    case 'nation':
      return arbre.some((u) => u.id === affectation.uniteId && u.type === 'nationale') && arbre.some((u) => u.id === uniteId);
  }
}

/**
 * Whether one of the assignments of that day gives the action on the unit. The employer plays no part (processes.md §2.2).
 * Unknown role, action or procedure, impossible day: false.
 */
export const peut = (affectations: readonly Affectation[], action: Action, { procedure, uniteId, arbre, jour }: Portee): boolean =>
  affectations.some((a) => droitsDe(a, action, procedure, jour).some((d) => couvre(d, a, uniteId, arbre, jour)));

/** Units on which the action is given that day, absorbed ones included, in order of id: exactly those for which `peut` is true. */
export function unitesPour(affectations: readonly Affectation[], action: Action, procedure: Procedure, arbre: Arbre, jour: Jour): number[] {
  if (!jourValide(jour)) return [];
  const candidates = new Set([...arbre.map((u) => u.id), ...affectations.map((a) => a.uniteId)]);
  return [...candidates].filter((uniteId) => peut(affectations, action, { procedure, uniteId, arbre, jour })).sort((a, b) => a - b);
}
