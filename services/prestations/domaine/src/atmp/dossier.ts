import type { DemandeBase, NoteBase, Praticien, Resume, SousDelegation, VoieDeRecours } from '../moteur/base';
import type { MotifAnnulation, MotifIrrecevabilite, MotifRemplacement } from '../moteur/vocabulaire';
import type {
  Canal, Conclusion, ConclusionLesion, Declarant, Irregularite, Manque, MotifRefus, NatureEcheance, Objet, Orientation, Partie, Piece, Preuve, Question, Risque, SensAvis, SensComite,
  SensDecision, Statut, Voie,
} from './vocabulaire';

/** What was declared, by whom and when. Nothing medical: lesions are counted, never named. */
export interface Demande extends DemandeBase {
  readonly procedure: 'atmp';
  readonly objet: Objet;
  readonly risque: Risque;
  readonly canal: Canal;
  /** RPPS of the author of the certificate, and of the occupational doctor when known. */
  readonly medecin: string;
  readonly medecinTravail: string | null;
  readonly declarant: Declarant;
  readonly dateFait: string | null;
  /** Start of the employer's delay: the declaration he made, or his reception of the copy. */
  readonly declareLe: string;
  readonly deces: boolean;
  readonly examensRequis: boolean;
  readonly initialEnInstruction: boolean;
  readonly lesions: number;
  /** Dossier of the initial accident or disease, for a relapse or a new lesion. */
  readonly precedent: string | null;
  /** Département whose calendar moves a last day. */
  readonly departement: string;
}

export interface PieceRecue {
  readonly piece: Piece;
  readonly recuLe: string;
  readonly preuve: Preuve;
}

/** One version of the avis: conclusion administrative only; the reasons are sealed. */
export interface Avis {
  readonly version: number;
  readonly question: Question;
  readonly sens: SensAvis;
  readonly conclusion: Conclusion;
  /** One conclusion a lesion, by rank from 1; empty for a disease. */
  readonly lesions: readonly ConclusionLesion[];
  readonly premiereConstatation: string | null;
  readonly auteur: string;
  readonly rpps: string;
  readonly renduLe: string;
  readonly jour: string;
  readonly signe: boolean;
  readonly remplacement: MotifRemplacement | null;
  /** Present when it was signed under a written delegation. */
  readonly delegation?: SousDelegation;
}

/** Medical side: who works on the avis, and where it stands. */
export type Volet =
  | { readonly phase: 'a_affecter' }
  | { readonly phase: 'affectee' | 'rendu'; readonly praticien: Praticien }
  | { readonly phase: 'complement_demande'; readonly praticien: Praticien; readonly demandeLe: string }
  | { readonly phase: 'second_avis_demande'; readonly praticien: Praticien; readonly demandeA: Praticien | null };

export interface Reserves {
  readonly recuesLe: string;
  readonly motivees: boolean;
  /** Out of time, or not reasoned: kept, without effect (R.441-6 CSS). */
  readonly sansEffet: boolean;
}

export interface Investigation {
  readonly ouverteLe: string;
  readonly questionnaires: boolean;
  readonly enquete: boolean;
  /** Day the parties received the questionnaires. */
  readonly recuLe: string;
  readonly retours: Readonly<Record<Partie, string | null>>;
}

export interface QuestionnaireMedical {
  readonly recuLe: string;
  readonly retourLe: string | null;
}

export interface Consultation {
  readonly informeesLe: string;
  readonly ouverteLe: string;
}

/** Administrative conditions of the table, judged by the caisse beside the medical ones. */
export interface Conditions {
  readonly delai: boolean;
  readonly exposition: boolean;
  readonly travaux: boolean;
}

export interface Concertation {
  readonly jour: string;
  readonly versionAvis: number;
  readonly conditions: Conditions;
  readonly orientation: Orientation;
  readonly voie: Voie | null;
}

export interface Comite {
  readonly saisiLe: string;
  readonly avis: { readonly sens: SensComite; readonly jour: string } | null;
}

/** Silence of the caisse: recognition is presumed until its late message. */
export interface Presomption {
  readonly nature: NatureEcheance;
  /** Last day on which the caisse could act, and the day the silence took effect. */
  readonly dernierJour: string;
  readonly echueLe: string;
  readonly article: string;
  readonly etat: 'presumee' | 'confirmee' | 'levee';
}

export interface Notification {
  readonly sens: SensDecision;
  readonly motif: MotifRefus | null;
  /** Ranks of the lesions taken in charge. */
  readonly lesions: readonly number[];
  readonly versionAvis: number;
  readonly voie: Voie | null;
  /** Day of the notice, which may precede its record. */
  readonly jour: string;
  readonly preuve: Preuve | null;
  readonly irregularites: readonly Irregularite[];
  readonly recours: VoieDeRecours | null;
}

