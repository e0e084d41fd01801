import { delaiApplicable, enVigueur, type LigneDelai } from '@sm/kernel';
import type { ModeRendezVous, ProcedureConvoquee } from './vocabulaire';

const PARAMETRE = { typeDossier: 'convocation', unite: 'jours', aRebours: false, du: null, au: null, confiance: 'unsure' } as const;

/** Delays of a convocation: no text gives them, they are parameters of the service (unsure). */
export const DELAIS_CONVOCATION: readonly LigneDelai[] = [
  { ...PARAMETRE, etape: 'prevenance', valeur: 10, depart: 'envoi', effet: 'aucun', proprietaire: 'sm', source: 'paramètre ; L.315-2 CSS' },
  { ...PARAMETRE, etape: 'justification', valeur: 10, depart: 'absence', effet: 'absence_injustifiee', proprietaire: 'assure', source: 'paramètre ; L.323-6 CSS' },
];

/** Version recorded by each letter. */
export const REGLE_CONVOCATION = 'convocation-1';

const delai = (etape: 'prevenance' | 'justification', jour: string): LigneDelai => {
  const ligne = delaiApplicable(DELAIS_CONVOCATION, 'convocation', etape, jour);
  if (!ligne) throw new Error(`no delay ${etape}`);
  return ligne;
};

/** Least number of days between dispatch and appointment, on the day of the letter. */
export const prevenanceJours = (jour: string): number => delai('prevenance', jour).valeur ?? 0;
/** Delay given to the person to justify an absence noticed that day. */
export const delaiJustification = (jour: string): LigneDelai => delai('justification', jour);

interface Datee {
  readonly du: string | null;
  readonly au: string | null;
  readonly article: string;
  readonly confiance: LigneDelai['confiance'];
}

/** When each mode of appointment may be used. */
export const MODES_DATES: readonly (Datee & { readonly mode: ModeRendezVous })[] = [
  { mode: 'sur_personne', du: null, au: null, article: 'L.315-1 CSS', confiance: 'sure' },
  { mode: 'telephone', du: null, au: null, article: 'L.315-1 CSS', confiance: 'likely' },
  { mode: 'a_distance', du: '2025-10-01', au: null, article: 'décret 2025-599', confiance: 'likely' },
];

export const modePrevu = (mode: ModeRendezVous, jour: string): boolean => MODES_DATES.some((m) => m.mode === mode && enVigueur(m, jour));

/** A legal consequence of an absence without reason, to be named by the letter. */
interface Consequence extends Datee {
  readonly code: string;
  readonly procedures: readonly ProcedureConvoquee[];
  readonly texte: string;
}

export const CONSEQUENCES = [
  {
    code: 'avis_impose', procedures: ['ald', 'arret', 'atmp'], du: null, au: null, article: 'L.315-2 CSS', confiance: 'sure',
    texte: 'Sans examen, le service médical peut donner son avis d’après les seules pièces du dossier ; cet avis s’impose à la caisse.',
  },
  {
    code: 'suspension_ij', procedures: ['arret'], du: null, au: null, article: 'L.323-6 et R.323-12 CSS', confiance: 'likely',
    texte: 'Si vous ne vous présentez pas sans motif, la caisse peut suspendre ou refuser les indemnités journalières de la période pendant laquelle le contrôle a été impossible.',
  },
  {
    code: 'suspension_ald', procedures: ['ald'], du: null, au: null, article: 'L.324-1 CSS', confiance: 'sure',
    texte: 'Si vous ne vous soumettez pas aux visites et contrôles médicaux, la caisse peut suspendre, réduire ou supprimer le service des prestations.',
  },
  {
    code: 'suspension_atmp', procedures: ['atmp'], du: null, au: null, article: 'L.442-5 CSS', confiance: 'unsure',
    texte: 'Si vous ne vous soumettez pas au contrôle médical, la caisse peut suspendre les prestations de l’accident du travail ou de la maladie professionnelle.',
  },
] as const satisfies readonly Consequence[];

export type CodeConsequence = (typeof CONSEQUENCES)[number]['code'];

/** Consequences in force that day for a procedure, in the order of the letter. */
export const consequencesDe = (procedure: ProcedureConvoquee, jour: string): readonly CodeConsequence[] =>
  (CONSEQUENCES as readonly (Consequence & { readonly code: CodeConsequence })[]).filter((c) => c.procedures.includes(procedure) && enVigueur(c, jour)).map(({ code }) => code);
