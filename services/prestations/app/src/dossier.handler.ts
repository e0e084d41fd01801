import { Injectable } from '@nestjs/common';
import { debutDuJour, refuser, zoneDuDepartement, type Acteur } from '@sm/kernel';
import { Commandes, Horloges, Journal, ProblemeException, Tenancy, versionPerimee, type Contexte, type LigneJournal, type Tx } from '@sm/platform';
import {
  actionsDe, appliquer, commandesPossibles, decider, differenceHorloges, rolesDe, type Commande, type Etat, type EtatDossier, type Evenement, type Faits, type TypeCommande,
} from '@sm/prestations-domaine';
import { TOPIC, messagePublic } from './dossier.events';
import { scellerEvenement } from './dossier.medical';
import { DossierStore, type DossierCharge } from './dossier.store';
import { FaitsReader } from './faits.reader';

export interface ReponseCommande {
  readonly dossier: string;
  readonly version: number;
  readonly statut: string;
  readonly commandesPossibles: readonly TypeCommande[];
}

export interface DemandeCommande {
  /** `Idempotency-Key` of the request. */
  readonly id: string;
  readonly commande: Commande;
  /** Absent for a new request only. */
  readonly dossier?: string;
  readonly versionAttendue?: number;
}

/** Clocks of this service are named after their procedure. */
export const natureHorloge = (nature: string): string => `ald.${nature}`;

/** THE shell of every command: load, gather facts, decide, store, speak. */
@Injectable()
export class DossierHandler {
  constructor(
    private readonly commandes: Commandes,
    private readonly store: DossierStore,
    private readonly faits: FaitsReader,
    private readonly journal: Journal,
    private readonly horloges: Horloges,
    private readonly tenancy: Tenancy,
  ) {}

  async executer(acteur: Acteur, demande: DemandeCommande): Promise<ReponseCommande> {
    const ctx = this.contexte(acteur, demande.commande.type);
    const { id, ...corps } = demande;
    const { reponse } = await this.commandes.executer(ctx, { id, corps }, (tx) => this.dansTransaction(tx, ctx, acteur, demande));
    return reponse;
  }

  /** Units where one of the command's actions is allowed today; none: refused before anything is read (TR-000-01). */
  private contexte(acteur: Acteur, type: TypeCommande): Contexte {
    const unites = [...new Set(actionsDe(type).flatMap((action) => this.tenancy.unitesPour(acteur, action, 'ald')))];
    if (!unites.length) throw new ProblemeException(refuser('interdit', 'role-interdit', { article: 'L.315-1 CSS', details: { commande: type } }).refus);
    return { acteur, role: 'app', unites };
  }

  private async dansTransaction(tx: Tx, ctx: Contexte, acteur: Acteur, demande: DemandeCommande): Promise<ReponseCommande> {
    const charge = demande.dossier === undefined ? null : await this.store.charger(tx, demande.dossier);
    if (demande.dossier !== undefined && !charge) throw new ProblemeException(refuser('introuvable', 'dossier-introuvable').refus);
    if (charge && demande.versionAttendue !== charge.version) throw versionPerimee();
    const unite = charge?.etat.uniteEnCharge ?? (demande.commande.prive as { uniteId: number }).uniteId;
    if (!ctx.unites.includes(unite)) throw new ProblemeException(refuser('interdit', 'unite-hors-portee').refus);
    const faits = await this.faits.pour(tx, acteur, unite, charge);
    const { apres, evenements } = this.decider(demande.commande, charge, faits);
    const version = (charge?.version ?? 0) + evenements.length;
    await this.ecrire(tx, ctx, charge, { ...apres, version }, evenements, faits, demande.id);
    return { dossier: apres.etat.demande.id, version, statut: apres.etat.statut, commandesPossibles: commandesPossibles(apres.etat, rolesDe(faits.acteur)) };
  }

  private decider(commande: Commande, avant: EtatDossier | null, faits: Faits): { apres: EtatDossier; evenements: readonly Evenement[]; etats: readonly Etat[] } {
    const decision = decider(commande, avant, faits);
    if (!decision.accepte) throw new ProblemeException(decision.refus);
    let apres = avant;
    const etats: Etat[] = [];
    for (const e of decision.evenements) etats.push((apres = appliquer(apres, e)).etat);
    if (!apres) throw new Error('a decision without event');
    return { apres, evenements: decision.evenements, etats };
  }

