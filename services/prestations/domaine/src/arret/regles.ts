import type { CodeRole } from '@sm/kernel';
import { delaiDe, seuil } from '@sm/nomenclatures';
import type { VoieDeRecours } from '../moteur/base';
import { dernierJour, voieDuJour, type Datee, type DelaiDate, type RecoursDate } from '../moteur/droit';
import type { Proprietaire } from '../moteur/horloges';
import { couvre, parVersion } from '../moteur/registre';
import { DELAIS_ARRET, MODES_ADMIS, MOTIF_EXIGE, RECOURS_ARRET, REGLES_ARRET } from './regles-datees';
import type { Conclusion, Mode, NatureEcheance } from './vocabulaire';

/** `aucun`: the silence of the service gives nothing; `presomption_definitive`, `droit_perdu`, `fenetre_close`: presumed until the owner's message. */
export type EffetEcheance = 'aucun' | 'tache' | 'presomption_definitive' | 'droit_perdu' | 'fenetre_close';

/** Without duration, the day is fixed by the avis (next review) or by the remedy of the day. */
export interface DelaiRegle extends DelaiDate {
  readonly nature: NatureEcheance;
  readonly depart: 'contact' | 'debut_arret' | 'avis' | 'reception_demande' | 'reception_prescription' | 'notification';
  readonly proprietaire: Proprietaire;
  readonly effet: EffetEcheance;
}

export interface Regle extends Datee {
  readonly procedure: 'arret';
  readonly version: string;
  readonly professions: readonly CodeRole[];
  readonly professionsSecondAvis: readonly CodeRole[];
  readonly habilitation: string;
  /** Meaning of the silence of the service and who owns that clock (processes.md §2.10, trap 1). */
  readonly silence: { readonly effet: 'aucun'; readonly proprietaire: Proprietaire; readonly article: string };
}

export interface ModeAdmis extends Datee {
  readonly mode: Mode;
}

export interface RecoursRegle extends RecoursDate {
  readonly conclusions: readonly Conclusion[];
}

/** Cap or time looked up by the day of the prescription (of the control for `rapport`): months when `enMois`, else days, or hours for `rapport`. */
export interface Plafond {
  readonly n: number;
  readonly enMois: boolean;
}

const PLAFONDS = {
  premiere: (jour: string) => seuil('arret/plafond-premiere', jour),
  prolongation: (jour: string) => seuil('arret/plafond-prolongation', jour),
  teleconsultation: (jour: string) => seuil('arret/teleconsultation', jour),
  recidive: (jour: string) => seuil('arret/recidive-envoi', jour),
  envoi: (jour: string) => delaiDe('arret/envoi-avis', jour),
  rapport: (jour: string) => delaiDe('arret/controle-employeur', jour),
} as const;
export type ObjetPlafond = keyof typeof PLAFONDS;

/** Rule in force on a local day, or null before its first version. */
export const regleEnVigueur = (jour: string): Regle | null => REGLES_ARRET.find((regle) => couvre(regle, jour)) ?? null;

/** Rule a dossier was opened under. Throws on a version that was never published: the row is corrupt. */
export const regleDeVersion = parVersion(REGLES_ARRET);

export const regles = (): readonly Regle[] => REGLES_ARRET;
export const delais = (): readonly DelaiRegle[] => DELAIS_ARRET;

/** Delay of a nature in force on the day it starts from; null when the law of that day had none. */
export const delaiAu = (nature: NatureEcheance, jour: string): DelaiRegle | null => DELAIS_ARRET.find((delai) => delai.nature === nature && couvre(delai, jour)) ?? null;

/** Last useful day of a delay that starts on `depart`; null when there is none or when its length is not in the rule. */
export function terme(nature: NatureEcheance, depart: string, departement: string): string | null {
  const delai = delaiAu(nature, depart);
  return delai?.duree ? dernierJour(depart, delai.duree, departement) : null;
}

/** Remedy to be named by the notice of that day; null when the avis is not unfavourable. */
export function voieDeRecours(conclusion: Conclusion, jour: string): VoieDeRecours | null {
  const recours = RECOURS_ARRET.find((candidat) => candidat.conclusions.includes(conclusion) && couvre(candidat, jour));
  return recours ? voieDuJour(recours, jour) : null;
}

/** Whether a check of this kind was possible on that day. */
export const modeAdmis = (mode: Mode, jour: string): boolean => MODES_ADMIS.some((admis) => admis.mode === mode && couvre(admis, jour));

/** Null when the law of that day set none. */
export function plafondAu(objet: ObjetPlafond, jour: string): Plafond | null {
  const ligne = PLAFONDS[objet](jour);
  return ligne === null || ligne.valeur === null ? null : { n: ligne.valeur, enMois: ligne.unite === 'mois' };
}

/** Whether a prescription of that day must bear its reason. */
export const motifExige = (jour: string): boolean => couvre(MOTIF_EXIGE, jour);
