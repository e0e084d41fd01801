import type { ExplicationAffectation, Praticien, Versions } from '../moteur/base';
import type { Avis, Demande, DemandeMedicale, Exoneration, NoteMedicale, Notification } from './dossier';
import type {
  Manque, MotifAnnulation, MotifDesaffectation, MotifFin, MotifIrrecevabilite, NatureEcheance, Piece, Regime,
} from './vocabulaire';

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
  readonly completLe: string;
  /** A taken-over duration above the table of its day: kept and flagged. */
  readonly dureeHorsTable: boolean;
  readonly versions: Versions;
}

/** A clock found already past: it has its effect on the state but starts no task. */
export interface EcheancePassee {
  readonly nature: NatureEcheance;
  readonly echoitLe: string;
}

/** Support programme whose criteria an agreed ALD meets. Sealed, there for every agreement and of one length: its presence or size must not name the illness. */
export interface Orientation {
  readonly orientation: 'sophia' | 'aucune';
}

export type ProcedureCible = 'ald' | 'cmra' | 'cra' | 'expertise';

export type Evenement =
  | E<'DemandeRecue', { readonly demande: Demande; readonly pieces: readonly Piece[] }, DemandeMedicale>
  | E<'DemandeJugeeRecevable', { readonly completLe: string; readonly selection: 'systematique'; readonly versions: Versions }>
  | E<'DemandeJugeeIncomplete', { readonly manques: readonly Manque[] }>
  | E<'PiecesRecues', { readonly pieces: readonly Piece[]; readonly personneId: string | null; readonly regime: Regime | null; readonly jour: string }, DemandeMedicale | null>
  | E<'DemandeJugeeIrrecevable', { readonly motif: MotifIrrecevabilite }>
  | E<'PraticienAffecte', { readonly praticien: Praticien; readonly explication: ExplicationAffectation; readonly versions: Versions }>
  | E<'PraticienRemplace', { readonly praticien: Praticien; readonly precedent: string; readonly explication: ExplicationAffectation; readonly versions: Versions }>
  | E<'PraticienDesaffecte', { readonly precedent: string; readonly motif: MotifDesaffectation }>
  | E<'ComplementDemande', { readonly jour: string; readonly pieces: readonly Piece[] }, NoteMedicale | null>
  | E<'ComplementRecu', { readonly pieces: readonly Piece[] }, NoteMedicale | null>
  | E<'SecondAvisDemande', { readonly demandeA: Praticien | null }, NoteMedicale | null>
  | E<'SecondAvisRendu', Pick<Avis, 'sens' | 'auteur' | 'rpps' | 'jour'>, NoteMedicale | null>
  | E<'AvisRendu', AvisPrive, NoteMedicale | null>
  | E<'AvisRemplace', AvisPrive, NoteMedicale | null>
  | E<'DecisionNotifiee', { readonly notification: Notification; readonly versions: Versions }, Orientation | null>
  | E<'RecoursEnregistre', { readonly recuLe: string; readonly jour: string }>
  | E<'ProtocoleSigne', { readonly jour: string }>
  | E<'ExonerationOuverte', { readonly exoneration: Exoneration; readonly regime: Regime; readonly canal: Demande['canal'] }>
  | E<'EcheanceSignalee', { readonly nature: NatureEcheance; readonly echoitLe: string }>
  | E<'EcheancesConstatees', { readonly echeances: readonly EcheancePassee[] }>
  | E<'ExonerationTerminee', { readonly motif: MotifFin; readonly jour: string; readonly suiviJusquAu: string | null }, NoteMedicale | null>
  | E<'LienSouleve', { readonly procedure: ProcedureCible; readonly dossierLie: string | null }>
  | E<'DossierAnnule', { readonly motif: MotifAnnulation }>;

export type TypeEvenement = Evenement['type'];
export type EvenementDe<T extends TypeEvenement> = Extract<Evenement, { readonly type: T }>;
