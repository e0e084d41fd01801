import type { ExplicationAffectation, Praticien, Versions } from '../moteur/base';
import type { MotifAnnulation, MotifDesaffectation, MotifIrrecevabilite } from '../moteur/vocabulaire';
import type {
  Avis, Concertation, Consultation, DecisionTardive, Demande, DemandeMedicale, Investigation, NoteMedicale, Notification, PieceRecue, Presomption, QuestionnaireMedical, RecoursRecu, Reserves,
} from './dossier';
import type { Manque, NatureEcheance, Partie, Preuve, SensComite } from './vocabulaire';

type SansContenu = Readonly<Record<string, never>>;

/** One fact of a dossier. `prive` holds nothing medical; `medical` is sealed by the shell, null when the fact has none. */
interface E<T extends string, P = SansContenu, M = null> {
  readonly type: T;
  /** Instant of the act, ISO UTC. */
  readonly survenuLe: string;
  /** Author of the act (not the importer, when taken over). */
  readonly par: string;
  readonly repris: boolean;
  readonly prive: P;
  readonly medical: M;
}

interface AvisPrive {
  readonly avis: Avis;
  /** Days of reception and of completeness, so that delays need no other event. */
  readonly jourRecu: string;
  readonly completLe: string | null;
  readonly versions: Versions;
}

/** A clock found already past: it has its effect on the state but starts no task. */
export interface EcheancePassee {
  readonly nature: NatureEcheance;
  readonly echoitLe: string;
}

export type ProcedureCible = 'rechute' | 'consolidation' | 'incapacite_permanente' | 'crrmp' | 'cmra' | 'cra' | 'expertise';

export type Evenement =
  | E<'DemandeRecue', { readonly demande: Demande; readonly pieces: readonly PieceRecue[] }, DemandeMedicale>
  | E<'DeclarationComplete', { readonly completLe: string; readonly preuves: readonly PieceRecue[]; readonly versions: Versions }>
  | E<'DeclarationJugeeIncomplete', { readonly manques: readonly Manque[] }>
  | E<'DeclarationJugeeRecevable', { readonly completLe: string; readonly versions: Versions }>
  | E<'PiecesRecues', { readonly pieces: readonly PieceRecue[]; readonly personneId: string | null; readonly examensRequis: boolean | null; readonly lesions: number | null }, DemandeMedicale | null>
  | E<'DeclarationJugeeIrrecevable', { readonly motif: MotifIrrecevabilite }>
  | E<'PraticienAffecte', { readonly praticien: Praticien; readonly explication: ExplicationAffectation; readonly versions: Versions }>
  | E<'PraticienRemplace', { readonly praticien: Praticien; readonly precedent: string; readonly explication: ExplicationAffectation; readonly versions: Versions }>
  | E<'PraticienDesaffecte', { readonly precedent: string; readonly motif: MotifDesaffectation }>
  | E<'ComplementDemande', { readonly jour: string }, NoteMedicale | null>
  | E<'ComplementRecu', SansContenu, NoteMedicale | null>
  | E<'SecondAvisDemande', { readonly demandeA: Praticien | null }, NoteMedicale | null>
  | E<'SecondAvisRendu', Pick<Avis, 'sens' | 'auteur' | 'rpps' | 'jour'>, NoteMedicale | null>
  | E<'AvisRendu', AvisPrive, NoteMedicale | null>
  | E<'AvisRemplace', AvisPrive, NoteMedicale | null>
  | E<'QuestionnaireMedicalEnvoye', Pick<QuestionnaireMedical, 'recuLe'>>
  | E<'QuestionnaireMedicalRecu', { readonly jour: string }, NoteMedicale | null>
  | E<'ReservesRecues', Reserves>
  | E<'InvestigationOuverte', Investigation>
  | E<'QuestionnaireRecu', { readonly partie: Partie; readonly recuLe: string }>
  | E<'DelaiProlonge', { readonly notifieeLe: string }>
  | E<'ConsultationOuverte', Consultation>
  | E<'ConcertationConclue', Concertation>
  | E<'ComiteSaisi', { readonly saisiLe: string }>
  | E<'AvisComiteRecu', { readonly sens: SensComite; readonly jour: string }>
  | E<'DecisionNotifiee', { readonly notification: Notification; readonly versions: Versions }>
  | E<'DecisionTardiveRecue', DecisionTardive>
  | E<'ReconnaissanceImplicite', Omit<Presomption, 'etat'>>
  | E<'PresomptionConfirmee', { readonly jour: string; readonly preuve: Preuve }>
  | E<'PresomptionLevee', { readonly jour: string; readonly preuve: Preuve }>
  | E<'RecoursEnregistre', RecoursRecu>
  | E<'EcheanceSignalee', EcheancePassee>
  | E<'EcheancesConstatees', { readonly echeances: readonly EcheancePassee[] }>
  | E<'LienSouleve', { readonly procedure: ProcedureCible; readonly dossierLie: string | null }>
  | E<'DossierAnnule', { readonly motif: MotifAnnulation }>;

export type TypeEvenement = Evenement['type'];
export type EvenementDe<T extends TypeEvenement> = Extract<Evenement, { readonly type: T }>;
