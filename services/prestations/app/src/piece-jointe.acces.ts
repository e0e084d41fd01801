import { Injectable } from '@nestjs/common';
import { refuser, type Acteur, type Action } from '@sm/kernel';
import { Journal, ProblemeException, Tenancy, type Contexte, type Tx } from '@sm/platform';
import { PROCEDURES, type ActeurDuJour, type EtatBase } from '@sm/prestations-domaine';
import { estCaisse } from './dossier.vues';
import { DossierStore } from './dossier.store';
import { FaitsReader } from './faits.reader';
import { TOPIC } from './publication';

/** A dossier as seen by whoever acts on one of its attachments. */
export interface DossierVu {
  readonly id: string;
  readonly etat: EtatBase;
  readonly version: number;
  readonly roles: ActeurDuJour['roles'];
  readonly caisse: boolean;
}

export type ActePiece = 'PieceJointeDeposee' | 'PieceJointeRefusee' | 'PieceJointeAnalysee' | 'PieceJointeIntitulee' | 'PieceJointeRetiree';

export const introuvable = (code: 'dossier-introuvable' | 'piece-introuvable'): ProblemeException => new ProblemeException(refuser('introuvable', code).refus);
export const secret = (): ProblemeException => new ProblemeException(refuser('interdit', 'secret-medical', { article: 'R.4127-104 CSP' }).refus);

/** Attachments are reached through their dossier only: its scope, its rights, its journal. */
@Injectable()
export class PieceJointeAcces {
  constructor(private readonly tenancy: Tenancy, private readonly dossiers: DossierStore, private readonly faits: FaitsReader, private readonly journal: Journal) {}

  /** Units where the action is allowed for one procedure at least. @throws what `refus` makes when there is none */
  contexte(acteur: Acteur, action: Action, refus: () => ProblemeException = () => new ProblemeException(refuser('interdit', 'interdit').refus)): Contexte {
    const unites = [...new Set(PROCEDURES.flatMap((procedure) => this.tenancy.unitesPour(acteur, action, procedure)))];
    if (!unites.length) throw refus();
    return { acteur, role: 'app', unites };
  }

  /** @throws ProblemeException 404 for a dossier of another unit, or of a procedure for which the action is not allowed: not told apart from none */
  async dossier(tx: Tx, acteur: Acteur, action: Action, id: string): Promise<DossierVu> {
    const vu = await this.vu(tx, acteur, id);
    const { demande, uniteEnCharge: uniteId } = vu.etat;
    if (!this.tenancy.peut(acteur, action, { procedure: demande.procedure, uniteId })) throw introuvable('dossier-introuvable');
    return vu;
  }

  /** Same, for what goes on by itself once it was allowed. */
  async vu(tx: Tx, acteur: Acteur, id: string): Promise<DossierVu> {
    const charge = await this.dossiers.chargerAdministratif(tx, id);
    if (!charge) throw introuvable('dossier-introuvable');
    const roles = this.faits.roles(acteur, charge.etat.uniteEnCharge);
    return { id, ...charge, roles, caisse: estCaisse(roles) };
  }

  /** Writes one act in the journal of the dossier, at its unchanged version; nothing of the content, nothing of the name. */
  async noter(tx: Tx, ctx: Contexte, dossier: DossierVu, type: ActePiece, faits: Readonly<Record<string, string | number | null>>, commande: string | null = null): Promise<void> {
    const { maintenant } = this.faits.dIntake(ctx.acteur, dossier.etat.uniteEnCharge);
    const prive = { type, par: ctx.acteur.id, repris: false, ...faits };
    await this.journal.ajouter(tx, ctx, [{ topic: TOPIC, dossier: dossier.id, version: dossier.version, unite: dossier.etat.uniteEnCharge, type, survenuLe: maintenant, prive }], commande);
  }

  /** Local day where the dossier is. */
  jour(ctx: Contexte, { etat }: DossierVu): string {
    return this.faits.dIntake(ctx.acteur, etat.uniteEnCharge).jour;
  }
}
