import type { TypeCommande } from './commandes';
import type { Etat } from './dossier';
import type { ActeurDuJour } from './faits';
import type { CodeRefus } from './refus';
import { COMMANDES, ROLES_PAR_COMMANDE, TRANSITIONS, type RoleActeur, type Transition } from './transitions';

/** Roles of an actor; a system actor is `SYSTEME` and nothing else. */
export const rolesDe = (acteur: ActeurDuJour): readonly RoleActeur[] => (acteur.genre === 'systeme' ? ['SYSTEME'] : acteur.roles);

/** Refusal of a command to these roles, whatever the state; null when they may try it. */
export function refusDeRole(type: TypeCommande, roles: readonly RoleActeur[], repris = false): CodeRefus | null {
  const { independante }: Transition = TRANSITIONS[type];
  const admis = ROLES_PAR_COMMANDE.get(type);
  if (independante && roles.includes('CAISSE')) return 'independance-praticien';
  for (const role of roles) if (admis?.has(role) || (repris && role === 'REPRISE')) return null;
  return 'role-interdit';
}

/** Refusal of a command in this state, whoever acts; null when the state admits it. */
export function refusDEtat(type: TypeCommande, etat: Etat | null): CodeRefus | null {
  if (type === 'EnregistrerDemande') return etat === null ? null : 'dossier-existant';
  if (etat === null) return 'dossier-introuvable';
  const { vers, quand }: Transition = TRANSITIONS[type];
  if (vers[etat.statut] === undefined) return 'statut-incompatible';
  return quand?.(etat) ?? null;
}

/**
 * Commands that these roles may try on a dossier in this state (null: not registered yet).
 * What depends on the person (assignment, conflict of interest, habilitation) is left to `decider`.
 */
export function commandesPossibles(etat: Etat | null, roles: readonly RoleActeur[]): readonly TypeCommande[] {
  return COMMANDES.filter((type) => refusDeRole(type, roles) === null && refusDEtat(type, etat) === null);
}