export type DecisionTardive = Pick<Notification, 'sens' | 'motif' | 'jour' | 'preuve'>;

export interface RecoursRecu {
  readonly auteur: Partie;
  readonly recuLe: string;
  readonly jour: string;
}

/** The caisse's procedure, as it told it. */
export interface Instruction {
  /** Day on which the last required document was held: start of its clock. */
  readonly completLe: string | null;
  readonly reserves: Reserves | null;
  readonly investigation: Investigation | null;
  /** Notice of the further delay (former law). */
  readonly prolongeeLe: string | null;
  readonly questionnaireMedical: QuestionnaireMedical | null;
  readonly consultation: Consultation | null;
  readonly concertation: Concertation | null;
  readonly comite: Comite | null;
  readonly presomption: Presomption | null;
  readonly decision: Notification | null;
  /** Day of the first decision: from then on no silence recognises anything. */
  readonly statueLe: string | null;
  readonly tardives: readonly DecisionTardive[];
  readonly recours: RecoursRecu | null;
}

export type Cloture = { readonly statut: 'irrecevable'; readonly motif: MotifIrrecevabilite } | { readonly statut: 'annulee'; readonly motif: MotifAnnulation };

/** Two sides that move by themselves, the avis and the caisse's procedure; `statut` is what they say together. */
export interface Etat {
  readonly statut: Statut;
  readonly demande: Demande;
  readonly uniteEnCharge: number;
  readonly pieces: readonly PieceRecue[];
  /** Null before the first check. */
  readonly manques: readonly Manque[] | null;
  readonly echeances: readonly NatureEcheance[];
  readonly volet: Volet;
  /** Every version, oldest first; the last one is in force. */
  readonly avis: readonly Avis[];
  readonly secondsAvis: readonly Pick<Avis, 'sens' | 'auteur' | 'rpps' | 'jour'>[];
  readonly instruction: Instruction;
  readonly cloture: Cloture | null;
}

/** One lesion of the certificate: medical. */
export interface Lesion {
  readonly code: string | null;
  readonly texte: string | null;
}

export interface DemandeMedicale {
  readonly lesions: readonly Lesion[];
  /** Table of occupational diseases, as `57 A`. */
  readonly tableau: string | null;
  readonly texte: string | null;
}

export interface NoteMedicale extends NoteBase {
  readonly nature: 'avis' | 'second_avis' | 'complement' | 'questionnaire';
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

const STATUT_DU_VOLET = {
  a_affecter: 'recevable', affectee: 'affectee', complement_demande: 'complement_demande', second_avis_demande: 'second_avis_demande', rendu: 'avis_rendu',
} as const satisfies Record<Volet['phase'], Statut>;

/** What the two sides say together; the caisse's decision, then its silence, hide where the avis stands. */
export function statutDe({ cloture, instruction, manques, volet }: Omit<Etat, 'statut'>): Statut {
  const { recours, decision, presomption } = instruction;
  if (cloture) return cloture.statut;
  if (recours) return 'contestee';
  if (decision) return decision.sens === 'refus' ? 'refusee' : 'prise_en_charge';
  if (presomption && presomption.etat !== 'levee') return 'prise_en_charge_implicite';
  if (manques === null) return 'declaree';
  return manques.length > 0 ? 'incomplete' : STATUT_DU_VOLET[volet.phase];
}

/** Avis in force, or null. */
export const avisEnVigueur = ({ avis }: Etat): Avis | null => avis.at(-1) ?? null;

/** Practitioner in charge, or null. */
export const praticienEnCharge = ({ volet }: Etat): Praticien | null => ('praticien' in volet ? volet.praticien : null);

/** What the avis is asked now. */
export function questionPosee({ demande, instruction }: Etat): Question {
  if (demande.objet !== 'maladie') return 'lesions';
  return instruction.concertation?.orientation === 'avis_conseil' ? 'lien' : 'conditions';
}

/** A lesion that the caisse may take in charge. */
export const couverte = (conclusion: ConclusionLesion): boolean => conclusion === 'imputable' || conclusion === 'partiel';

const EN_MAIN: ReadonlySet<Statut> = new Set<Statut>(['affectee', 'complement_demande', 'second_avis_demande']);

/** Flat administrative summary of a state, for the columns of the row and the worklists. */
export function resumer(etat: Etat): Resume {
  const { statut, demande, uniteEnCharge, instruction } = etat;
  return {
    statut, uniteEnCharge, personneId: demande.personneId, nature: demande.objet, canal: demande.canal, regime: null, jourRecu: demande.jourRecu, retardLe: null, finExoneration: null,
    enMain: EN_MAIN.has(statut), praticien: praticienEnCharge(etat)?.acteurId ?? null, completLe: instruction.completLe, jourAvis: avisEnVigueur(etat)?.jour ?? null,
  };
}
