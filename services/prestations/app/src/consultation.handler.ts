import { Inject, Injectable } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { Commandes, Journal, MAINTENANT, ProblemeException, type Contexte, type Tx } from '@sm/platform';
import type { ResultatRevue } from './consultation.dto';
import { ENTREES_DU_REGISTRE } from './consultation.journal';
import { ConsultationQuery, type Revue } from './consultation.query';
import { TOPIC } from './publication';

export interface RevueInscrite extends Revue {
  readonly consultation: string;
}

interface DemandeRevue {
  /** `Idempotency-Key` of the request. */
  readonly cle: string;
  readonly id: string;
  readonly resultat: ResultatRevue;
}

/** A conclusion stays; only a question put to the reader may be followed by one. */
const REVOIR = `
INSERT INTO consultation_revue (consultation, unite, par, le, resultat) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (consultation) DO UPDATE SET par = excluded.par, le = excluded.le, resultat = excluded.resultat WHERE consultation_revue.resultat = 'explication_demandee' RETURNING 1`;

const TYPES = ENTREES_DU_REGISTRE.map((t) => `'${t}'`).join(', ');

/** The act of review of a reading: by whom, when, with what result (processes.md §2.1, point 3). */
@Injectable()
export class ConsultationHandler {
  constructor(private readonly commandes: Commandes, private readonly journal: Journal, private readonly lecture: ConsultationQuery, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** @throws ProblemeException 403 without the right or on one's own reading, 404 unknown or out of scope, 409 already concluded */
  async revoir(acteur: Acteur, demande: DemandeRevue): Promise<RevueInscrite> {
    const ctx = this.lecture.portee(acteur, 'consultation.revoir');
    const { cle, id, resultat } = demande;
    return (await this.commandes.executer(ctx, { id: cle, corps: { type: 'RevoirConsultation', consultation: id, resultat } }, (tx) => this.dansTransaction(tx, ctx, demande))).reponse;
  }

  private async dansTransaction(tx: Tx, ctx: Contexte, { cle, id, resultat }: DemandeRevue): Promise<RevueInscrite> {
    const [l]: [{ unite: number; acteur: string }?] = await tx.query(`SELECT unite, acteur FROM journal WHERE evenement = $1 AND type IN (${TYPES})`, [id]);
    if (!l) throw new ProblemeException(refuser('introuvable', 'consultation-introuvable').refus);
    if (l.acteur === ctx.acteur.id) throw new ProblemeException(refuser('interdit', 'revue-de-soi').refus);
    const le = this.maintenant();
    const faite: unknown[] = await tx.query(REVOIR, [id, l.unite, ctx.acteur.id, le, resultat]);
    if (!faite.length) throw new ProblemeException(refuser('conflit', 'consultation-deja-revue').refus);
    const prive = { type: 'ConsultationRevue', par: ctx.acteur.id, repris: false, consultation: id, resultat };
    await this.journal.ajouter(tx, ctx, [{ topic: TOPIC, dossier: null, cle: id, version: 1, unite: l.unite, type: 'ConsultationRevue', survenuLe: le, prive }], cle);
    return { consultation: id, par: ctx.acteur.id, le: le.toISOString(), resultat };
  }
}
