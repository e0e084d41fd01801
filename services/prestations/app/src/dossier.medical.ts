import type { KeyObject } from 'node:crypto';
import { ouvrirAvec, scellerAvec } from '@sm/platform';
import type { EvenementBase, MedicalBase } from '@sm/prestations-domaine';

const ligne = (id: string, versionMedicale: number): string => `${id}|dossier|${id}|${versionMedicale}`;
const evenement = (id: string, version: number): string => `${id}|journal|${version}`;

/** Seals the medical blob of a row; the AAD ties it to its dossier and to its own version, which moves only with the blob. */
export const scellerDossier = (cle: KeyObject, id: string, versionMedicale: number, medical: MedicalBase): Buffer =>
  scellerAvec(cle, ligne(id, versionMedicale), JSON.stringify(medical));

export const ouvrirDossier = (cle: KeyObject, id: string, versionMedicale: number, scelle: Uint8Array): MedicalBase =>
  JSON.parse(ouvrirAvec(cle, ligne(id, versionMedicale), scelle).toString()) as MedicalBase;

export const scellerEvenement = (cle: KeyObject, id: string, version: number, medical: EvenementBase['medical']): Buffer | null =>
  medical === null ? null : scellerAvec(cle, evenement(id, version), JSON.stringify(medical));

export const ouvrirEvenement = (cle: KeyObject, id: string, version: number, scelle: Uint8Array): EvenementBase['medical'] =>
  JSON.parse(ouvrirAvec(cle, evenement(id, version), scelle).toString()) as EvenementBase['medical'];
