import { Inject, Injectable } from '@nestjs/common';
import { debutDuJour, estAbsorbee, jourLocal, releveDeLaCaisse, zoneDuDepartement, type Acteur, type Procedure, type Refus } from '@sm/kernel';
import { Commandes, Horloges, Journal, MAINTENANT, ProblemeException, Tenancy, uuidv7, versionPerimee, type Contexte, type Tx } from '@sm/platform';
import {
  actionsConvocation, appliquerConvocation, commandesPossiblesConvocation, deciderConvocation, horlogesConvocation, refuserConvocation, rolesConvocation,
  type CodeRefusConvocation, type CommandeConvocation, type CreneauLu, type EtatConvocation, type FaitsConvocation, type TypeCommandeConvocation,
} from '@sm/prestations-domaine';
import { AgendaStore } from './agenda.store';
import { DossierConvoqueReader, type DossierDeConvocation } from './convocation.dossier';
import { lignesConvocation, teteConvocation } from './convocation.events';
import { ConvocationStore, type ConvocationChargee } from './convocation.store';
import { FaitsReader } from './faits.reader';

export interface ReponseConvocation {
  readonly convocation: string;
  readonly dossier: string;
  readonly version: number;
  readonly statut: string;
  readonly commandesPossibles: readonly TypeCommandeConvocation[];
}

export interface DemandeConvocation {
  /** `Idempotency-Key` of the request. */
  readonly id: string;
  readonly convocation: string;
  readonly versionAttendue: number;
  readonly commande: CommandeConvocation;
}

/** The rights on agenda and convocations are the same in every procedure of the field CPR: any of them names it. */
export const PROCEDURE_CPR: Procedure = 'ald';
export const NATURE_HORLOGE = 'convocation.';

/** An agent came first: a serialization failure by another name, and by its SQLSTATE. */
class ConvocationDepassee extends Error {
  readonly code = '40001';
}

export const refusConvocation = (code: CodeRefusConvocation, details?: Refus['details']): ProblemeException => new ProblemeException(refuserConvocation(code, details).refus);

/** The shell of every command on a convocation: load, gather facts, decide, store, speak. */
@Injectable()
export class ConvocationHandler {
  constructor(
    private readonly commandes: Commandes, private readonly store: ConvocationStore, private readonly agenda: AgendaStore, private readonly dossiers: DossierConvoqueReader,
    private readonly faits: FaitsReader, private readonly journal: Journal, private readonly horloges: Horloges, private readonly tenancy: Tenancy,
    @Inject(MAINTENANT) private readonly maintenant: () => Date,
  ) {}

  async preparer(acteur: Acteur, id: string, dossierId: string, creneau: string): Promise<ReponseConvocation> {
    const commande: CommandeConvocation = { type: 'PreparerConvocation', prive: { dossierId, creneau } };
    const ctx = this.contexte(acteur, commande.type);
    return (await this.commandes.executer(ctx, { id, corps: commande }, async (tx) => {
      const dossier = await this.dossier(tx, dossierId);
      return this.appliquer(tx, ctx, { commande, avant: null, dossier, cle: id });
    })).reponse;
  }

  /** @throws ProblemeException the decider's refusal; 404 out of scope, 412 when the version read is not current. */
  async executer(acteur: Acteur, { id, convocation, versionAttendue, commande }: DemandeConvocation): Promise<ReponseConvocation> {
    const ctx = this.contexte(acteur, commande.type);
    return (await this.commandes.executer(ctx, { id, corps: { convocation, versionAttendue, commande } }, async (tx) => {
      const avant = await this.store.charger(tx, convocation);
      if (!avant) throw refusConvocation('convocation-introuvable');
      if (avant.version !== versionAttendue) throw versionPerimee();
      return this.appliquer(tx, ctx, { commande, avant, dossier: await this.dossier(tx, avant.etat.convocation.dossierId), cle: id });
    })).reponse;
  }

  /** Units where one of the command's actions is allowed today; none: refused before anything is read (TR-000-01). */
  contexte(acteur: Acteur, type: TypeCommandeConvocation): Contexte {
    const unites = [...new Set(actionsConvocation(type).flatMap((action) => this.tenancy.unitesPour(acteur, action, PROCEDURE_CPR)))];
    if (unites.length) return { acteur, role: 'app', unites };
    throw refusConvocation(releveDeLaCaisse(this.tenancy.affectations(acteur.id).map((a) => a.role)) ? 'independance-convocation' : 'role-interdit');
  }

