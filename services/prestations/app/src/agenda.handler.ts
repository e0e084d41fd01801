import { Inject, Injectable } from '@nestjs/common';
import { jourLocal, releveDeLaCaisse, rolesPour, type Acteur } from '@sm/kernel';
import { Commandes, Journal, MAINTENANT, ProblemeException, Tenancy, probleme, versionPerimee, type Contexte, type LigneJournal, type Tx } from '@sm/platform';
import { developperRythme, prevoirCreneau, refusDeFermeture, type CommandeConvocation, type JourEcarte, type MotifFermeture, type RendezVous } from '@sm/prestations-domaine';
import type { CreneauEntity } from './agenda.entity';
import { AgendaStore } from './agenda.store';
import { DossierConvoqueReader } from './convocation.dossier';
import { ConvocationHandler, refusConvocation } from './convocation.handler';
import { ConvocationStore } from './convocation.store';
import { FaitsReader } from './faits.reader';
import { TOPIC } from './publication';

export interface CreneauxOuverts {
  readonly creneaux: readonly string[];
  /** Days that the pattern left out, with their reason. */
  readonly ecartes: readonly JourEcarte[];
}

export interface Fermeture {
  readonly creneau: string;
  readonly version: number;
  /** Convocation that held it, and where it stands now. */
  readonly convocation: { readonly id: string; readonly version: number; readonly statut: string } | null;
}

interface Emplacement {
  readonly unite: string;
  readonly praticien: string;
  readonly site: string;
  readonly salle?: string;
  readonly mode: RendezVous['mode'];
  readonly dureeMinutes: number;
}
interface DemandeFermeture {
  readonly cle: string;
  readonly id: string;
  readonly version: number;
  readonly demande: { readonly motif: MotifFermeture; readonly devenir?: 'reporter' | 'liberer'; readonly versCreneau?: string };
}
type Prevus = { readonly creneaux: readonly Omit<RendezVous, 'creneau'>[]; readonly ecartes: readonly JourEcarte[] };

/** Opens and closes the slots of a unit. */
@Injectable()
export class AgendaHandler {
  constructor(
    private readonly commandes: Commandes, private readonly store: AgendaStore, private readonly convocations: ConvocationStore, private readonly handler: ConvocationHandler,
    private readonly dossiers: DossierConvoqueReader, private readonly faits: FaitsReader, private readonly journal: Journal, private readonly tenancy: Tenancy,
    @Inject(MAINTENANT) private readonly maintenant: () => Date,
  ) {}

  ouvrir(acteur: Acteur, cle: string, demande: Emplacement & { readonly jour: string; readonly heure: string }): Promise<CreneauxOuverts> {
    return this.inscrire(acteur, cle, demande, [demande.jour], (emplacement, departement, maintenant) => {
      const prevu = prevoirCreneau({ ...emplacement, jour: demande.jour, heure: demande.heure }, departement, maintenant);
      if (!prevu.accepte) throw new ProblemeException(prevu.refus);
      return { creneaux: [prevu.creneau], ecartes: [] };
    });
  }

  ouvrirRythme(acteur: Acteur, cle: string, demande: Emplacement & { readonly du: string; readonly au: string; readonly joursSemaine: readonly number[]; readonly plages: readonly { readonly de: string; readonly a: string }[]; readonly absences?: readonly { readonly du: string; readonly au: string }[] }): Promise<CreneauxOuverts> {
    return this.inscrire(acteur, cle, demande, [demande.du, demande.au], (emplacement, departement, maintenant) => {
      const { du, au, joursSemaine, plages, absences = [] } = demande;
      const prevus = developperRythme({ ...emplacement, du, au, joursSemaine, plages, absences }, departement, maintenant);
      if (!prevus.accepte) throw new ProblemeException(prevus.refus);
      return prevus;
    });
  }

