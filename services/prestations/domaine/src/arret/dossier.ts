import type { DemandeBase, Praticien, Resume, SousDelegation, VoieDeRecours } from '../moteur/base';
import type {
  Canal, CauseVersion, Conclusion, ConclusionEmployeur, Mode, ModeExamen, MotifAnnulation, NatureEcheance, Origine, Risque, SensDecision, Signal, Statut,
} from './vocabulaire';

/** Rule that chose this leave for control, with its version (TR-000-12). */
export interface Selection {
  readonly regle: string;
  readonly version: string;
}

/** One prescription of the episode; days are local, both included. */
export interface Prescription {
  readonly du: string;
  readonly au: string;
  readonly prescritLe: string;
}

/** What is known of the first prescription; its medical reason is sealed. */
export interface PremierePrescription {
  readonly debut: string;
  readonly fin: string;
  readonly prescritLe: string;
  /** Day of dispatch of the notice by the insured person, when known. */
  readonly envoyeLe: string | null;
  readonly teleconsultation: boolean;
  /** The prescriber is the treating doctor, or the referent midwife. */
  readonly traitant: boolean;
  /** The person proved that no doctor could be seen (L.6316-1 CSP). */
  readonly impossibilite: boolean;
  readonly motifPresent: boolean;
  /** The prescriber wrote why the cap is exceeded (L.162-4-1 CSS). */
  readonly depassementMotive: boolean;
}

export interface Demande extends DemandeBase, PremierePrescription {
  readonly procedure: 'arret';
  readonly canal: Canal;
  readonly risque: Risque;
  readonly origine: Origine;
  readonly selection: Selection | null;
  /** RPPS of the prescriber. */
  readonly prescripteur: string;
  /** Previous control of the person, when the episode goes on. */
  readonly precedent: string | null;
}

export interface RapportEmployeur {
  /** Instant of the control, ISO UTC. */
  readonly controleLe: string;
  readonly conclusion: ConclusionEmployeur;
  readonly examenPratique: boolean;
  /** Local day on which the service received it. */
  readonly recuLe: string;
}

export interface RendezVous {
  readonly mode: ModeExamen;
  readonly jour: string;
  /** Day proved for the dispatch of the letter; null while nothing proves it. */
  readonly preuveEnvoi: string | null;
}

/** One version of the avis: conclusion and dates only (R.4127-104 CSP); the reasons are sealed. */
export interface Avis {
  readonly version: number;
  readonly conclusion: Conclusion;
  readonly mode: Mode;
  readonly auteur: string;
  readonly rpps: string;
  readonly renduLe: string;
  readonly jour: string;
  /** Day of return to work, or of stabilisation. */
  readonly date: string | null;
  readonly jusquAu: string | null;
  readonly prochaineRevue: string | null;
  readonly signe: boolean;
  readonly cause: CauseVersion | null;
  /** Present when it was signed under a written delegation. */
  readonly delegation?: SousDelegation;
}

/** Execution of an avis by the caisse; the limits are the last useful days of what its notice opens. */
export interface Notification {
  readonly sens: SensDecision;
  readonly versionAvis: number;
  readonly notifieeLe: string;
  readonly jour: string;
  /** First unpaid day, or the day of the notice when payment goes on. */
  readonly effetLe: string;
  readonly recours: VoieDeRecours | null;
  readonly limiteRecours: string | null;
  readonly limiteReexamen: string | null;
  readonly limiteNouvellePrescription: string | null;
}

/** What the service must answer again, and by when. */
export interface Attente {
  readonly cause: 'reexamen' | 'nouvelle_prescription';
  readonly le: string;
  readonly limite: string;
}

export interface EcheancePassee {
  readonly nature: NatureEcheance;
  readonly echoitLe: string;
}

export interface Base<S extends Statut> {
  readonly statut: S;
  readonly demande: Demande;
  readonly uniteEnCharge: number;
  readonly prolongations: readonly Prescription[];
  /** RPPS of those who prescribed after the first one. */
  readonly prescripteurs: readonly string[];
  readonly rapport: RapportEmployeur | null;
  readonly signaux: readonly Signal[];
  readonly echeances: readonly EcheancePassee[];
}

