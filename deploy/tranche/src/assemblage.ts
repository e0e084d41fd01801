import type { JournalTechnique } from '@sm/platform';
import type { Persona } from '@sm/portail-app';
import type { NomService, Secrets } from './etat';
import type { Suivi } from './suivi';

/** One process of the assembly: several parts may share it. */
export interface Partie {
  readonly nom: string;
  readonly pid: number;
  readonly port: number;
}

/** The running platform, however it is put together. */
export interface Assemblage extends Suivi {
  /** Address of the only public door. */
  readonly url: string;
  readonly services: ReadonlyMap<NomService, { readonly url: string }>;
  /** Its processes at this moment: a restarted one has another pid. */
  parties(): readonly Partie[];
  arreter(): Promise<void>;
}

export interface OptionsAssemblage {
  /** Administrator's address of the Postgres cluster. */
  readonly urlAdmin: string;
  readonly secrets: Secrets;
  readonly dossierEtat: string;
  readonly port: number;
  readonly hote: string;
  readonly personas: readonly Persona[];
  readonly journal: JournalTechnique;
  readonly dire: (texte: string) => void;
  /** `host:port,host:port` of the brokers; absent: the embedded log. */
  readonly courtiers?: string | undefined;
  /** Name of the slice, part of each event's source. */
  readonly nom?: string;
  /** Called when a process was started again: it has another pid. */
  readonly surRelance?: (assemblage: Assemblage) => void;
}
