import type { CodeRole, Confiance } from '@sm/kernel';
import type { VoieDeRecours } from '../moteur/base';
import type { Demande, DemandeMedicale } from './dossier';
import type { NomenclatureAld } from './nomenclature';
import type { Proprietaire } from '../moteur/horloges';
import { REGLES_ALD } from './regles-datees';
import type { Canal, Manque, Nature, NatureEcheance, Piece, SensAvis } from './vocabulaire';
import { couvre, parVersion } from '../moteur/registre';

/** Law as data: valid from `valideDu` to `valideAu` inclusive (local days), null = open. */
export interface Datee {
  readonly valideDu: string | null;
  readonly valideAu: string | null;
  readonly article: string;
  readonly confiance: Confiance;
}

export interface PieceExigee {
  readonly piece: Piece;
  readonly manque: Manque;
  readonly canaux: readonly Canal[];
  readonly natures: readonly Nature[];
  readonly article: string;
}

export type EffetEcheance = 'aucun' | 'tache' | 'fin_exoneration' | 'presomption_definitive';

export interface DelaiRegle {
  readonly nature: NatureEcheance;
  readonly depart: 'completude' | 'notification' | 'fin_exoneration';
  /** Added to the start; negative = before it. Null = the delay is given by the remedy of the day. */
  readonly duree: { readonly n: number; readonly unite: 'jours' | 'mois' } | null;
  readonly proprietaire: Proprietaire;
  readonly effet: EffetEcheance;
  readonly article: string;
  readonly confiance: Confiance;
}

export interface Recours extends Datee {
  readonly sens: SensAvis;
  readonly voie: VoieDeRecours;
}

/** Facts of the case type that the figures count; `evenement` is an event type of the dossier. */
export interface FaitIndicateur {
  readonly fait: string;
  readonly evenement: string;
  readonly axes: readonly string[];
}

/** Contract of a case type at a date. */
export interface Regle extends Datee {
  readonly procedure: Demande['procedure'];
  readonly version: string;
  readonly selection: 'systematique';
  readonly professions: readonly CodeRole[];
  readonly professionsSecondAvis: readonly CodeRole[];
  readonly habilitation: string;
  readonly pieces: readonly PieceExigee[];
  readonly delais: readonly DelaiRegle[];
  /** Meaning of the silence of the service and who owns that clock (processes.md §2.10, trap 1). */
  readonly silence: { readonly effet: 'aucun'; readonly proprietaire: Proprietaire; readonly article: string };
  readonly avisPossibles: readonly SensAvis[];
  readonly recours: readonly Recours[];
  readonly dureeMaxAns: number;
  /** Cover of a protocol drawn up in emergency or at hospital. */
  readonly validiteUrgenceMois: number;
  readonly suiviPostAldMois: number;
  readonly indicateurs: readonly FaitIndicateur[];
  /** What is missing for the request to be examined; empty = complete. */
  readonly controler: (demande: Demande, medical: DemandeMedicale, pieces: readonly Piece[], nomenclature: NomenclatureAld) => Manque[];
}

const REGISTRE: readonly Regle[] = REGLES_ALD;

/** Rule of a case type in force on a local day, or null before its first version. */
export const regleEnVigueur = (procedure: string, jour: string): Regle | null =>
  REGISTRE.find((regle) => regle.procedure === procedure && couvre(regle, jour)) ?? null;

/** Rule a dossier was opened under. Throws on a version that was never published: the row is corrupt. */
export const regleDeVersion = parVersion(REGISTRE);

/** Remedy to be named by a refusal notified that day; null when the avis is favorable. */
export const voieDeRecours = (regle: Regle, sens: SensAvis, jour: string): VoieDeRecours | null =>
  regle.recours.find((recours) => recours.sens === sens && couvre(recours, jour))?.voie ?? null;

/** All the versions, for tables of the documentation. */
export const regles = (): readonly Regle[] => REGISTRE;
