import type { KeyObject } from 'node:crypto';
import { ouvrirAvec, scellerAvec } from '@sm/platform';
import type { DossierMedical, Evenement } from '@sm/prestations-domaine';

const ligne = (id: string, versionMedicale: number): string => `${id}|dossier|${id}|${versionMedicale}`;
const evenement = (id: string, version: number): string => `${id}|journal|${version}`;

/** Seals the medical blob of a row; the AAD ties it to its dossier and to its own version, which moves only with the blob. */
export const scellerDossier = (cle: KeyObject, id: string, versionMedicale: number, medical: DossierMedical): Buffer =>
  scellerAvec(cle, ligne(id, versionMedicale), JSON.stringify(medical));

export const ouvrirDossier = (cle: KeyObject, id: string, versionMedicale: number, scelle: Uint8Array): DossierMedical =>
  JSON.parse(ouvrirAvec(cle, ligne(id, versionMedicale), scelle).toString()) as DossierMedical;

export const scellerEvenement = (cle: KeyObject, id: string, version: number, medical: Evenement['medical']): Buffer | null =>
  medical === null ? null : scellerAvec(cle, evenement(id, version), JSON.stringify(medical));

export const ouvrirEvenement = (cle: KeyObject, id: string, version: number, scelle: Uint8Array): Evenement['medical'] =>
  JSON.parse(ouvrirAvec(cle, evenement(id, version), scelle).toString()) as Evenement['medical'];
