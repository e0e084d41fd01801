import type { Affectation, CodeRole } from './acteur';
import { ACTIONS_INDEPENDANTES, ROLES_CAISSE } from './interdits';
import { estAbsorbee, estDansLePerimetre, uniteDeId, type Arbre } from './perimetre';
import { DROITS, type Action, type Droit, type Procedure } from './table-droits';
import { enVigueur, jourValide, type Jour } from './temps';

/** Field of activity of each procedure: an assignment to another field gives no right on it. */
const ACTIVITES: ReadonlyMap<string, string> = new Map<Exclude<Procedure, '*'>, string>([['ald', 'CPR'], ['arret', 'CPR'], ['atmp', 'CPR']]);

const AUCUN: readonly Droit[] = [];
const TABLE = new Map<string, Map<string, readonly Droit[]>>();
for (const droit of DROITS) {
  const siens = TABLE.get(droit.role) ?? new Map<string, readonly Droit[]>();
  TABLE.set(droit.role, siens.set(droit.action, [...(siens.get(droit.action) ?? []), droit]));
}
const INDEPENDANTES: ReadonlySet<string> = new Set(ACTIONS_INDEPENDANTES);
const CAISSE: ReadonlySet<string> = new Set(ROLES_CAISSE);

/** What an act bears on. `procedure` `*` = no given procedure: only the rights that hold for all of them count. */
export interface Portee {
  readonly procedure: Procedure;
  readonly uniteId: number;
  readonly arbre: Arbre;
  readonly jour: Jour;
}

/** What ties someone to one dossier apart from any unit, from a day to another: being its person, or treating them for its benefit. */
export interface LienDossier {
  readonly role: CodeRole;
  readonly relation: 'soi' | 'prise_en_charge';
  readonly dossier: string;
  readonly du: Jour;
  readonly au: Jour | null;
}

/** Whether the assignment holds on that day, both ends included; false on an impossible day. */
export const affectationActive = (affectation: Affectation, jour: Jour): boolean => enVigueur(affectation, jour);

/** Whether the person may sign this kind of avis under this assignment. Apart from `peut`: a right and an habilitation are both required. */
export const habilitePour = (affectation: Affectation, genre: string): boolean => affectation.habilitations.includes(genre);

/** Whether one of these roles is held for the fund: whoever holds it has no part in an avis (R.4127-95 CSP). */
export const releveDeLaCaisse = (roles: readonly string[]): boolean => roles.some((role) => CAISSE.has(role));

/** Whether a written delegation in force covers the action in this procedure. */
export const delegueA = ({ delegations }: Affectation, action: Action, procedure: Procedure, jour: Jour): boolean =>
  (delegations ?? []).some((d) => d.action === action && (d.procedure === '*' || d.procedure === procedure) && enVigueur(d, jour));

const vise = (droit: Droit, procedure: Procedure): boolean => droit.procedure === '*' || droit.procedure === procedure;

/** Roles to which the table gives one of the actions in this procedure, in a unit. Those that a delegation alone gives are left out. */
export const rolesPour = (actions: readonly Action[], procedure: Procedure): ReadonlySet<CodeRole> =>
  new Set(DROITS.filter((d) => !d.delegation && actions.includes(d.action) && vise(d, procedure)).map((d) => d.role));

function ouverte({ activite }: Affectation, procedure: Procedure): boolean {
  const voulue = ACTIVITES.get(procedure);
  return procedure === '*' || (voulue !== undefined && (activite === '*' || activite === voulue));
}

function couvre(droit: Droit, affectation: Affectation, uniteId: number, arbre: Arbre, jour: Jour): boolean {
  switch (droit.relation) {
    case 'meme_unite':
      return estAbsorbee(arbre, uniteId, affectation.uniteId, jour);
    case 'region':
      return estDansLePerimetre(arbre, uniteId, affectation.uniteId, jour);
    case 'nation':
      return uniteDeId(arbre, affectation.uniteId)?.type === 'nationale' && uniteDeId(arbre, uniteId) !== undefined;
    case 'soi':
    case 'prise_en_charge':
      return false;
  }
}

const exclu = (actives: readonly Affectation[], action: Action): boolean => INDEPENDANTES.has(action) && actives.some((a) => CAISSE.has(a.role));

const donne = (a: Affectation, action: Action, { procedure, uniteId, arbre, jour }: Portee): boolean =>
  ouverte(a, procedure) && (TABLE.get(a.role)?.get(action) ?? AUCUN).some((d) => vise(d, procedure) && (!d.delegation || delegueA(a, action, procedure, jour)) && couvre(d, a, uniteId, arbre, jour));

/** Whether a written delegation of the action may serve this person that day: the table lets one of their roles receive it, and no fund role closes it. */
export function peutRecevoir(affectations: readonly Affectation[], action: Action, procedure: Procedure, jour: Jour): boolean {
  const actives = affectations.filter((a) => affectationActive(a, jour));
  return !exclu(actives, action) && actives.some((a) => ouverte(a, procedure) && (TABLE.get(a.role)?.get(action) ?? AUCUN).some((d) => d.delegation && vise(d, procedure)));
}

/**
 * Whether one of the assignments of that day gives the action on the unit. The employer plays no part (processes.md §2.2); a fund role held
 * anywhere that day closes what touches an avis. Unknown role, action or procedure, impossible day: false.
 */
export function peut(affectations: readonly Affectation[], action: Action, portee: Portee): boolean {
  const { jour } = portee;
  if (!jourValide(jour)) return false;
  const actives = affectations.filter((a) => affectationActive(a, jour));
  return !exclu(actives, action) && actives.some((a) => donne(a, action, portee));
}

/** Units on which the action is given that day, absorbed ones included, in order of id: exactly those for which `peut` is true. */
export function unitesPour(affectations: readonly Affectation[], action: Action, procedure: Procedure, arbre: Arbre, jour: Jour): number[] {
  if (!jourValide(jour)) return [];
  const actives = affectations.filter((a) => affectationActive(a, jour));
  if (exclu(actives, action)) return [];
  const utiles = actives.filter((a) => TABLE.get(a.role)?.has(action) && ouverte(a, procedure));
  const candidates = new Set([...(utiles.length ? arbre.map((u) => u.id) : []), ...utiles.map((a) => a.uniteId)]);
  return [...candidates].filter((uniteId) => utiles.some((a) => donne(a, action, { procedure, uniteId, arbre, jour }))).sort((a, b) => a - b);
}

/** Whether a tie in force with the dossier itself gives the action on it (own dossier only). Unknown role or action, impossible day: false. */
export const peutSurDossier = (liens: readonly LienDossier[], action: Action, { procedure, dossier, jour }: { readonly procedure: Procedure; readonly dossier: string; readonly jour: Jour }): boolean =>
  liens.some((l) => l.dossier === dossier && enVigueur(l, jour) && (TABLE.get(l.role)?.get(action) ?? AUCUN).some((d) => d.relation === l.relation && vise(d, procedure)));

/** Dossiers on which these ties give the action that day: the scope of the database role `octroi`. */
export const dossiersPour = (liens: readonly LienDossier[], action: Action, procedure: Procedure, jour: Jour): string[] =>
  [...new Set(liens.map((l) => l.dossier))].filter((dossier) => peutSurDossier(liens, action, { procedure, dossier, jour })).sort();
