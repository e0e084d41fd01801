/** Roles of processes.md §2.3, plus the insured person, an outside professional and the machine accounts. */
export type CodeRole =
  | 'MC' | 'CDC' | 'PHC' | 'ISM' | 'TSM' | 'CSAM' | 'CAM' | 'UGDR' | 'MCCS' | 'RPLCF' | 'DRSM' | 'MCN'
  | 'CAISSE' | 'PART' | 'DPO' | 'AUDIT' | 'ASSURE' | 'PS' | 'ADMIN' | 'REPRISE' | 'SOURCE';

/** Who acts: `sub` of the token (`agent:…`, `machine:…`, `service:…`) or a system actor (`systeme:horloge`, …). */
export interface Acteur {
  readonly id: string;
  readonly genre: 'agent' | 'machine' | 'service' | 'systeme';
  readonly nom: string;
  readonly rpps?: string;
}

/** A written delegation of signature: what the practitioner who answers for it lets the holder of the assignment sign, and until when (processes.md §2.3, ISM). */
export interface DelegationRecue {
  /** Action of the rights table, as `avis.rendre`. */
  readonly action: string;
  /** Procedure of the rights table, or `*` for all that the table lets be delegated. */
  readonly procedure: string;
  readonly du: string;
  readonly au: string | null;
}

/** One dated assignment: the only source of rights (never the employer). Dates are local days `YYYY-MM-DD`, `au` inclusive, null = open. */
export interface Affectation {
  readonly id: string;
  readonly acteurId: string;
  readonly uniteId: number;
  readonly role: CodeRole;
  /** Field of activity (`CPR`, `CCX`, …) or `*`. */
  readonly activite: string;
  readonly du: string;
  readonly au: string | null;
  /** Share of working time, 0 < q ≤ 1. */
  readonly quotite: number;
  /** Kinds of avis the person is entitled to sign (`ald`, `arret`, …). */
  readonly habilitations: readonly string[];
  readonly rpps: string | null;
  /** Delegations received under this assignment; they open only the rights that the table says are given by delegation. */
  readonly delegations?: readonly DelegationRecue[];
}
