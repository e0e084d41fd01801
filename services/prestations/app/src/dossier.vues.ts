import { releveDeLaCaisse } from '@sm/kernel';
import type { ActeurDuJour, EtatBase } from '@sm/prestations-domaine';
import { moteurDe, MOTEURS } from './procedures';

export interface Tete {
  readonly id: string;
  readonly procedure: string;
  readonly version: number;
  readonly unite: string;
  readonly commandesPossibles: readonly string[];
}

/** What the caisse reads: the conclusion, never an author nor a reason (R.4127-104 CSP); each procedure says what that is. */
export type VueCaisse = Tete & { readonly statut: string };
export type VueService = Tete & EtatBase;

/** Whoever holds a fund role in the unit sees as the caisse, whatever else they hold (processes.md §2.2). */
export const estCaisse = (roles: ActeurDuJour['roles']): boolean => releveDeLaCaisse(roles);

/** How an avis is being made is not the caisse's business: the statuses of an instruction are one (processes.md §2.2). */
export function statutCaisse(procedure: string, statut: string): string {
  const { caisse } = moteurDe({ demande: { procedure } as EtatBase['demande'] });
  return caisse.statutsInstruction.includes(statut) ? caisse.statutMontre : statut;
}

/** Administrative view of a dossier for these roles; nothing medical is in the state it is made from. */
export function vueDossier(etat: EtatBase, version: number, unite: string, roles: ActeurDuJour['roles']): VueService | VueCaisse {
  const { id, procedure } = etat.demande;
  const { caisse, commandesPossibles } = moteurDe(etat);
  const tete: Tete = { id, procedure, version, unite, commandesPossibles: commandesPossibles(etat, roles) };
  return estCaisse(roles) ? { ...tete, statut: statutCaisse(procedure, etat.statut), ...caisse.voir(etat) } : { ...etat, ...tete };
}

/** Acts of a chronology that these roles may see; null = all of them. */
export const actesVisibles = (etat: EtatBase, roles: ActeurDuJour['roles']): readonly string[] | null => (estCaisse(roles) ? [...moteurDe(etat).caisse.actes] : null);

/** Pairs `procedure|statut` that the caisse means when it asks for one of the statuses it is shown. */
export const statutsDemandesParLaCaisse = (demandes: readonly string[]): string[] =>
  Object.values(MOTEURS).flatMap(({ procedure, statuts }) => statuts.filter((s) => demandes.includes(statutCaisse(procedure, s))).map((s) => `${procedure}|${s}`));
