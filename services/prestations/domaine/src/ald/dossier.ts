import type { DemandeBase, Praticien, Resume, SousDelegation, VoieDeRecours } from '../moteur/base';
import type {
  Cadre, Canal, Manque, MotifAnnulation, MotifFin, MotifIrrecevabilite, MotifRemplacement, Nature, NatureEcheance, Piece, Regime, SensAvis, SensDecision, Statut,
} from './vocabulaire';

/** What was asked, by whom and when; afterwards only a gap found incomplete may be filled. */
export interface Demande extends DemandeBase {
  readonly procedure: 'ald';
  readonly nature: Nature;
  readonly canal: Canal;
  readonly regime: Regime | null;
  readonly cadre: Cadre;
  /** RPPS of the doctor who drew up the protocol. */
  readonly medecin: string;
  /** Previous dossier of the person, for a prolongation. */
  readonly precedent: string | null;
}

/** One version of the avis: administrative conclusion only (R.4127-104 CSP); the reasons are in `DossierMedical`. */
export interface Avis {
  readonly version: number;
  readonly sens: SensAvis;
  readonly auteur: string;
  readonly rpps: string;
  readonly renduLe: string;
  readonly jour: string;
  readonly debut: string | null;
  /** Day on which the cover stops: `debut` + duration (processes.md A1). */
  readonly fin: string | null;
  readonly signe: boolean;
  readonly remplacement: MotifRemplacement | null;
  /** Present when it was signed under a written delegation. */
  readonly delegation?: SousDelegation;
}

export interface Notification {
  readonly sens: SensDecision;
  readonly versionAvis: number;
  readonly notifieeLe: string;
  readonly jour: string;
  readonly recours: VoieDeRecours | null;
}

export interface Exoneration {
  readonly debut: string;
  readonly fin: string;
}

export interface Base<S extends Statut> {
  readonly statut: S;
  readonly demande: Demande;
  readonly uniteEnCharge: number;
  readonly pieces: readonly Piece[];
  /** Clocks that have already fired, or were already past when the dossier was taken over. */
  readonly echeances: readonly NatureEcheance[];
}

export interface Instruite<S extends Statut> extends Base<S> {
  /** Local day on which the file was complete: start of the service level. */
  readonly completLe: string;
  readonly praticien: Praticien;
  readonly secondsAvis: readonly Pick<Avis, 'sens' | 'auteur' | 'rpps' | 'jour'>[];
}

export interface AvecAvis<S extends Statut> extends Instruite<S> {
  /** Every version, oldest first; the last one is in force. Never empty. */
  readonly avis: readonly [Avis, ...Avis[]];
  readonly decision: Notification | null;
  readonly protocoleSigneLe: string | null;
}

export interface Exoneree<S extends Statut> extends AvecAvis<S> {
  readonly exoneration: Exoneration;
}

/** `piecesLe`: local day of the last documents received, the day of completeness if nothing is missing. */
export type Recue = Base<'recue'> & { readonly piecesLe: string };
export type Incomplete = Base<'incomplete'> & { readonly manques: readonly Manque[] };
export type Recevable = Base<'recevable'> & Pick<Affectee, 'completLe' | 'secondsAvis'>;
export type Affectee = Instruite<'affectee'>;
export type ComplementDemande = Instruite<'complement_demande'> & { readonly complementDemandeLe: string; readonly piecesAttendues: readonly Piece[] };
export type SecondAvisDemande = Instruite<'second_avis_demande'> & {
  readonly demandeA: Praticien | null;
  /** Empty when the second opinion is asked before the first avis. */
  readonly avis: readonly Avis[];
  readonly protocoleSigneLe: string | null;
};
export type Accordee = AvecAvis<'accordee'>;
export type Refusee = AvecAvis<'refusee'>;
export type Contestee = AvecAvis<'contestee'> & { readonly contesteeLe: string };
export type ExonerationActive = Exoneree<'exoneration_active'>;
export type RenouvellementAttendu = Exoneree<'renouvellement_attendu'>;
export type SuiviPostAld = Exoneree<'suivi_post_ald'>;
export type Terminee = Exoneree<'terminee'> & { readonly motif: MotifFin; readonly termineeLe: string };
export type Irrecevable = Base<'irrecevable'> & { readonly motif: MotifIrrecevabilite };
export type Annulee = Base<'annulee'> & { readonly motif: MotifAnnulation; readonly avis: readonly Avis[] };

/** Administrative state of a dossier: what the row keeps in clear, nothing medical. */
export type Etat =
  | Recue | Incomplete | Recevable | Affectee | ComplementDemande | SecondAvisDemande | Accordee | Refusee | Contestee
  | ExonerationActive | RenouvellementAttendu | SuiviPostAld | Terminee | Irrecevable | Annulee;

export type EtatAvecAvis = Accordee | Refusee | Contestee | ExonerationActive | RenouvellementAttendu | SuiviPostAld | Terminee;

/** Medical content of the request. */
export interface DemandeMedicale {
  readonly ald: number | null;
  readonly diagnostics: readonly string[];
  readonly debutSoins: string | null;
  readonly soins: string | null;
}

export interface NoteMedicale {
  readonly nature: 'avis' | 'second_avis' | 'complement' | 'fin';
  /** Version of the avis the note explains, or rank of the note in its nature. */
  readonly rang: number;
  readonly texte: string;
}

/** Sealed by the shell; never in a row in clear, a log, an error or a public message. */
export interface DossierMedical {
  readonly demande: DemandeMedicale;
  readonly notes: readonly NoteMedicale[];
}

export interface EtatDossier {
  readonly etat: Etat;
  readonly medical: DossierMedical;
}

/** Avis in force, or null. */
export const avisEnVigueur = (etat: Etat): Avis | null => ('avis' in etat ? (etat.avis.at(-1) ?? null) : null);

/** Where the avis is awaited, and where a practitioner has the dossier in hand. */
const EN_MAIN: ReadonlySet<Statut> = new Set<Statut>(['affectee', 'complement_demande', 'second_avis_demande']);

/** Flat administrative summary of a state, for the columns of the row and the worklists. */
export function resumer(etat: Etat, retardLe: string | null): Resume {
  const { nature, canal, regime, personneId, jourRecu } = etat.demande;
  return {
    statut: etat.statut, uniteEnCharge: etat.uniteEnCharge, personneId, nature, canal, regime, jourRecu, retardLe, enMain: EN_MAIN.has(etat.statut),
    praticien: 'praticien' in etat ? etat.praticien.acteurId : null,
    completLe: 'completLe' in etat ? etat.completLe : null,
    jourAvis: avisEnVigueur(etat)?.jour ?? null,
    finExoneration: 'exoneration' in etat ? etat.exoneration.fin : null,
  };
}
