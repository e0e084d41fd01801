import type { EtatConvocation, Lettre, RendezVous, Report } from './convocation';
import type { EvenementConvocation, EvenementConvocationDe, TypeEvenementConvocation } from './evenements';
import type { StatutConvocation } from './vocabulaire';

type EtatDe<S extends StatutConvocation> = Extract<EtatConvocation, { readonly statut: S }>;
type Applications = { readonly [T in Exclude<TypeEvenementConvocation, 'ConvocationPreparee'>]: (etat: EtatConvocation, evenement: EvenementConvocationDe<T>) => EtatConvocation };

/** Narrows a state; an event that cannot follow its state means a corrupt journal, so it throws. */
function dans<S extends StatutConvocation>(etat: EtatConvocation, ...statuts: readonly S[]): EtatDe<S> {
  if (!(statuts as readonly StatutConvocation[]).includes(etat.statut)) throw new Error(`event cannot apply to a convocation ${etat.statut}`);
  return etat as EtatDe<S>;
}

const base = ({ convocation, lettres, reports }: EtatConvocation) => ({ convocation, lettres, reports });

const place = (etat: { readonly rendezVous: RendezVous | null }): RendezVous => {
  if (etat.rendezVous === null) throw new Error('event needs an appointment');
  return etat.rendezVous;
};

const prouver = (lettres: readonly Lettre[], preuve: NonNullable<Lettre['preuve']>): Lettre[] => lettres.map((lettre, rang) => (rang === lettres.length - 1 ? { ...lettre, preuve } : lettre));

const reporter = (etat: EtatConvocation, report: Report, rendezVous: RendezVous | null): EtatConvocation => ({ ...base(etat), reports: [...etat.reports, report], statut: 'reportee', rendezVous });

const REPORTABLES = ['preparee', 'emise', 'reportee'] as const;

const APPLICATIONS: Applications = {
  ConvocationEmise: (etat, { prive }) => ({
    ...base(etat), statut: 'emise', rendezVous: place(dans(etat, 'preparee', 'reportee')), lettres: [...etat.lettres, prive.lettre],
  }),
  PreuveEnvoiEnregistree: (etat, { prive }) => ({ ...dans(etat, 'emise'), lettres: prouver(etat.lettres, prive.preuve) }),
  PersonneExaminee: (etat, { prive }) => ({ ...base(etat), statut: 'honoree', rendezVous: dans(etat, 'emise', 'absence_constatee').rendezVous, presence: prive.presence }),
  AbsenceConstatee: (etat, { prive }) => ({ ...base(etat), statut: 'absence_constatee', rendezVous: dans(etat, 'emise').rendezVous, absence: prive.absence }),
  AbsenceExcusee: (etat, { prive }) => {
    const avant = dans(etat, 'emise', 'absence_constatee', 'absente_injustifiee');
    return { ...base(etat), statut: 'absente_excusee', rendezVous: avant.rendezVous, excuse: prive.excuse, absence: 'absence' in avant ? avant.absence : null };
  },
  AbsencePresumeeInjustifiee: (etat, { prive }) => {
    const { rendezVous, absence } = dans(etat, 'absence_constatee');
    return { ...base(etat), statut: 'absente_injustifiee', rendezVous, absence: { ...absence, presumeeLe: prive.presumeeLe } };
  },
  ConvocationReportee: (etat, { prive }) => {
    const { motif, jour, rendezVous } = prive;
    return reporter(etat, { motif, jour, rendezVous: dans(etat, ...REPORTABLES).rendezVous }, rendezVous);
  },
  RendezVousRetire: (etat, { prive }) => reporter(etat, { motif: 'creneau_ferme', jour: prive.jour, rendezVous: dans(etat, ...REPORTABLES).rendezVous }, null),
  ConvocationAnnulee: (etat, { prive }) => ({
    ...base(etat), statut: 'annulee', rendezVous: dans(etat, ...REPORTABLES, 'absence_constatee').rendezVous, motif: prive.motif,
  }),
};

/** State after one more event; null is the convocation not yet prepared. Throws when the event cannot follow (corrupt journal). */
export function appliquerConvocation(etat: EtatConvocation | null, evenement: EvenementConvocation): EtatConvocation {
  if (evenement.type === 'ConvocationPreparee') return { statut: 'preparee', lettres: [], reports: [], ...evenement.prive };
  if (etat === null) throw new Error('event before the preparation of its convocation');
  const application = APPLICATIONS[evenement.type] as (etat: EtatConvocation, evenement: EvenementConvocation) => EtatConvocation;
  return application(etat, evenement);
}

/** Folds a whole journal, oldest first; null when it is empty. */
export const replierConvocation = (evenements: readonly EvenementConvocation[]): EtatConvocation | null =>
  evenements.reduce<EtatConvocation | null>((etat, evenement) => appliquerConvocation(etat, evenement), null);
