import type { Cycle, RoleActeur } from './cycle';
import type { ActeurDuJour, Faits } from './faits';
import type { CodeRefus } from './refus';

/** Roles of an actor, and the acts lent to them; a system actor is `SYSTEME` and nothing else. */
export function rolesDe({ genre, roles, delegations }: ActeurDuJour): readonly RoleActeur[] {
  if (genre === 'systeme') return ['SYSTEME'];
  return delegations?.length ? [...roles, ...new Set(delegations.flatMap(({ actes }) => actes.map((acte) => `delegue:${acte}` as const)))] : roles;
}

/** Why the actor may not try a command, whatever the state; an act after the end of an appointment says so. */
export function refusDActeur<T extends string>(cycle: Pick<Cycle<T, never>, 'refusDeRole'>, type: T, { acteur, repris }: Faits): CodeRefus | null {
  const code = cycle.refusDeRole(type, rolesDe(acteur), repris);
  return code === 'role-interdit' && acteur.nominationFinie !== undefined ? 'nomination-terminee' : code;
}
