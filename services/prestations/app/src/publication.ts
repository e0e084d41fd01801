import type { Donnees, TypeDe } from '@sm/contracts';
import { jourLocal, zoneDuDepartement } from '@sm/kernel';
import type { EvenementBase } from '@sm/prestations-domaine';

export const TOPIC = 'sm.prestations.dossier.v1';
type Type = TypeDe<typeof TOPIC>;

/** What every public message of a dossier repeats. */
export type Tete = Pick<Donnees<typeof TOPIC, 'DemandeRecue'>, 'dossierId' | 'typeDossier' | 'nature' | 'canal' | 'uniteOrigine' | 'unite' | 'caisse' | 'departement' | 'recuLe' | 'repris'>;
export type Message = { [T in Type]: { readonly type: T; readonly donnees: Donnees<typeof TOPIC, T> } }[Type];

/** Local day of an act where the dossier is. */
export const jourDe = (e: EvenementBase, { departement }: Tete): string => jourLocal(new Date(e.survenuLe), zoneDuDepartement(departement ?? ''));
