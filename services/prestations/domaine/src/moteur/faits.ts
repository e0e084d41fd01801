import type { ActeDelegable, Acteur, CodeRole } from '@sm/kernel';
import type { NomenclatureAld } from '../ald/nomenclature';

/** A written delegation that the actor may use that day, on the unit in charge: `genres` are those its author may still sign. */
export interface DelegationDuJour {
  readonly id: string;
  readonly version: number;
  readonly delegantId: string;
  readonly delegantRpps: string | null;
  /** Its author heads the service: it covers every dossier of the unit, else only those confided to its author. */
  readonly encadre: boolean;
  readonly actes: readonly ActeDelegable[];
  readonly genres: readonly string[];
}

/** The actor with the rights of the day in the unit in charge. A system actor holds no role. */
export interface ActeurDuJour {
  readonly id: string;
  readonly genre: Acteur['genre'];
  readonly roles: readonly CodeRole[];
  readonly rpps: string | null;
  readonly habilitations: readonly string[];
  readonly delegations?: readonly DelegationDuJour[];
  /** Last day of an appointment to this unit that is over; absent while one runs, or when there never was one. */
  readonly nominationFinie?: string;
}

/** A practitioner who may be given a dossier today. */
export interface Candidat {
  readonly acteurId: string;
  readonly rpps: string | null;
  readonly roles: readonly CodeRole[];
  readonly habilitations: readonly string[];
  readonly present: boolean;
  /** Share of working time, 0 < q ≤ 1. */
  readonly quotite: number;
  /** Open dossiers already in hand. */
  readonly charge: number;
}

/** What is known of the last convocation of a dossier; `mode` and `jour` are those of the examination once it took place, the proof that of the letter which announced it. */
export interface ConvocationConnue {
  readonly statut: string;
  readonly mode: string | null;
  readonly jour: string | null;
  readonly preuveEnvoi: boolean;
}

/** Everything a decision needs and may not fetch. */
export interface Faits {
  readonly maintenant: Date;
  /** ISO UTC of `maintenant`, when already at hand. */
  readonly iso?: string;
  /** Local day of `maintenant` at the unit in charge. */
  readonly jour: string;
  readonly acteur: ActeurDuJour;
  /** Fresh id (UUIDv7) for a new dossier. */
  readonly nouvelId: string;
  readonly praticiens: readonly Candidat[];
  /** RPPS of the treating doctor of the person, when known. */
  readonly medecinTraitant: string | null;
  /** Actors who declared a conflict of interest with this person (R.4127-100 CSP). */
  readonly conflits: readonly string[];
  /** Conflicts declared with a professional, to be compared with those of the case. */
  readonly conflitsProfessionnels?: readonly { readonly acteurId: string; readonly rpps: string }[];
  readonly nomenclature: NomenclatureAld;
  readonly versionOrganisation: string;
  /** Département of the unit in charge, for public holidays. */
  readonly departement?: string;
  /** Null: there is none; absent: the command does not need it, or the dossier was taken over with none kept apart. */
  readonly convocation?: ConvocationConnue | null;
  /** True only inside a taken-over history. */
  readonly repris?: boolean;
}