  /** Closes a slot; when somebody holds it, the convocation moves or is set aside in the same transaction, as the caller said. */
  async fermer(acteur: Acteur, { cle, id, version, demande }: DemandeFermeture): Promise<Fermeture> {
    const ctx = this.handler.contexte(acteur, 'RetirerRendezVous');
    return (await this.commandes.executer(ctx, { id: cle, corps: { creneau: id, version, demande } }, async (tx) => {
      const vers = demande.versCreneau?.toLowerCase();
      // Both slots are taken in the order of their ids, as any other closing would.
      for (const un of [id, ...(vers ? [vers] : [])].sort()) await this.store.verrouiller(tx, un);
      const creneau = await this.store.verrouiller(tx, id);
      if (!creneau) throw refusConvocation('creneau-introuvable');
      if (creneau.version !== version) throw versionPerimee();
      const convocation = await this.deplacer(tx, ctx, creneau, cle, demande.devenir ?? null, vers);
      if (!(await this.store.fermer(tx, id, version, demande.motif))) throw versionPerimee();
      await this.journal.ajouter(tx, ctx, [this.ligne(ctx, creneau.unite, id, version + 1, 'CreneauFerme', { motif: demande.motif, convocation: convocation?.id ?? null })], cle);
      return { creneau: id, version: version + 1, convocation };
    })).reponse;
  }

  private async deplacer(tx: Tx, ctx: Contexte, creneau: CreneauEntity, cle: string, devenir: 'reporter' | 'liberer' | null, vers: string | undefined): Promise<Fermeture['convocation']> {
    const avant = await this.convocations.tenant(tx, creneau.id);
    const refus = refusDeFermeture(creneau.statut === 'ouvert', avant?.etat ?? null, devenir);
    if (refus) throw new ProblemeException(refus.refus);
    const dossier = avant && (await this.dossiers.lire(tx, avant.etat.convocation.dossierId));
    if (!avant || !dossier) return null;
    const commande: CommandeConvocation = devenir === 'reporter' && vers
      ? { type: 'ReporterConvocation', prive: { creneau: vers, motif: 'creneau_ferme' } }
      : { type: 'RetirerRendezVous', prive: {} };
    const { convocation, version, statut } = await this.handler.appliquer(tx, ctx, { commande, avant, dossier, cle });
    return { id: convocation, version, statut };
  }

  private async inscrire(acteur: Acteur, cle: string, demande: Emplacement, jours: readonly string[], prevoir: (e: Omit<RendezVous, 'creneau' | 'debut' | 'jour' | 'heure'>, departement: string, maintenant: Date) => Prevus): Promise<CreneauxOuverts> {
    const portee = this.handler.contexte(acteur, 'RetirerRendezVous');
    const unite = this.tenancy.unite(demande.unite)?.id;
    if (unite === undefined || !portee.unites.includes(unite)) throw probleme('unite-hors-portee', 403);
    if (releveDeLaCaisse(this.faits.roles(acteur, unite))) throw refusConvocation('independance-convocation');
    if (!jours.every((jour) => this.examine(demande, unite, jour))) throw refusConvocation('praticien-inconnu');
    const { praticien, site, salle = null, mode, dureeMinutes } = demande;
    return (await this.commandes.executer(portee, { id: cle, corps: demande }, async (tx) => {
      const maintenant = this.maintenant();
      const prevus = prevoir({ unite, praticien, lieu: { site, salle }, mode, dureeMinutes }, this.faits.departement(unite, jourLocal(maintenant)), maintenant);
      const creneaux = await this.store.ouvrir(tx, prevus.creneaux, maintenant.getTime());
      if (creneaux.length < prevus.creneaux.length) throw refusConvocation('creneau-chevauchant', { demandes: prevus.creneaux.length, chevauchants: prevus.creneaux.length - creneaux.length });
      const [premier] = creneaux;
      if (premier) await this.journal.ajouter(tx, portee, [this.ligne(portee, unite, premier, 1, 'CreneauxOuverts', { praticien, mode, creneaux })], cle);
      return { creneaux, ecartes: prevus.ecartes };
    })).reponse;
  }

  /** Whether the practitioner holds, in this unit on that day, a role that examines in this mode, and none of the fund. */
  private examine({ praticien, mode }: Emplacement, unite: number, jour: string): boolean {
    const { roles } = this.faits.acteurDuJour({ id: praticien, genre: 'agent', nom: '' }, unite, jour);
    return !releveDeLaCaisse(roles) && roles.some((role) => rolesPour([`examen.${mode}`], '*').has(role));
  }

  private ligne({ acteur }: Contexte, unite: number, creneau: string, version: number, type: string, prive: object): LigneJournal {
    return { topic: TOPIC, dossier: null, cle: creneau, version, unite, type, survenuLe: this.maintenant(), prive: { type, par: acteur.id, repris: false, prive } };
  }
}
