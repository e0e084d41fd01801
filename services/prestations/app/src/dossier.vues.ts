import { releveDeLaCaisse, rolesPour } from '@sm/kernel';
import { codeNeutre } from '@sm/nomenclatures';
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

const MEDICAUX: ReadonlySet<string> = rolesPour(['dossier.lire_medical'], 'ald');

/** Whether these roles may open a medical part; the others are shown the same codes for a sensitive dossier as for any other (processes.md §2.1, point 6). */
export const estMedical = (roles: ActeurDuJour['roles']): boolean => !estCaisse(roles) && roles.some((role) => MEDICAUX.has(role));

const CODES_MONTRES = ['nature', 'objet'] as const;

/** The same object, its revealing codes replaced by ordinary ones; its other fields and their order untouched. */
export function neutre<T extends object>(vue: T, jour: string): T {
  const remplaces = CODES_MONTRES.flatMap((champ) => {
    const code: unknown = Reflect.get(vue, champ);
    return typeof code === 'string' && codeNeutre(code, jour) !== code ? [[champ, codeNeutre(code, jour)] as const] : [];
  });
  return remplaces.length ? { ...vue, ...Object.fromEntries(remplaces) } : vue;
}

/** How an avis is being made is not the caisse's business: the statuses of an instruction are one (processes.md §2.2). */
export function statutCaisse(procedure: string, statut: string): string {
  const { caisse } = moteurDe({ demande: { procedure } as EtatBase['demande'] });
  return caisse.statutsInstruction.includes(statut) ? caisse.statutMontre : statut;
}

/** Administrative view of a dossier for these roles; nothing medical is in the state it is made from. */
export function vueDossier(etat: EtatBase, version: number, unite: string, roles: ActeurDuJour['roles'], jour: string): VueService | VueCaisse {
  const { id, procedure } = etat.demande;
  const { caisse, commandesPossibles } = moteurDe(etat);
  const tete: Tete = { id, procedure, version, unite, commandesPossibles: commandesPossibles(etat, roles) };
  if (estCaisse(roles)) return { ...tete, statut: statutCaisse(procedure, etat.statut), ...neutre(caisse.voir(etat), jour) };
  return estMedical(roles) ? { ...etat, ...tete } : { ...etat, demande: neutre(etat.demande, jour), ...tete };
}

/** Acts of a chronology that these roles may see; null = all of them. */
export const actesVisibles = (etat: EtatBase, roles: ActeurDuJour['roles']): readonly string[] | null => (estCaisse(roles) ? [...moteurDe(etat).caisse.actes] : null);

/** Pairs `procedure|statut` that the caisse means when it asks for one of the statuses it is shown. */
export const statutsDemandesParLaCaisse = (demandes: readonly string[]): string[] =>
  Object.values(MOTEURS).flatMap(({ procedure, statuts }) => statuts.filter((s) => demandes.includes(statutCaisse(procedure, s))).map((s) => `${procedure}|${s}`));