export interface Ouverte<S extends Statut> extends Base<S> {
  readonly completLe: string;
  readonly secondsAvis: readonly Pick<Avis, 'conclusion' | 'auteur' | 'rpps' | 'jour'>[];
}

export type StatutInstruit = Exclude<Statut, 'incomplete' | 'recevable' | 'annulee'>;

export interface Instruite<S extends StatutInstruit> extends Ouverte<S> {
  readonly praticien: Praticien;
  /** Last check done since the last avis. */
  readonly mode: Mode | null;
  readonly contacteLe: string | null;
  readonly rendezVous: RendezVous | null;
  /** Every version, oldest first; the last one is in force. */
  readonly avis: readonly Avis[];
  readonly decision: Notification | null;
  readonly attente: Attente | null;
  readonly contesteeLe: string | null;
}

export type AvecAvis = { readonly avis: readonly [Avis, ...Avis[]] };
export type Reprenable = 'affectee' | 'avis_a_rendre' | 'examine' | 'reprise_a_notifier';

interface Precisions {
  readonly avis_a_rendre: { readonly mode: Mode };
  readonly convoque: { readonly rendezVous: RendezVous };
  readonly examine: { readonly mode: ModeExamen };
  readonly second_avis_demande: { readonly demandeA: Praticien | null; readonly reprend: Reprenable };
  readonly justifie: AvecAvis;
  readonly reprise_a_notifier: AvecAvis;
  readonly reprise_notifiee: AvecAvis & { readonly decision: Notification };
  readonly orientation_invalidite: AvecAvis;
  readonly orientation_pdp: AvecAvis;
  readonly non_controlable: AvecAvis;
  readonly sans_objet: AvecAvis;
  readonly suspension_demandee: AvecAvis;
  readonly suspendue: AvecAvis & { readonly decision: Notification };
  readonly reexamen_demande: AvecAvis & { readonly decision: Notification; readonly attente: Attente };
  readonly avis_prealable_requis: AvecAvis & { readonly decision: Notification; readonly attente: Attente };
  readonly contestee: AvecAvis & { readonly decision: Notification; readonly contesteeLe: string };
}

export type EtatInstruit = { [S in StatutInstruit]: S extends keyof Precisions ? Instruite<S> & Precisions[S] : Instruite<S> }[StatutInstruit];
export type Incomplete = Base<'incomplete'>;
export type Recevable = Ouverte<'recevable'>;
export type Annulee = Base<'annulee'> & { readonly motif: MotifAnnulation; readonly avis: readonly Avis[] };

/** Administrative state of a control: what the row keeps in clear, nothing medical. */
export type Etat = Incomplete | Recevable | EtatInstruit | Annulee;

export interface DemandeMedicale {
  /** Reason written by the prescriber. */
  readonly motif: string | null;
  readonly diagnostics: readonly string[];
}

export interface NoteMedicale {
  readonly nature: 'controle' | 'prescripteur' | 'examen' | 'avis' | 'second_avis';
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

export const avisEnVigueur = (etat: Etat): Avis | null => ('avis' in etat ? (etat.avis.at(-1) ?? null) : null);

/** Last day of the episode as prescribed so far. */
export const finArret = ({ demande, prolongations }: Pick<Etat, 'demande' | 'prolongations'>): string =>
  prolongations.reduce((fin, { au }) => (au > fin ? au : fin), demande.fin);

const EN_MAIN: ReadonlySet<Statut> = new Set<Statut>([
  'affectee', 'attente_prescripteur', 'avis_a_rendre', 'convoque', 'examine', 'absent_injustifie', 'second_avis_demande', 'reexamen_demande', 'avis_prealable_requis',
]);

/** Flat administrative summary of a state, for the columns of the row and the worklists. */
export function resumer(etat: Etat, retardLe: string | null): Resume {
  const { canal, personneId, jourRecu } = etat.demande;
  return {
    statut: etat.statut, uniteEnCharge: etat.uniteEnCharge, personneId, canal, regime: null, jourRecu, retardLe, finExoneration: null,
    nature: etat.prolongations.length > 0 ? 'prolongation' : 'initiale', enMain: EN_MAIN.has(etat.statut),
    praticien: 'praticien' in etat ? etat.praticien.acteurId : null,
    completLe: 'completLe' in etat ? etat.completLe : null,
    jourAvis: avisEnVigueur(etat)?.jour ?? null,
  };
}
