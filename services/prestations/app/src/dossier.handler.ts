import { Injectable } from '@nestjs/common';
import { refuser, type Acteur, type Refus } from '@sm/kernel';
import { Commandes, ProblemeException, Tenancy, versionPerimee, type Contexte, type Tx } from '@sm/platform';
import { rolesDe, type CommandeBase, type DossierBase, type Faits, type MedicalBase, type Moteur } from '@sm/prestations-domaine';
import { DossierEcriture, type Suite, type SuiteAdministrative } from './dossier.ecriture';
import { DossierStore, type DossierCharge } from './dossier.store';
import { FaitsReader } from './faits.reader';
import { moteurDe } from './procedures';

export interface ReponseCommande {
  readonly dossier: string;
  readonly version: number;
  readonly statut: string;
  readonly commandesPossibles: readonly string[];
}

export interface DemandeCommande {
  /** `Idempotency-Key` of the request. */
  readonly id: string;
  /** Procedure whose door was knocked at: a dossier of another is not found there. */
  readonly moteur: Moteur;
  readonly commande: CommandeBase;
  readonly dossier: string;
  readonly versionAttendue: number;
  /** What the key is bound to, when it is not the command itself. */
  readonly corps?: object;
  /** RPPS of the treating doctor of a person found at last. */
  readonly medecinTraitant?: string | null;
  /** Completes the command with what the dossier already holds. */
  readonly completer?: (commande: CommandeBase, medical: MedicalBase) => CommandeBase;
}

/** An expiry of a dossier: nature of the clock under its procedure. */
export interface Echeance {
  readonly dossier: string;
  readonly nature: string;
  readonly echoitLe: Date;
}

/** What a clock sees of a medical part it has no key for. */
const SANS_MEDICAL: MedicalBase = { demande: {}, notes: [] };

/** Runs the decider, then folds its events. */
export function juger(moteur: Moteur, commande: CommandeBase, avant: DossierBase | null, faits: Faits): Suite | { readonly refus: Refus } {
  const decision = moteur.decider(commande, avant, faits);
  if (!decision.accepte) return { refus: decision.refus };
  const apres = decision.evenements.reduce<DossierBase | null>((dossier, e) => moteur.appliquer(dossier, e), avant);
  if (!apres) throw new Error('a decision without event');
  return { apres, evenements: decision.evenements };
}

export const reponse = ({ etat }: DossierBase, version: number, faits: Faits): ReponseCommande => ({
  dossier: etat.demande.id, version, statut: etat.statut, commandesPossibles: moteurDe(etat).commandesPossibles(etat, rolesDe(faits.acteur)),
});

/** An agent moved the dossier first. A serialization failure by another name, and by its SQLSTATE: the same work will succeed on the dossier as it is now. */
class DossierDepasse extends Error {
  readonly code = '40001';
}

/** THE shell of every command: load, gather facts, decide, store, speak. */
@Injectable()
export class DossierHandler {
  constructor(
    private readonly commandes: Commandes,
    private readonly store: DossierStore,
    private readonly faits: FaitsReader,
    private readonly ecriture: DossierEcriture,
    private readonly tenancy: Tenancy,
  ) {}

  /** @throws ProblemeException the decider's refusal; 404 out of scope, 412 when the version read is not current, 422 when the key served another body. */
  async executer(acteur: Acteur, demande: DemandeCommande): Promise<ReponseCommande> {
    const { id, moteur, commande, dossier, versionAttendue } = demande;
    const ctx = this.contexte(acteur, moteur, commande.type);
    const corps = { type: commande.type, dossier, versionAttendue, corps: demande.corps ?? commande };
    const faite = await this.commandes.executer(ctx, { id, corps }, (tx) => this.dansTransaction(tx, ctx, demande));
    return faite.reponse;
  }