  private async ecrire(tx: Tx, ctx: Contexte, avant: DossierCharge | null, apres: EtatDossier & { version: number }, evenements: readonly Evenement[], faits: Faits, commande: string): Promise<void> {
    const { id } = apres.etat.demande;
    let cle = avant?.cle;
    if (!avant) {
      const neuve = await this.store.nouvelleCle(tx, apres.etat.uniteEnCharge, id);
      cle = neuve.cle;
      await this.store.inserer(tx, [{ ...apres, ...neuve }]);
    } else {
      if (!(await this.store.modifier(tx, id, avant.version, apres))) throw versionPerimee();
      if (apres.medical !== avant.medical) await this.store.modifierMedical(tx, id, avant, apres.medical);
    }
    const lignes = lignesJournal(evenements, avant, apres.etat.uniteEnCharge, this.faits.departement(apres.etat.uniteEnCharge, faits.jour), (version, medical) => scellerEvenement(cle!, id, version, medical));
    await this.journal.ajouter(tx, ctx, lignes, commande);
    await this.reglerHorloges(tx, avant?.etat ?? null, apres.etat);
  }

  private async reglerHorloges(tx: Tx, avant: Etat | null, apres: Etat): Promise<void> {
    const { armer, desarmer } = differenceHorloges(avant, apres);
    for (const nature of desarmer) await this.horloges.desarmer(tx, apres.demande.id, natureHorloge(nature));
    await this.horloges.armer(tx, armer.map((h) => this.horloge(apres, h)));
  }

  /** A clock falls due at the first instant of its local day, at the unit in charge. */
  horloge(etat: Etat, h: { nature: string; echoitLe: string; proprietaire: string }): { dossier: string; unite: number; nature: string; proprietaire: string; echoitLe: Date; donnees: { nature: string } } {
    const zone = zoneDuDepartement(this.faits.departement(etat.uniteEnCharge, h.echoitLe));
    return { dossier: etat.demande.id, unite: etat.uniteEnCharge, nature: natureHorloge(h.nature), proprietaire: h.proprietaire, echoitLe: debutDuJour(h.echoitLe, zone), donnees: { nature: h.nature } };
  }

  /** Effect of an expiry, dated at the expiry; the code of the refusal when it has none any more. No key is needed, nothing medical is read. */
  async echoir(tx: Tx, ctx: Contexte, dossierId: string, nature: string, echoitLe: Date): Promise<string | undefined> {
    const charge = await this.store.chargerAdministratif(tx, dossierId);
    if (!charge) return 'dossier-introuvable';
    const avant: EtatDossier = { etat: charge.etat, medical: { demande: { ald: null, diagnostics: [], debutSoins: null, soins: null }, notes: [] } };
    const faits = this.faits.dEcheance(echoitLe, charge.etat.uniteEnCharge);
    const decision = decider({ type: 'SignalerEcheance', prive: { nature } } as Commande, avant, faits);
    if (!decision.accepte) return decision.refus.code;
    const apres = decision.evenements.reduce(appliquer as (d: EtatDossier, e: Evenement) => EtatDossier, avant);
    const version = charge.version + decision.evenements.length;
    if (!(await this.store.modifier(tx, dossierId, charge.version, { ...apres, version }))) throw new Error('version-perimee');
    await this.journal.ajouter(tx, ctx, lignesJournal(decision.evenements, { ...avant, version: charge.version }, apres.etat.uniteEnCharge, this.faits.departement(apres.etat.uniteEnCharge, faits.jour), () => null));
    await this.reglerHorloges(tx, charge.etat, apres.etat);
    return undefined;
  }
}

/** Journal rows of events, in order, each with the message it makes public. */
export function lignesJournal(
  evenements: readonly Evenement[], avant: (EtatDossier & { version: number }) | null, unite: number, departement: string,
  sceller: (version: number, medical: Evenement['medical']) => Uint8Array | null,
): LigneJournal[] {
  let dossier: EtatDossier | null = avant;
  let version = avant?.version ?? 0;
  return evenements.map((e) => {
    dossier = appliquer(dossier, e);
    version++;
    const message = messagePublic(e, dossier.etat, departement, e.survenuLe.slice(0, 10));
    return {
      topic: TOPIC, dossier: dossier.etat.demande.id, version, unite, type: message.type, survenuLe: new Date(e.survenuLe),
      prive: { type: e.type, par: e.par, repris: e.repris, prive: e.prive }, medical: sceller(version, e.medical), public: message.octets,
    };
  });
}
