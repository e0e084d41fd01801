import { releveDeLaCaisse, rolesPour, type ActeDelegable, type Action, type CodeRole } from '@sm/kernel';
import type { CodeRefus } from './refus';
import type { CodeProcedure, EtatBase } from './base';

/** `SYSTEME` stands for the system actors (clocks, automatic assignment), which hold no role; `delegue:…` for an act lent in writing. */
export type RoleActeur = CodeRole | 'SYSTEME' | `delegue:${ActeDelegable}`;

export interface TransitionDe<S extends string, E> {
  /** From each status where the command is open, the statuses it may lead to. Empty for a registration. */
  readonly vers: Partial<Record<S, readonly S[]>>;
  /** Actions of the rights table, any of which opens the command. */
  readonly actions: readonly Action[];
  readonly systeme?: true;
  /** Acts on the avis or on its author: closed to whoever holds a fund role (R.4127-95 and R.4127-104 CSP). */
  readonly independante?: true;
  /** May be done under a written delegation of one of its actions. */
  readonly delegable?: true;
  /** Condition on the state beyond its status. */
  readonly quand?: (etat: E) => CodeRefus | null;
}

export interface DefinitionCycle<T extends string, S extends string, E> {
  readonly procedure: CodeProcedure;
  /** Command that opens a dossier, and the status it gives. */
  readonly ouverture: T;
  readonly initial: S;
  readonly statuts: readonly S[];
  readonly transitions: Readonly<Record<T, TransitionDe<S, E>>>;
}

/** A life cycle as data: decider, screens, rights and diagram read the same table. */
export interface Cycle<T extends string, E> {
  readonly commandes: readonly T[];
  /** Roles that may try each command, read from the rights table. */
  readonly roles: ReadonlyMap<T, ReadonlySet<RoleActeur>>;
  /** Actions of the rights table that open a command; the shell checks them on the unit in charge. */
  actionsDe(type: T): readonly Action[];
  /** Refusal of a command to these roles, whatever the state; null when they may try it. */
  refusDeRole(type: T, roles: readonly RoleActeur[], repris?: boolean): CodeRefus | null;
  /** Refusal of a command in this state, whoever acts; null when the state admits it. */
  refusDEtat(type: T, etat: E | null): CodeRefus | null;
  /**
   * Commands that these roles may try on a dossier in this state (null: not registered yet).
   * What depends on the person (assignment, conflict of interest, habilitation) is left to `decider`.
   */
  commandesPossibles(etat: E | null, roles: readonly RoleActeur[]): readonly T[];
  /** State diagram in Mermaid; acts that keep the status are left out. */
  diagramme(): string;
}

function diagrammeDe<T extends string, S extends string, E>({ ouverture, initial, statuts, transitions }: DefinitionCycle<T, S, E>, commandes: readonly T[]): string {
  const parArc = new Map<string, T[]>();
  for (const type of commandes) {
    for (const [de, cibles] of Object.entries<readonly S[] | undefined>(transitions[type].vers)) {
      for (const vers of cibles ?? []) if (de !== vers) parArc.set(`${de} --> ${vers}`, [...(parArc.get(`${de} --> ${vers}`) ?? []), type]);
    }
  }
  const sansSuite = statuts.filter((statut) => commandes.every((type) => transitions[type].vers[statut] === undefined));
  const lignes = [...parArc].map(([arc, types]) => `  ${arc}: ${types.join(', ')}`);
  return ['stateDiagram-v2', `  [*] --> ${initial}: ${ouverture}`, ...lignes, ...sansSuite.map((statut) => `  ${statut} --> [*]`), ''].join('\n');
}

function rolesDeTransition(procedure: CodeProcedure, { actions, systeme }: Pick<TransitionDe<string, never>, 'actions' | 'systeme'>): ReadonlySet<RoleActeur> {
  return new Set<RoleActeur>([...rolesPour(actions, procedure), ...(systeme ? (['SYSTEME'] as const) : [])]);
}

export function definirCycle<T extends string, S extends string, E extends EtatBase & { readonly statut: S }>(definition: DefinitionCycle<T, S, E>): Cycle<T, E> {
  const { procedure, ouverture, transitions } = definition;
  const commandes = Object.keys(transitions) as T[];
  const admis = new Map(commandes.map((type) => [type, rolesDeTransition(procedure, transitions[type])]));

  const delegue = (type: T, role: RoleActeur): boolean => transitions[type].delegable === true && transitions[type].actions.some((action) => role === `delegue:${action}`);
  const refusDeRole = (type: T, roles: readonly RoleActeur[], repris = false): CodeRefus | null => {
    if (transitions[type].independante && releveDeLaCaisse(roles)) return 'independance-praticien';
    for (const role of roles) if (admis.get(type)?.has(role) || (repris && role === 'REPRISE') || delegue(type, role)) return null;
    return 'role-interdit';
  };
  const refusDEtat = (type: T, etat: E | null): CodeRefus | null => {
    if (type === ouverture) return etat === null ? null : 'dossier-existant';
    if (etat === null) return 'dossier-introuvable';
    const { vers, quand } = transitions[type];
    return vers[etat.statut] === undefined ? 'statut-incompatible' : (quand?.(etat) ?? null);
  };
  return {
    commandes, refusDeRole, refusDEtat, roles: admis,
    actionsDe: (type) => transitions[type].actions,
    commandesPossibles: (etat, roles) => commandes.filter((type) => refusDeRole(type, roles) === null && refusDEtat(type, etat) === null),
    diagramme: () => diagrammeDe(definition, commandes),
  };
}
