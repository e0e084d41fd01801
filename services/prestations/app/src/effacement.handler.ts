import { Inject, Injectable } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { CLE_EFFACEE, Commandes, Journal, MAINTENANT, ProblemeException, Tenancy, versionEnveloppe, type Contexte, type Tx } from '@sm/platform';
import type { EtatBase } from '@sm/prestations-domaine';
import type { MotifEffacement } from './effacement.dto';
import { moteurDe } from './procedures';
import { TOPIC } from './publication';

export interface ReponseEffacement {
  readonly dossier: string;
  readonly efface: true;
}

export interface DemandeEffacement {
  /** `Idempotency-Key` of the request. */
  readonly id: string;
  readonly dossier: string;
  readonly motif: MotifEffacement;
}

/** Codes under which a dossier is held: none, and it may be erased. */
type Retenue = (etat: EtatBase) => 'instruction-en-cours' | 'recours-ouvert' | null;

const instruit: Retenue = (etat) => (moteurDe(etat).caisse.statutsInstruction.includes(etat.statut) ? 'instruction-en-cours' : null);
const conteste: Retenue = (etat) => (etat.statut === 'contestee' || ('contesteeLe' in etat && etat.contesteeLe !== null) ? 'recours-ouvert' : null);

/** What keeps a content from being destroyed. A legal hold of another kind is one more line. */
const RETENUES: readonly Retenue[] = [instruit, conteste];

/** Destroys keys: the one act on a dossier that needs none. */
@Injectable()
export class EffacementHandler {
  constructor(private readonly commandes: Commandes, private readonly journal: Journal, private readonly tenancy: Tenancy, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** @throws ProblemeException 403, 404 out of scope, 409 `recours-ouvert` or `instruction-en-cours` */
  async effacer(acteur: Acteur, demande: DemandeEffacement): Promise<ReponseEffacement> {
    const ctx = this.tenancy.contexte(acteur, 'dossier.effacer', 'ald');
    if (!ctx.unites.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    const { id, dossier, motif } = demande;
    await this.commandes.executer(ctx, { id, corps: { type: 'EffacerContenu', dossier, motif } }, (tx) => this.dansTransaction(tx, ctx, demande));
    return { dossier, efface: true };
  }

  private async dansTransaction(tx: Tx, ctx: Contexte, { id, dossier, motif }: DemandeEffacement): Promise<ReponseEffacement> {
    const [l]: [{ etat: EtatBase; version: number; cle: Buffer }?] = await tx.query('SELECT etat, version, cle FROM dossier WHERE id = $1 FOR UPDATE', [dossier]);
    if (!l) throw new ProblemeException(refuser('introuvable', 'dossier-introuvable').refus);
    const reponse: ReponseEffacement = { dossier, efface: true };
    if (versionEnveloppe(l.cle) === null) return reponse;
    for (const retenue of RETENUES) {
      const code = retenue(l.etat);
      if (code) throw new ProblemeException(refuser('conflit', code).refus);
    }
    await tx.query('UPDATE dossier SET cle = $2, maj_le = now() WHERE id = $1', [dossier, CLE_EFFACEE]);
    const prive = { type: 'ContenuEfface', par: ctx.acteur.id, repris: false, motif };
    await this.journal.ajouter(tx, ctx, [{ topic: TOPIC, dossier, version: l.version, unite: l.etat.uniteEnCharge, type: 'ContenuEfface', survenuLe: this.maintenant(), prive }], id);
    return reponse;
  }
}
