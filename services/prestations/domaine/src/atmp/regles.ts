import type { CodeRole, Confiance } from '@sm/kernel';
import type { VoieDeRecours } from '../moteur/base';
import { voieDuJour, type Datee, type Duree, type RecoursDate } from '../moteur/droit';
import type { Proprietaire } from '../moteur/horloges';
import { REGLES_ATMP } from './regles-datees';
import type { Manque, MotifRefus, NatureEcheance, Objet, Piece } from './vocabulaire';
import { couvre, parVersion } from '../moteur/registre';

export type EffetEcheance = 'presomption_reconnaissance' | 'presomption_definitive' | 'droit_perdu' | 'etape_close' | 'irregularite' | 'aucun';

export interface DelaiRegle {
  readonly nature: NatureEcheance;
  readonly objets: readonly Objet[];
  /** What the clock counts from. */
  readonly depart: 'dossier_complet' | 'declaration' | 'questionnaire_recu' | 'consultation' | 'saisine_comite' | 'prolongation' | 'notification';
  /** Null = the delay is given by the remedy of the day. */
  readonly duree: Duree | null;
  readonly proprietaire: Proprietaire;
  readonly effet: EffetEcheance;
  readonly article: string;
  readonly confiance: Confiance;
}

export interface PieceExigee {
  readonly piece: Piece;
  readonly manque: Manque;
  readonly objets: readonly Objet[];
  /** Field of the request that makes it due; absent: always. */
  readonly si?: 'examensRequis' | 'initialEnInstruction';
}

export interface Recours extends RecoursDate {
  readonly motifs: readonly MotifRefus[];
}

/** Facts of the case type that the figures count; `evenement` is an event type of the dossier. */
export interface FaitIndicateur {
  readonly fait: string;
  readonly evenement: string;
  readonly axes: readonly string[];
}

/** Law of recognition at a date; the one of the day of reception follows the dossier for life. */
export interface Regle extends Datee {
  readonly procedure: 'atmp';
  readonly version: string;
  readonly professions: readonly CodeRole[];
  readonly professionsSecondAvis: readonly CodeRole[];
  readonly habilitation: string;
  readonly pieces: readonly PieceExigee[];
  readonly delais: readonly DelaiRegle[];
  /** Meaning of the silence and who owns that clock (processes.md §2.10, trap 1). */
  readonly silence: { readonly effet: 'reconnaissance'; readonly proprietaire: Proprietaire; readonly article: string };
  /** How the caisse gains time: by investigating, or by announcing a further delay. */
  readonly suite: 'investigation' | 'prolongation';
  /** Parties are told of the consultation, or of the decision to come, that long before. */
  readonly information: { readonly duree: Duree; readonly avant: 'consultation' | 'decision'; readonly article: string };
  /** An avis of the médecin-conseil replaces the committee when only the délai de prise en charge is missing. */
  readonly delaiSeul: { readonly article: string; readonly confiance: Confiance } | null;
  /** Predictable incapacity that opens the committee outside the tables, in percent. */
  readonly seuilIncapacite: number;
  readonly questionnaireMedical: boolean;
  readonly recours: readonly Recours[];
  readonly indicateurs: readonly FaitIndicateur[];
}

const REGISTRE: readonly Regle[] = REGLES_ATMP;

/** Rule in force on a local day, or null before the first version. */
export const regleEnVigueur = (jour: string): Regle | null => REGISTRE.find((regle) => couvre(regle, jour)) ?? null;

/** Rule a dossier was opened under. Throws on a version that was never published: the row is corrupt. */
export const regleDeVersion = parVersion(REGISTRE);

/** Remedy to be named by a decision notified that day, by the type of its reason; a recognition is disputed by the employer before the administrative commission. */
export function voieDeRecours(regle: Regle, motif: MotifRefus | null, jour: string): VoieDeRecours | null {
  const recours = regle.recours.find((candidat) => candidat.motifs.includes(motif ?? 'administratif') && couvre(candidat, jour));
  return recours ? voieDuJour(recours, jour) : null;
}

/** All the versions, for tables of the documentation. */
export const regles = (): readonly Regle[] => REGISTRE;
