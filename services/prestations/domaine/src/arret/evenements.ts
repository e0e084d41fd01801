import type { ExplicationAffectation, Praticien, Versions } from '../moteur/base';
import type { Attente, Avis, Demande, DemandeMedicale, EcheancePassee, NoteMedicale, Notification, Prescription, RapportEmployeur, RendezVous, Reprenable } from './dossier';
import type { Mode, ModeExamen, MotifAnnulation, MotifDesaffectation, NatureEcheance, Signal } from './vocabulaire';

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
  readonly jourRecu: string;
  readonly completLe: string;
  readonly versions: Versions;
}

/** Procedures to which a control may lead (processes.md §2.9). */
export type ProcedureCible = 'invalidite' | 'pdp' | 'cmra' | 'cra' | 'expertise';

type Note = NoteMedicale | null;

export type Evenement =
  | E<'DemandeRecue', { readonly demande: Demande; readonly prolongations: readonly Prescription[]; readonly rapport: RapportEmployeur | null; readonly signaux: readonly Signal[]; readonly versions: Versions }, DemandeMedicale>
  | E<'PersonneIdentifiee', { readonly personneId: string; readonly jour: string }>
  | E<'PraticienAffecte', { readonly praticien: Praticien; readonly explication: ExplicationAffectation; readonly versions: Versions }>
  | E<'PraticienRemplace', { readonly praticien: Praticien; readonly precedent: string; readonly explication: ExplicationAffectation; readonly versions: Versions }>
  | E<'PraticienDesaffecte', { readonly precedent: string; readonly motif: MotifDesaffectation }>
  | E<'ControleSurPiecesFait', { readonly mode: Mode; readonly jour: string }, Note>
  | E<'PrescripteurContacte', { readonly jour: string }, Note>
  | E<'ReponsePrescripteurRecue', { readonly jour: string }, Note>
  | E<'RapportEmployeurRecu', { readonly rapport: RapportEmployeur; readonly signaux: readonly Signal[] }>
  | E<'AssureConvoque', { readonly rendezVous: RendezVous }>
  | E<'AssureExamine', { readonly mode: ModeExamen; readonly jour: string }, Note>
  | E<'AbsenceConstatee', { readonly justifiee: boolean; readonly jour: string; readonly preuveEnvoi: string | null }>
  | E<'SecondAvisDemande', { readonly demandeA: Praticien | null; readonly reprend: Reprenable }, Note>
  | E<'SecondAvisRendu', Pick<Avis, 'conclusion' | 'auteur' | 'rpps' | 'jour'>, Note>
  | E<'AvisRendu', AvisPrive, Note>
  | E<'AvisRemplace', AvisPrive, Note>
  | E<'DecisionNotifiee', { readonly notification: Notification; readonly prescripteurInforme: boolean; readonly versions: Versions }>
  | E<'ReexamenDemande', { readonly attente: Attente }>
  | E<'ArretProlonge', { readonly prescription: Prescription; readonly signaux: readonly Signal[] }>
  | E<'NouvellePrescriptionRecue', { readonly prescription: Prescription; readonly prescripteur: string; readonly attente: Attente; readonly signaux: readonly Signal[] }>
  | E<'RecoursEnregistre', { readonly recuLe: string; readonly jour: string }>
  | E<'EcheanceSignalee', { readonly nature: NatureEcheance; readonly echoitLe: string }>
  | E<'EcheancesConstatees', { readonly echeances: readonly EcheancePassee[] }>
  | E<'LienSouleve', { readonly procedure: ProcedureCible; readonly dossierLie: string | null }>
  | E<'DossierAnnule', { readonly motif: MotifAnnulation }>;

export type TypeEvenement = Evenement['type'];
export type EvenementDe<T extends TypeEvenement> = Extract<Evenement, { readonly type: T }>;
