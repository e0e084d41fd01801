import type { EtatBase, DossierBase, EvenementBase, CodeProcedure, CommandeBase } from './base';
import type { ActeurDuJour, Faits } from './faits';
import type { HorlogeBase } from './horloges';
import type { Instant } from './lecture';
import type { CodeRefus } from './refus';

/** One line of intake, checked, of whatever procedure: identifiers are not resolved yet. */
export interface LigneBase {
  readonly source: string;
  readonly numero: string;
  /** Code of the unit, e.g. `ELSM-931`. */
  readonly unite: string;
  readonly caisse: string;
  readonly type: CodeProcedure;
  readonly nir: string;
  readonly recu: Instant;
  /** Continues an earlier dossier of the person in the same procedure: the shell looks for it. */
  readonly suit: boolean;
}

/** One dated act of a history taken over. */
export interface ActeBase {
  readonly acte: string;
  readonly le: Instant;
  /** Author, `agent:…`; null when the history does not say. */
  readonly par: string | null;
  /** RPPS said by the history for that author, when the act commits a practitioner. */
  readonly rpps?: string | null;
  /** Practitioner the act names, when it chooses one. */
  readonly a?: string | null;
}

/** A dossier's whole history; `anomalies` names the fields accepted with a wrong key (processes.md §2.4). */
export interface HistoireBase extends LigneBase {
  readonly histoire: readonly ActeBase[];
  readonly anomalies: readonly string[];
}

/** What the shell resolved for a line: unit, person, previous dossier. */
export interface Resolution {
  readonly uniteId: number;
  readonly personneId: string | null;
  readonly precedent: string | null;
}

/** What a history needs beside itself. */
export interface FaitsReprise extends Resolution {
  /** Trusted clock: no act may be later. */
  readonly maintenant: Date;
  readonly dossierId: string;
  /** Account that deposits the history; author of the acts whose author is not said. */
  readonly importeur: string;
  /** An agent with the rights of that day; null when the organisation of that day does not know them. */
  agent(acteurId: string, jour: string): ActeurDuJour | null;
  readonly nomenclature: Faits['nomenclature'];
  /** Département of the unit, for public holidays. */
  readonly departement?: string;
  readonly versionOrganisation: string;
}

export interface RefusReprise {
  readonly ok: false;
  readonly champ: string;
  readonly code: CodeRefus;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export type Reprise<D extends DossierBase = DossierBase, E extends EvenementBase = EvenementBase> =
  | { readonly ok: true; readonly evenements: readonly E[]; readonly etats: readonly D['etat'][]; readonly dossier: D; readonly horloges: readonly HorlogeBase[] }
  | RefusReprise;

/** How a procedure replays a history: the decider, and what an act stands for. */
export interface Rejeu<L extends HistoireBase, D extends DossierBase, C extends CommandeBase, E extends EvenementBase> {
  decider(commande: C, dossier: D | null, faits: Faits): { readonly accepte: true; readonly evenements: readonly E[] } | { readonly accepte: false; readonly refus: { readonly code: CodeRefus; readonly details?: Readonly<Record<string, string | number | boolean | null>> } };
  appliquer(dossier: D | null, evenement: E): D;
  horlogesApres(etat: D['etat']): readonly HorlogeBase[];
  ouverture(ligne: L, resolution: Resolution): C;
  commande(acte: L['histoire'][number], etat: EtatBase | null): C;
  /** Command that follows an act when the history does not say it, or null. */
  suite(acte: L['histoire'][number], dossier: D, ligne: L): C | null;
  /** Records the clocks already past at the trusted now, without firing them. */
  readonly constat: C;
  /** Acts that commit a practitioner: judged on their own rights whenever the organisation knows them. */
  readonly medicaux: ReadonlySet<string>;
  /** Habilitation supposed of a practitioner that the organisation of that day does not know. */
  readonly habilitation: string;
  /** Field of the act at fault for a refusal. */
  champ(code: CodeRefus, acte: ActeBase | null): string;
}

