import type { DemandeMedicale, PremierePrescription, Prescription, Selection } from './dossier';
import type {
  Canal, ConclusionEmployeur, ConclusionOrdinaire, ModeExamen, ModeSurPieces, MotifAnnulation, MotifDesaffectation, MotifRemplacement, NatureEcheance, Origine, Risque,
  SensDecision,
} from './vocabulaire';

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

/** Report of the employer's control doctor; `controleLe` is an instant, ISO with zone. */
export interface RapportRecu {
  readonly controleLe: string;
  readonly conclusion: ConclusionEmployeur;
  readonly examenPratique: boolean;
}

export interface ContenuAvis {
  /** Return to work, or stabilisation. */
  readonly date: string | null;
  readonly jusquAu: string | null;
  readonly prochaineRevue: string | null;
}

export type EnregistrerDemande = C<'EnregistrerDemande', {
  readonly source: string;
  readonly numero: string;
  readonly personneId: string | null;
  readonly caisse: string;
  readonly uniteId: number;
  readonly precedent: string | null;
  /** Instant at which the control was asked or selected, ISO with zone; not after now. */
  readonly recuLe: string;
  readonly canal: Canal;
  readonly risque: Risque;
  readonly origine: Origine;
  readonly selection: Selection | null;
  readonly prescripteur: string;
  readonly arret: PremierePrescription;
  readonly prolongations: readonly Prescription[];
  readonly rapport: RapportRecu | null;
}, DemandeMedicale>;

export type Commande =
  | EnregistrerDemande
  | C<'IdentifierPersonne', { readonly personneId: string }>
  | C<'Affecter', { readonly praticien: string | null }>
  | C<'Reaffecter', { readonly praticien: string | null }>
  | C<'Desaffecter', { readonly motif: MotifDesaffectation }>
  | C<'ControlerSurPieces', { readonly mode: ModeSurPieces }, Texte>
  | C<'ContacterPrescripteur', SansContenu, Texte>
  | C<'RecevoirReponsePrescripteur', SansContenu, Texte>
  | C<'RecevoirRapportEmployeur', RapportRecu>
  | C<'Convoquer', { readonly mode: ModeExamen; readonly jour: string; readonly preuveEnvoi: string | null }>
  | C<'Examiner', SansContenu, Texte>
  | C<'ConstaterAbsence', { readonly justifiee: boolean; readonly preuveEnvoi: string | null }>
  | C<'DemanderSecondAvis', { readonly praticien: string | null }, Texte>
  | C<'RendreSecondAvis', { readonly conclusion: ConclusionOrdinaire }, MotifAvis>
  | C<'RendreAvis', ContenuAvis & { readonly conclusion: ConclusionOrdinaire }, MotifAvis>
  | C<'RemplacerAvis', ContenuAvis & { readonly conclusion: ConclusionOrdinaire; readonly remplacement: MotifRemplacement; readonly versionRemplacee: number }, MotifAvis>
  | C<'DemanderSuspension', SansContenu, MotifAvis>
  | C<'NotifierDecision', {
    readonly sens: SensDecision;
    readonly versionAvis: number;
    /** First unpaid day; null = the one the avis and the notice command. */
    readonly effetLe: string | null;
    readonly recoursMentionne: boolean;
    readonly prescripteurInforme: boolean;
  }>
  | C<'DemanderReexamen', { readonly recuLe: string }>
  | C<'ProlongerArret', Prescription>
  | C<'RecevoirNouvellePrescription', Prescription & { readonly prescripteur: string }>
  | C<'EnregistrerRecours', { readonly recuLe: string }>
  | C<'SignalerEcheance', { readonly nature: NatureEcheance }>
  | C<'ConstaterEcheances'>
  | C<'Annuler', { readonly motif: MotifAnnulation }>;

export type TypeCommande = Commande['type'];
export type CommandeDe<T extends TypeCommande> = Extract<Commande, { readonly type: T }>;
