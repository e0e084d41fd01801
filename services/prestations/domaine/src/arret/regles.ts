import { echeance, type CodeRole, type Confiance, type LigneDelai } from '@sm/kernel';
import type { VoieDeRecours } from '../moteur/base';
import type { Proprietaire } from '../moteur/horloges';
import { DELAIS_ARRET, MODES_ADMIS, PLAFONDS, RECOURS_ARRET, REGLES_ARRET } from './regles-datees';
import type { Conclusion, Mode, NatureEcheance } from './vocabulaire';
import { couvre, parVersion } from '../moteur/registre';

/** Law as data: valid from `valideDu` to `valideAu` inclusive (local days), null = open. */
export interface Datee {
  readonly valideDu: string | null;
  readonly valideAu: string | null;
  readonly article: string;
  readonly confiance: Confiance;
}

/** `aucun`: the silence of the service gives nothing; `presomption_definitive`, `droit_perdu`, `fenetre_close`: presumed until the owner's message. */
export type EffetEcheance = 'aucun' | 'tache' | 'presomption_definitive' | 'droit_perdu' | 'fenetre_close';

export interface DelaiRegle extends Datee {
  readonly nature: NatureEcheance;
  readonly depart: 'contact' | 'debut_arret' | 'avis' | 'reception_demande' | 'reception_prescription' | 'notification';
  /** Null: the day is fixed by the avis (next review) or by the remedy of the day. */
  readonly duree: { readonly n: number; readonly unite: LigneDelai['unite'] } | null;
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

export interface RecoursRegle extends Datee {
  readonly conclusions: readonly Conclusion[];
  readonly voie: VoieDeRecours;
}

/** Cap on a prescription, looked up by its day. */
export interface Plafond extends Datee {
  readonly objet: 'premiere' | 'prolongation' | 'teleconsultation' | 'motif' | 'envoi' | 'rapport' | 'recidive';
  readonly duree: { readonly n: number; readonly unite: 'jours' | 'mois' | 'heures' };
}

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
  return delai?.duree ? dernierJour(delai.duree, depart, departement) : null;
}

/** Last useful day, moved to the next working day of the département (processes.md §0.2). */
export function dernierJour({ n, unite }: NonNullable<DelaiRegle['duree']>, depart: string, departement: string): string | null {
  const ligne: LigneDelai = { typeDossier: 'arret', etape: '', valeur: n, unite, depart: '', aRebours: false, effet: '', proprietaire: '', du: null, au: null, source: '', confiance: 'sure' };
  return echeance(ligne, depart, { departement });
}

/** Remedy to be named by the notice of that day; null when the avis is not unfavourable. */
export const voieDeRecours = (conclusion: Conclusion, jour: string): VoieDeRecours | null =>
  RECOURS_ARRET.find((recours) => recours.conclusions.includes(conclusion) && couvre(recours, jour))?.voie ?? null;

/** Whether a check of this kind was possible on that day. */
export const modeAdmis = (mode: Mode, jour: string): boolean => MODES_ADMIS.some((admis) => admis.mode === mode && couvre(admis, jour));

export const plafondAu = (objet: Plafond['objet'], jour: string): Plafond | null => PLAFONDS.find((plafond) => plafond.objet === objet && couvre(plafond, jour)) ?? null;
