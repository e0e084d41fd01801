import type { MotifAnnulation, MotifDesaffectation, MotifIrrecevabilite, MotifRemplacement } from '../moteur/vocabulaire';
import type { Conditions, DemandeMedicale, PieceRecue } from './dossier';
import type { Canal, ConclusionLesion, Declarant, MotifRefus, NatureEcheance, Objet, Partie, Preuve, Risque, SensAvis, SensComite, SensDecision } from './vocabulaire';

type SansContenu = Readonly<Record<string, never>>;

/** A command: an administrative part and, apart, the medical one. Without medical part the field is absent. */
type C<T extends string, P = SansContenu, M = undefined> = M extends undefined
  ? { readonly type: T; readonly prive: P }
  : { readonly type: T; readonly prive: P; readonly medical: M };

interface Texte {
  readonly texte: string | null;
}

interface MotifAvis {
  readonly motif: string | null;
}

/** Answers to whichever question is asked; the others stay null. */
export interface ContenuAvis {
  readonly conclusions: readonly ConclusionLesion[];
  readonly designee: boolean | null;
  readonly premiereConstatation: string | null;
  readonly examensPresents: boolean | null;
  readonly seuilIncapacite: boolean | null;
  readonly lienDirect: boolean | null;
}

/** A document held; its reception and proof are those of the request when not said. */
export type PieceDeclaree = Pick<PieceRecue, 'piece'> & { readonly recuLe: string | null; readonly preuve: Preuve };

export interface ContenuDecision {
  /** Null: what the avis and the committee command. */
  readonly sens: SensDecision | null;
  readonly motif: MotifRefus | null;
  readonly lesions: readonly number[] | null;
  /** Avis the caisse read; null when there is none. */
  readonly versionAvis: number | null;
  /** Day of the notice; null = today. */
  readonly notifieeLe: string | null;
  readonly preuve: Preuve | null;
}

export type EnregistrerDemande = C<'EnregistrerDemande', {
  readonly source: string;
  readonly numero: string;
  readonly objet: Objet;
  readonly risque: Risque;
  readonly canal: Canal;
  readonly personneId: string | null;
  readonly medecin: string;
  readonly medecinTravail: string | null;
  readonly declarant: Declarant;
  readonly dateFait: string | null;
  readonly declareLe: string | null;
  readonly deces: boolean;
  readonly examensRequis: boolean;
  readonly initialEnInstruction: boolean;
  readonly caisse: string;
  readonly uniteId: number;
  readonly precedent: string | null;
  /** Instant of the first reception, ISO with zone; not after now. */
  readonly recuLe: string;
  readonly pieces: readonly PieceDeclaree[];
}, DemandeMedicale>;

export type Commande =
  | EnregistrerDemande
  | C<'ControlerCompletude'>
  | C<'RecevoirPieces', { readonly pieces: readonly PieceDeclaree[]; readonly personneId: string | null; readonly examensRequis: boolean | null }, DemandeMedicale | null>
  | C<'DeclarerIrrecevable', { readonly motif: MotifIrrecevabilite }>
  | C<'Affecter', { readonly praticien: string | null }>
  | C<'Reaffecter', { readonly praticien: string | null }>
  | C<'Desaffecter', { readonly motif: MotifDesaffectation }>
  | C<'DemanderComplement', SansContenu, Texte>
  | C<'RecevoirComplement', SansContenu, Texte>
  | C<'DemanderSecondAvis', { readonly praticien: string | null }, Texte>
  | C<'RendreSecondAvis', { readonly sens: SensAvis }, MotifAvis>
  | C<'RendreAvis', ContenuAvis, MotifAvis>
  | C<'RemplacerAvis', ContenuAvis & { readonly remplacement: MotifRemplacement; readonly versionRemplacee: number }, MotifAvis>
  | C<'EnvoyerQuestionnaireMedical', { readonly recuLe: string | null }>
  | C<'RecevoirQuestionnaireMedical', SansContenu, Texte>
  | C<'RecevoirReserves', { readonly recuesLe: string | null; readonly motivees: boolean }>
  | C<'OuvrirInvestigation', { readonly ouverteLe: string | null; readonly questionnaires: boolean; readonly enquete: boolean; readonly recuLe: string | null; readonly preuve: Preuve | null }>
  | C<'RecevoirQuestionnaire', { readonly partie: Partie; readonly recuLe: string | null }>
  | C<'ProlongerDelai', { readonly notifieeLe: string | null; readonly preuve: Preuve | null }>
  | C<'OuvrirConsultation', { readonly informeesLe: string; readonly ouverteLe: string | null }>
  | C<'ConclureConcertation', Conditions>
  | C<'SaisirComite', { readonly saisiLe: string | null; readonly preuve: Preuve | null }>
  | C<'RecevoirAvisComite', { readonly sens: SensComite }>
  | C<'NotifierDecision', ContenuDecision>
  | C<'ConfirmerPresomption', { readonly preuve: Preuve }>
  | C<'EnregistrerRecours', { readonly recuLe: string; readonly auteur: Partie | null }>
  | C<'SignalerEcheance', { readonly nature: NatureEcheance }>
  | C<'ConstaterEcheances'>
  | C<'Annuler', { readonly motif: MotifAnnulation }>;

export type TypeCommande = Commande['type'];
export type CommandeDe<T extends TypeCommande> = Extract<Commande, { readonly type: T }>;