  /** Units where one of the command's actions is allowed today; none: refused before anything is read (TR-000-01). */
  contexte(acteur: Acteur, moteur: Moteur, type: string): Contexte {
    const unites = [...new Set(moteur.actionsDe(type).flatMap((action) => this.tenancy.unitesPour(acteur, action, moteur.procedure)))];
    if (!unites.length) throw new ProblemeException(this.refusDeRole(acteur, moteur, type));
    return { acteur, role: 'app', unites };
  }

  /** The decider looks at the roles before all else: asked with the roles held anywhere, it says why nothing is allowed. */
  private refusDeRole(acteur: Acteur, moteur: Moteur, type: string): Refus {
    const unites = this.tenancy.affectations(acteur.id).map((a) => a.uniteId);
    const refus = unites.map((unite) => moteur.decider({ type, prive: { recuLe: '' } }, null, this.faits.dIntake(acteur, unite)));
    const finie = this.faits.nominationFinie(acteur);
    const independance = refus.find((r) => !r.accepte && r.refus.code === 'independance-praticien');
    if (finie !== null && !unites.length) return refuser('interdit', 'nomination-terminee', { article: 'L.315-1 CSS', details: { commande: type, au: finie } }).refus;
    return independance && !independance.accepte ? independance.refus : refuser('interdit', 'role-interdit', { article: 'L.315-1 CSS', details: { commande: type } }).refus;
  }

  private async dansTransaction(tx: Tx, ctx: Contexte, demande: DemandeCommande): Promise<ReponseCommande> {
    const charge = await this.store.charger(tx, demande.dossier);
    if (charge?.etat.demande.procedure !== demande.moteur.procedure) throw new ProblemeException(refuser('introuvable', 'dossier-introuvable').refus);
    if (demande.versionAttendue !== charge.version) throw versionPerimee();
    const faits = await this.reunir(tx, ctx.acteur, charge, demande);
    const suite = juger(demande.moteur, demande.completer?.(demande.commande, charge.medical) ?? demande.commande, charge, faits);
    if ('refus' in suite) throw new ProblemeException(suite.refus);
    if (!(await this.ecriture.modifier(tx, ctx, charge, suite, faits.jour, demande.id))) throw versionPerimee();
    if (demande.medecinTraitant) await this.store.noterMedecinTraitant(tx, demande.dossier, demande.medecinTraitant);
    return reponse(suite.apres, charge.version + suite.evenements.length, faits);
  }

  private async reunir(tx: Tx, acteur: Acteur, charge: DossierCharge, { moteur, commande: { type } }: DemandeCommande): Promise<Faits> {
    const faits = await this.faits.pour(tx, acteur, charge, moteur.choisissent.has(type));
    return moteur.convoquent.has(type) ? { ...faits, ...(await this.faits.convocation(tx, charge.etat)) } : faits;
  }

  /** Effect of expiries, one a dossier, each dated at its expiry; for each, the code of the refusal when it has none any more. No key is needed, nothing medical is read. */
  async echoir(tx: Tx, ctx: Contexte, horloges: readonly Echeance[]): Promise<(string | undefined)[]> {
    const charges = await this.store.chargerAdministratifs(tx, horloges.map((h) => h.dossier));
    const suites: SuiteAdministrative[] = [];
    const codes = horloges.map(({ dossier, nature, echoitLe }) => {
      const charge = charges.get(dossier);
      if (!charge) return 'dossier-introuvable';
      const avant = { ...charge, medical: SANS_MEDICAL };
      const faits = this.faits.dEcheance(echoitLe, charge.etat.uniteEnCharge);
      const moteur = moteurDe(charge.etat);
      const suite = juger(moteur, moteur.echoir(nature), avant, faits);
      if ('refus' in suite) return suite.refus.code;
      suites.push({ ...suite, avant, jour: faits.jour });
      return undefined;
    });
    if (!(await this.ecriture.modifierTous(tx, ctx, suites))) throw new DossierDepasse();
    return codes;
  }
}
