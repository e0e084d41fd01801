import type { ActeurDuJour } from './faits';
import type { RoleActeur } from './cycle';

/** Roles of an actor; a system actor is `SYSTEME` and nothing else. */
export const rolesDe = (acteur: ActeurDuJour): readonly RoleActeur[] => (acteur.genre === 'systeme' ? ['SYSTEME'] : acteur.roles);
