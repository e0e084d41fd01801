import type { Acteur } from '@sm/kernel';

/** Database roles of a service; the login role owns nothing and must take one of them in each transaction. */
export type RoleBase = 'app' | 'octroi' | 'journal' | 'projection' | 'horloge';
export const ROLES_BASE: readonly RoleBase[] = ['app', 'octroi', 'journal', 'projection', 'horloge'];

/** On whose behalf a transaction runs, and what it may see. Without one, no transaction opens. */
export interface Contexte {
  readonly acteur: Acteur;
  readonly role: RoleBase;
  /** Units in charge that the actor sees on that day, absorbed units included. */
  readonly unites: readonly number[];
  /** Single dossiers granted by name (role `octroi` only). */
  readonly dossiers?: readonly string[];
  readonly correlation?: string;
}

const systeme = (nom: string): Acteur => ({ id: `systeme:${nom}`, genre: 'systeme', nom });

/** Context of a system actor: a role of its own, no key. */
export const contexteSysteme = (role: 'journal' | 'projection' | 'horloge', unites: readonly number[] = []): Contexte => ({
  acteur: systeme(role),
  role,
  unites,
});

export const nomRole = (service: string, role: RoleBase | 'proprietaire' | 'lecteur' | 'connexion'): string =>
  role === 'connexion' ? `sm_${service}` : `sm_${service}_${role}`;
