import type { Acteur, CodeRole } from '@sm/kernel';
import type { RendezVous } from './convocation';
import type { ProcedureConvoquee } from './vocabulaire';

/** A slot as it stands when a convocation would take it. */
export interface CreneauLu {
  readonly rendezVous: RendezVous;
  readonly ouvert: boolean;
  /** Convocation that holds it, or null. */
  readonly convocation: string | null;
  /** RPPS of its practitioner, when known. */
  readonly rpps: string | null;
}

/** What a convocation must know of the dossier it serves. */
export interface DossierConvoque {
  readonly id: string;
  readonly procedure: ProcedureConvoquee;
  readonly unite: number;
  readonly personneId: string | null;
  /** Closed: nobody is called any more. */
  readonly clos: boolean;
  /** RPPS of the doctors of the person, who may not examine them for the service (R.4127-100 CSP). */
  readonly rppsEnConflit: readonly string[];
}

/** Everything a decision on a convocation needs and may not fetch. */
export interface FaitsConvocation {
  readonly maintenant: Date;
  /** Local day of `maintenant` at the unit. */
  readonly jour: string;
  readonly departement: string;
  readonly acteur: { readonly id: string; readonly genre: Acteur['genre']; readonly roles: readonly CodeRole[] };
  readonly nouvelId: string;
  readonly dossier: DossierConvoque;
  /** Whether the dossier already has a convocation in hand. */
  readonly enCours: boolean;
  /** Slot that the command names, null when there is none of that id in scope. */
  readonly creneau: CreneauLu | null;
}
