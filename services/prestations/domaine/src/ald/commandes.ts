import type { DemandeMedicale } from './dossier';
import type {
  Cadre, Canal, MotifAnnulation, MotifDesaffectation, MotifFin, MotifIrrecevabilite, MotifRemplacement, Nature, NatureEcheance, Piece, Regime, SensAvis, SensDecision,
} from './vocabulaire';

type SansContenu = Readonly<Record<string, never>>;

/** A command: an administrative part and, apart, the medical one. Without medical part the field is absent. */
type C<T extends string, P = SansContenu, M = undefined> = M extends undefined
  ? { readonly type: T; readonly prive: P }
  : { readonly type: T; readonly prive: P; readonly medical: M };

interface Texte {
  readonly texte: string | null;
}

interface ContenuAvis {
  readonly sens: SensAvis;
  /** First day of cover; required when favorable. */
  readonly debut: string | null;
  /** Years of cover; null = duration of the table. */
  readonly dureeAns: number | null;
}

interface MotifAvis {
  readonly motif: string | null;
}

export type EnregistrerDemande = C<'EnregistrerDemande', {
  readonly source: string;
  readonly numero: string;
  readonly nature: Nature;
  readonly canal: Canal;
  readonly regime: Regime | null;
  readonly cadre: Cadre;
  readonly personneId: string | null;
  readonly medecin: string;
  readonly caisse: string;
  readonly uniteId: number;
  readonly precedent: string | null;
  /** Instant of reception, ISO with zone; not after now. */
  readonly recuLe: string;
  readonly pieces: readonly Piece[];
}, DemandeMedicale>;

export type Commande =
  | EnregistrerDemande
  | C<'ControlerCompletude'>
  | C<'RecevoirPieces', { readonly pieces: readonly Piece[]; readonly personneId: string | null; readonly regime: Regime | null }, DemandeMedicale | null>
  | C<'DeclarerIrrecevable', { readonly motif: MotifIrrecevabilite }>
  | C<'Affecter', { readonly praticien: string | null }>
  | C<'Reaffecter', { readonly praticien: string | null }>
  | C<'Desaffecter', { readonly motif: MotifDesaffectation }>
  | C<'DemanderComplement', { readonly pieces: readonly Piece[] }, Texte>
  | C<'RecevoirComplement', { readonly pieces: readonly Piece[] }, Texte>
  | C<'DemanderSecondAvis', { readonly praticien: string | null }, Texte>
  | C<'RendreSecondAvis', { readonly sens: SensAvis }, MotifAvis>
  | C<'RendreAvis', ContenuAvis, MotifAvis>
  | C<'RemplacerAvis', ContenuAvis & { readonly remplacement: MotifRemplacement; readonly versionRemplacee: number }, MotifAvis>
  | C<'NotifierDecision', { readonly sens: SensDecision; readonly versionAvis: number }>
  | C<'EnregistrerRecours', { readonly recuLe: string }>
  | C<'SignerProtocole'>
  | C<'OuvrirExoneration'>
  | C<'SignalerEcheance', { readonly nature: NatureEcheance }>
  | C<'ConstaterEcheances'>
  | C<'TerminerExoneration', { readonly motif: MotifFin }, MotifAvis>
  | C<'Annuler', { readonly motif: MotifAnnulation }>;

export type TypeCommande = Commande['type'];
export type CommandeDe<T extends TypeCommande> = Extract<Commande, { readonly type: T }>;
