import { Inject, Injectable, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { Db, Journal, MAINTENANT, Tenancy, contexteRequete, type Contexte, type Tx } from '@sm/platform';
import type { FastifyRequest } from 'fastify';
import { FaitsReader } from './faits.reader';
import { TOPIC } from './publication';
import type { MotifLecture } from './travail.dto';

/** Types of the entries of the register in the journal. They are no acts of the dossier: its chronology does not tell them. */
export const LECTURE = 'DossierMedicalLu';
export const LECTURE_REFUSEE = 'LectureMedicaleRefusee';
export const ENTREES_DU_REGISTRE = [LECTURE, LECTURE_REFUSEE] as const;

/** What of a medical record is read. */
export type Partie = 'dossier' | 'piece';

/** Where a request comes from, and nothing finer. */
export interface Provenance {
  readonly adresse: string;
  readonly terminal: 'navigateur' | 'programme' | 'inconnu';
}

/** What somebody wants to read; `objet` is the document, when it is one. */
export interface LectureDemandee {
  readonly dossier: string;
  readonly partie: Partie;
  readonly objet: string | null;
  readonly motif: MotifLecture | null;
}

export interface LectureFaite extends LectureDemandee {
  readonly version: number;
  readonly unite: number;
  /** The reader is not in charge of the dossier: to be reviewed (processes.md §2.1, point 3). */
  readonly horsDossier: boolean;
}

const terminalDe = (agent: string | undefined): Provenance['terminal'] => (agent === undefined ? 'inconnu' : agent.startsWith('Mozilla/') ? 'navigateur' : 'programme');

/** Parameter decorator: address of the client, as the public door saw it, and class of its terminal. */
export const ProvenanceCourante = createParamDecorator((_: unknown, contexte: ExecutionContext): Provenance => {
  const { ip, headers } = contexte.switchToHttp().getRequest<FastifyRequest>();
  return { adresse: ip, terminal: terminalDe(headers['user-agent']) };
});

/** Writes each reading of a medical record, and each refusal, in the chained journal (processes.md §2.8): who, for whom, when, from where, what, why, result; nothing medical. */
@Injectable()
export class ConsultationJournal {
  constructor(private readonly db: Db, private readonly journal: Journal, private readonly tenancy: Tenancy, private readonly faits: FaitsReader, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** In the transaction of the reading: what could not be written is not shown. */
  async inscrire(tx: Tx, ctx: Contexte, { dossier, version, unite, ...lecture }: LectureFaite, provenance: Provenance): Promise<void> {
    const { roles, delegations } = this.faits.acteurDuJour(ctx.acteur, unite, this.tenancy.jour());
    const prive = { type: LECTURE, par: ctx.acteur.id, repris: false, ...lecture, roles, pour: (delegations ?? []).map((d) => d.delegantId), ...provenance, correlation: contexteRequete()?.correlation ?? null };
    await this.journal.ajouter(tx, ctx, [{ topic: TOPIC, dossier, version, unite, type: LECTURE, survenuLe: this.maintenant(), prive }]);
  }

  /** In a transaction of its own, under the unit of whoever was refused; attached to no dossier, which may be unknown or another unit's. */
  async refuser(acteur: Acteur, { dossier, ...lecture }: LectureDemandee, code: string, provenance: Provenance): Promise<void> {
    const siennes = this.tenancy.affectations(acteur.id);
    const unite = siennes[0]?.uniteId ?? this.tenancy.arbre().find((u) => u.type === 'nationale')?.id ?? 0;
    const ctx: Contexte = { acteur, role: 'app', unites: [unite] };
    const roles = [...new Set(siennes.map((a) => a.role))].sort();
    const prive = { type: LECTURE_REFUSEE, par: acteur.id, repris: false, dossier, ...lecture, roles, pour: [], code, horsDossier: true, ...provenance, correlation: contexteRequete()?.correlation ?? null };
    const ligne = { topic: TOPIC, dossier: null, cle: acteur.id, version: 1, unite, type: LECTURE_REFUSEE, survenuLe: this.maintenant(), prive };
    await this.db.inTransaction(ctx, (tx) => this.journal.ajouter(tx, ctx, [ligne]));
  }
}