  /** One decision, its row, its journal and its clocks, in the caller's transaction. */
  async appliquer(tx: Tx, ctx: Contexte, o: { commande: CommandeConvocation; avant: ConvocationChargee | null; dossier: DossierDeConvocation; cle: string | null; maintenant?: Date }): Promise<ReponseConvocation> {
    const { commande, avant, dossier } = o;
    const unite = avant?.etat.convocation.unite ?? dossier.unite;
    const faits = await this.reunir(tx, ctx, unite, dossier, commande, o.maintenant ?? this.maintenant());
    const decision = deciderConvocation(commande, avant?.etat ?? null, faits);
    if (!decision.accepte) throw new ProblemeException(decision.refus);
    const apres = decision.evenements.reduce<EtatConvocation | null>(appliquerConvocation, avant?.etat ?? null);
    if (!apres) throw new Error('a decision without event');
    const version = (avant?.version ?? 0) + decision.evenements.length;
    if (!avant && !(await this.store.inserer(tx, apres, version, faits.jour))) throw refusConvocation('convocation-en-cours');
    if (avant && !(await this.store.modifier(tx, avant.version, apres, version, faits.jour))) throw versionPerimee();
    await this.journal.ajouter(tx, ctx, lignesConvocation(decision.evenements, avant?.etat ?? null, avant?.version ?? 0, teteConvocation(dossier.etat, faits.departement)), o.cle);
    await this.reglerHorloges(tx, avant?.etat ?? null, apres, faits.departement);
    const { id, dossierId } = apres.convocation;
    return { convocation: id, dossier: dossierId, version, statut: apres.statut, commandesPossibles: commandesPossiblesConvocation(apres, rolesConvocation(faits.acteur)) };
  }

  /** Effect of an expiry, dated at the expiry; the code of the refusal when it has none any more. */
  async echoir(tx: Tx, ctx: Contexte, id: string, echoitLe: Date): Promise<string | undefined> {
    const avant = await this.store.charger(tx, id);
    const dossier = avant && (await this.dossiers.lire(tx, avant.etat.convocation.dossierId));
    if (!avant || !dossier) return 'convocation-introuvable';
    const commande: CommandeConvocation = { type: 'SignalerEcheanceConvocation', prive: { nature: 'justification' } };
    try {
      await this.appliquer(tx, ctx, { commande, avant, dossier, cle: null, maintenant: echoitLe });
      return undefined;
    } catch (erreur) {
      if (!(erreur instanceof ProblemeException)) throw erreur;
      if (erreur.getStatus() === 412) throw new ConvocationDepassee();
      return erreur.refus.code;
    }
  }

  private async dossier(tx: Tx, id: string): Promise<DossierDeConvocation> {
    const dossier = await this.dossiers.lire(tx, id);
    if (!dossier) throw refusConvocation('dossier-introuvable');
    return dossier;
  }

  private async reunir(tx: Tx, { acteur }: Contexte, unite: number, dossier: DossierDeConvocation, commande: CommandeConvocation, maintenant: Date): Promise<FaitsConvocation> {
    const departement = this.faits.departement(unite, jourLocal(maintenant));
    const jour = jourLocal(maintenant, zoneDuDepartement(departement));
    const vise = 'creneau' in commande.prive ? commande.prive.creneau : null;
    return {
      maintenant, jour, departement, acteur: this.faits.acteurDuJour(acteur, unite, jour), nouvelId: uuidv7(maintenant.getTime()), dossier,
      creneau: vise === null ? null : await this.creneau(tx, vise, unite, jour),
      enCours: commande.type === 'PreparerConvocation' && (await this.store.enCours(tx, dossier.id)),
    };
  }

  /** A slot of the unit, or of the one that absorbed it: whoever sees it then sees who holds it. */
  private async creneau(tx: Tx, id: string, unite: number, jour: string): Promise<CreneauLu | null> {
    const creneau = await this.agenda.lire(tx, id);
    return creneau && estAbsorbee(this.tenancy.arbre(), unite, creneau.rendezVous.unite, jour) ? creneau : null;
  }

  private async reglerHorloges(tx: Tx, avant: EtatConvocation | null, apres: EtatConvocation, departement: string): Promise<void> {
    const { id, dossierId, unite } = apres.convocation;
    const [ancienne] = horlogesConvocation(avant);
    const [nouvelle] = horlogesConvocation(apres);
    if (ancienne?.echoitLe === nouvelle?.echoitLe) return;
    if (ancienne) await this.horloges.desarmer(tx, id, NATURE_HORLOGE + ancienne.nature);
    if (!nouvelle) return;
    const { nature, echoitLe, proprietaire } = nouvelle;
    await this.horloges.armer(tx, [{ dossier: id, unite, nature: NATURE_HORLOGE + nature, proprietaire, echoitLe: debutDuJour(echoitLe, zoneDuDepartement(departement)), donnees: { nature, dossier: dossierId } }]);
  }
}
