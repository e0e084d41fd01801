import { Injectable } from '@nestjs/common';
import { refuser, rolesPour, type Acteur } from '@sm/kernel';
import { Commandes, Db, ProblemeException, Tenancy, type Contexte, type Tx } from '@sm/platform';
import { ALD, type Candidat, type CommandeBase, type Faits } from '@sm/prestations-domaine';
import { DossierEcriture } from './dossier.ecriture';
import { DossierHandler, juger } from './dossier.handler';
import { DossierStore } from './dossier.store';
import { FaitsReader } from './faits.reader';
import { LiensReader } from './liens.reader';
import { moteurDe } from './procedures';

export interface LigneRepartie {
  readonly dossier: string;
  readonly praticien: string | null;
  /** Refusal code, null when assigned. */
  readonly code: string | null;
}

export interface Repartition {
  readonly affectes: number;
  readonly refuses: number;
  readonly lignes: readonly LigneRepartie[];
}

export interface ChargePraticien extends Pick<Candidat, 'acteurId' | 'roles' | 'habilitations' | 'quotite' | 'charge'> {
  /** Units whose dossiers may be given to them: theirs, and those it absorbed. */
  readonly unites: readonly string[];
  /** Open dossiers per full-time equivalent. */
  readonly chargePonderee: number;
}

const AFFECTER: CommandeBase = { type: 'Affecter', prive: { praticien: null } };
/** Who may be given a dossier to judge. */
const AUTEURS = rolesPour(['avis.rendre'], ALD.procedure);
const SANS_PRATICIEN = "SELECT id FROM dossier WHERE statut = 'recevable' ORDER BY jour_recu, id LIMIT $1 FOR UPDATE SKIP LOCKED";

/** Automatic assignment by competence and load, on demand of the head of service, and the loads it rests on. */
@Injectable()
export class RepartitionHandler {
  constructor(
    private readonly commandes: Commandes,
    private readonly handler: DossierHandler,
    private readonly store: DossierStore,
    private readonly ecriture: DossierEcriture,
    private readonly faits: FaitsReader,
    private readonly liens: LiensReader,
    private readonly tenancy: Tenancy,
    private readonly db: Db,
  ) {}

  /** Assigns the unassigned dossiers, oldest first: one line each, a refused line holds back no other. */
  async repartir(acteur: Acteur, id: string, demande: { readonly unite?: string; readonly limite: number }): Promise<Repartition> {
    const ctx = this.portee(acteur, demande.unite);
    return (await this.commandes.executer(ctx, { id, corps: { type: 'Repartir', ...demande } }, (tx) => this.dansTransaction(tx, ctx, id, demande.limite))).reponse;
  }

  async charges(acteur: Acteur, unite: string | undefined): Promise<ChargePraticien[]> {
    const ctx = this.portee(acteur, unite);
    return this.db.inTransaction(ctx, async (tx) => {
      const charges = new Map<string, ChargePraticien>();
      for (const u of ctx.unites) {
        const code = this.tenancy.arbre().find((x) => x.id === u)?.code ?? '';
        for (const { acteurId, roles, habilitations, quotite, charge } of await this.faits.candidats(tx, u, this.tenancy.jour())) {
          if (!roles.some((role) => AUTEURS.has(role))) continue;
          const unites = [...(charges.get(acteurId)?.unites ?? []), code];
          charges.set(acteurId, { acteurId, unites, roles, habilitations, quotite, charge, chargePonderee: Math.round((charge / quotite) * 100) / 100 });
        }
      }
      return [...charges.values()];
    });
  }

  private portee(acteur: Acteur, unite: string | undefined): Contexte {
    const ctx = this.handler.contexte(acteur, ALD, 'Affecter');
    if (unite === undefined) return ctx;
    const unites = ctx.unites.filter((u) => u === this.tenancy.unite(unite)?.id);
    if (!unites.length) throw new ProblemeException(refuser('interdit', 'unite-hors-portee').refus);
    return { ...ctx, unites };
  }

  private async dansTransaction(tx: Tx, ctx: Contexte, id: string, limite: number): Promise<Repartition> {
    const dossiers: { id: string }[] = await tx.query(SANS_PRATICIEN, [limite]);
    const parUnite = new Map<number, Faits>();
    const lignes: LigneRepartie[] = [];
    for (const dossier of dossiers) lignes.push(await this.affecter(tx, ctx, id, dossier.id, parUnite));
    const affectes = lignes.filter((l) => l.code === null).length;
    return { affectes, refuses: lignes.length - affectes, lignes };
  }

  private async affecter(tx: Tx, ctx: Contexte, id: string, dossier: string, parUnite: Map<number, Faits>): Promise<LigneRepartie> {
    const charge = await this.store.charger(tx, dossier);
    if (!charge) return { dossier, praticien: null, code: 'dossier-introuvable' };
    const unite = charge.etat.uniteEnCharge;
    const connus = parUnite.get(unite);
    const faits: Faits = connus ? { ...connus, ...(await this.liens.pourChoisir(tx, charge, connus.jour)) } : await this.faits.pour(tx, ctx.acteur, charge, true);
    parUnite.set(unite, faits);
    const suite = juger(moteurDe(charge.etat), AFFECTER, charge, faits);
    if ('refus' in suite) return { dossier, praticien: null, code: suite.refus.code };
    if (!(await this.ecriture.modifier(tx, ctx, charge, suite, faits.jour, id))) return { dossier, praticien: null, code: 'version-perimee' };
    const { praticien } = moteurDe(suite.apres.etat).resumer(suite.apres.etat);
    for (const [u, f] of parUnite) parUnite.set(u, { ...f, praticiens: f.praticiens.map((c) => (c.acteurId === praticien ? { ...c, charge: c.charge + 1 } : c)) });
    return { dossier, praticien, code: null };
  }
}
