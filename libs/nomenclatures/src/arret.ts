import { enVigueur, type Confiance, type Jour } from '@sm/kernel';
import { seuil, type CodeSeuil } from './seuils';

/** Longest prescription; the prescriber may exceed it with a written reason (`derogationMotivee`). */
export interface PlafondPrescription {
  readonly mois: number;
  readonly derogationMotivee: boolean;
  readonly source: string;
  readonly confiance: Confiance;
}

/** Cap on a sick leave prescribed on that day, in calendar months; null when the law of that day set none. A row marked `unsure` only proposes. Never throws. */
export function plafondPrescription(nature: 'premiere' | 'prolongation', jour: Jour): PlafondPrescription | null {
  const ligne = seuil(`arret/plafond-${nature}`, jour);
  return ligne === null || ligne.valeur === null ? null : { mois: ligne.valeur, derogationMotivee: true, source: ligne.source, confiance: ligne.confiance };
}

/** Hours of the day, local time, between which the insured person must be at home unless outings are free. */
export interface PlagePresence {
  readonly de: number;
  readonly a: number;
}

/** Presence hours (R.323-11-1) of that day; empty when no row covers it. Never throws. */
export function plagesPresence(jour: Jour): readonly PlagePresence[] {
  const heure = (code: CodeSeuil): number | null => seuil(code, jour)?.valeur ?? null;
  return (['matin', 'soir'] as const).flatMap((moment) => {
    const [de, a] = [heure(`arret/presence-${moment}-debut`), heure(`arret/presence-${moment}-fin`)];
    return de === null || a === null ? [] : [{ de, a }];
  });
}

export type ProfessionPrescripteur = 'medecin' | 'sage-femme' | 'chirurgien-dentiste';

/** Who may prescribe a sick leave, within their field. */
export interface LignePrescripteur {
  readonly profession: ProfessionPrescripteur;
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

export const PRESCRIPTEURS_ARRET: readonly LignePrescripteur[] = [
  { profession: 'medecin', du: null, au: null, source: 'L.321-1 CSS', confiance: 'sure-checked' },
  { profession: 'sage-femme', du: null, au: null, source: 'L.321-1 CSS, dans sa compétence', confiance: 'sure-checked' },
  { profession: 'chirurgien-dentiste', du: null, au: '2025-12-30', source: 'L.4141-2 CSP, avant que le CSS ne le nomme', confiance: 'likely' },
  { profession: 'chirurgien-dentiste', du: '2025-12-31', au: null, source: 'L.162-4-1, L.162-4-4, L.321-1 CSS (LFSS 2026 art. 81)', confiance: 'sure-checked' },
];

/** The rule that lets this profession prescribe a sick leave on that day; null when it may not. Never throws. */
export const prescripteurArret = (profession: string, jour: Jour): LignePrescripteur | null =>
  PRESCRIPTEURS_ARRET.find((l) => l.profession === profession && enVigueur(l, jour)) ?? null;

/** Way to contest a medical decision on a sick leave or on an illness (L.142-1 1°). */
export interface VoieContestation {
  readonly voie: 'expertise' | 'cmra';
  readonly delai: 'expertise/demande' | 'cmra/recours';
  readonly du: Jour | null;
  readonly au: Jour | null;
  readonly source: string;
  readonly confiance: Confiance;
}

export const VOIES_CONTESTATION: readonly VoieContestation[] = [
  { voie: 'expertise', delai: 'expertise/demande', du: null, au: '2021-12-31', source: 'L.141-1, R.141-1 et suivants CSS (anciens)', confiance: 'sure-checked' },
  { voie: 'cmra', delai: 'cmra/recours', du: '2022-01-01', au: null, source: 'L.142-1 1°, L.142-4, R.142-8 CSS (LFSS 2020 art. 87)', confiance: 'sure-checked' },
];

/** How a medical decision notified on that day is contested, with the code of its delay; null on an impossible day. Never throws. */
export const voieContestationMedicale = (jour: Jour): VoieContestation | null => VOIES_CONTESTATION.find((v) => enVigueur(v, jour)) ?? null;
