import { Inject, Injectable } from '@nestjs/common';
import { enVigueur, estAbsorbee, jourLocal, releveDeLaCaisse, zoneDuDepartement, type Acteur, type Affectation } from '@sm/kernel';
import { MAINTENANT, Tenancy, tableauTexte, uuidv7, type Tx } from '@sm/platform';
import { nomenclatureAld, type ActeurDuJour, type Candidat, type EtatBase, type Faits } from '@sm/prestations-domaine';
import { ConvocationStore } from './convocation.store';
import { LiensReader, SANS_LIEN, type DossierLie } from './liens.reader';

/** Version of the dated ALD table that decisions record. */
export const NOMENCLATURE = nomenclatureAld('ald-D160-4');
const AGENTS_EN_MEMOIRE = 50_000;

/** An assignment to another field of activity gives no role here; a fund role excludes from the avis wherever it is held (R.4127-95 CSP). */
const compte = (a: Affectation): boolean => a.activite === '*' || a.activite === 'CPR' || releveDeLaCaisse([a.role]);

/** Fetches what a decision needs: clock, ids, rights of the day, load of the unit, nomenclature and organisation versions. */
@Injectable()
export class FaitsReader {
  private readonly agents = new Map<string, ActeurDuJour | null>();
  private versionAgents = '';
  private readonly departements = new Map<string, string>();

  constructor(private readonly tenancy: Tenancy, private readonly liens: LiensReader, private readonly convocations: ConvocationStore, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** `choisit`: the command chooses a practitioner; the others need no load. */
  async pour(tx: Tx, acteur: Acteur, dossier: DossierLie, choisit: boolean): Promise<Faits> {
    const { uniteEnCharge: uniteId } = dossier.etat;
    const seul = this.dIntake(acteur, uniteId);
    if (!choisit) return { ...seul, ...this.liens.du(dossier, seul.jour) };
    const faits = { ...seul, ...(await this.liens.pourChoisir(tx, dossier, seul.jour)) };
    return { ...faits, praticiens: await this.candidats(tx, uniteId, faits.jour) };
  }

  /** What the convocations of a dossier say of its appointment. Nothing for one taken over before any convocation of its own: its history kept none apart. */
  async convocation(tx: Tx, { demande }: EtatBase): Promise<Pick<Faits, 'convocation'>> {
    const convocation = await this.convocations.dernierExamen(tx, demande.id);
    return convocation === null && demande.repris ? {} : { convocation };
  }

  /** Facts of an intake line: no load is needed, nobody is assigned. */
  dIntake(acteur: Acteur, uniteId: number): Faits {
    const maintenant = this.maintenant();
    const departement = this.departement(uniteId, jourLocal(maintenant));
    const jour = jourLocal(maintenant, zoneDuDepartement(departement));
    return {
      maintenant, jour, departement, acteur: this.acteurDuJour(acteur, uniteId, jour), nouvelId: uuidv7(maintenant.getTime()),
      praticiens: [], ...SANS_LIEN, nomenclature: NOMENCLATURE, versionOrganisation: this.tenancy.version(),
    };
  }

  /** Facts of a clock: dated at its expiry, by a system actor. */
  dEcheance(echoitLe: Date, uniteId: number): Faits {
    const departement = this.departement(uniteId, jourLocal(echoitLe));
    const jour = jourLocal(echoitLe, zoneDuDepartement(departement));
    return {
      maintenant: echoitLe, jour, departement, acteur: { id: 'systeme:horloge', genre: 'systeme', roles: [], rpps: null, habilitations: [] }, nouvelId: uuidv7(),
      praticiens: [], ...SANS_LIEN, nomenclature: NOMENCLATURE, versionOrganisation: this.tenancy.version(),
    };
  }

  /** Rights of an actor on a day, in a unit; those of units it absorbed included. */
  acteurDuJour(acteur: Acteur, uniteId: number, jour: string): ActeurDuJour {
    const actives = this.tenancy.affectationsSur(acteur.id, uniteId, jour).filter(compte);
    const delegations = this.liens.delegations(acteur.id, uniteId, jour);
    const finie = actives.length ? null : this.finDeNomination(acteur.id, uniteId, jour);
    return {
      id: acteur.id, genre: acteur.genre, roles: [...new Set(actives.map((a) => a.role))], rpps: actives.find((a) => a.rpps)?.rpps ?? null, habilitations: habilitations(actives),
      ...(delegations.length ? { delegations } : {}), ...(finie === null ? {} : { nominationFinie: finie }),
    };
  }

  /** Last day of an appointment to this unit that was over by that day; null when there never was one. */
  private finDeNomination(acteurId: string, uniteId: number, jour: string): string | null {
    const finies = this.tenancy.carriere(acteurId, uniteId).flatMap((a) => (compte(a) && a.au !== null && a.au < jour ? [a.au] : []));
    return finies.sort().at(-1) ?? null;
  }

  /** Last day of service of somebody who serves nowhere any more; null for whoever never served. */
  nominationFinie({ id }: Acteur): string | null {
    return this.tenancy.unitesDeLaTranche().flatMap((u) => this.finDeNomination(id, u, this.tenancy.jour()) ?? []).sort().at(-1) ?? null;
  }

  /** Same, for the author of a past act; null when the organisation of that day does not know them. Kept in memory: an import asks it again and again. */
  agent(acteurId: string, uniteId: number, jour: string): ActeurDuJour | null {
    if (this.versionAgents !== this.tenancy.empreinte() || this.agents.size > AGENTS_EN_MEMOIRE) {
      this.agents.clear();
      this.versionAgents = this.tenancy.empreinte();
    }
    const cle = `${acteurId}|${uniteId}|${jour}`;
    let connu = this.agents.get(cle);
    if (connu === undefined) {
      const trouve = this.acteurDuJour({ id: acteurId, genre: 'agent', nom: '' }, uniteId, jour);
      connu = trouve.roles.length || trouve.nominationFinie !== undefined ? trouve : null;
      this.agents.set(cle, connu);
    }
    return connu;
  }

  /** Département of the unit on that day; the first by code when it covers several. */
  departement(uniteId: number, jour: string): string {
    const cle = `${this.tenancy.empreinte()}|${uniteId}|${jour}`;
    let connu = this.departements.get(cle);
    if (connu === undefined) {
      if (this.departements.size > 10_000) this.departements.clear();
      this.departements.set(cle, (connu = this.chercherDepartement(uniteId, jour)));
    }
    return connu;
  }

  private chercherDepartement(uniteId: number, jour: string): string {
    const unite = this.tenancy.arbre().find((u) => u.id === uniteId);
    const territoires = unite?.liens.filter((l) => l.nature === 'territoire' && enVigueur(l, jour)).map((l) => String(l.cible)) ?? [];
    return territoires.sort()[0] ?? String(unite?.liens.find((l) => l.nature === 'territoire')?.cible ?? '');
  }

  /** Roles of an actor in a unit today. */
  roles(acteur: Acteur, uniteId: number): ActeurDuJour['roles'] {
    return this.acteurDuJour(acteur, uniteId, this.tenancy.jour()).roles;
  }

  /** Practitioners of the unit, and of the one that absorbed it, with the open dossiers that each has in hand; whoever holds a fund role could not judge what they would be given. */
  async candidats(tx: Tx, uniteId: number, jour: string): Promise<Candidat[]> {
    const arbre = this.tenancy.arbre();
    const detentrices = arbre.filter((u) => u.id === uniteId || estAbsorbee(arbre, uniteId, u.id, jour));
    const affectations = detentrices.flatMap((u) => this.tenancy.affectationsDeLUnite(u.id, jour)).filter(compte);
    const caisse = new Set(affectations.map((a) => a.acteurId).filter((acteurId) => releveDeLaCaisse(this.tenancy.affectations(acteurId, jour).map((a) => a.role))));
    const parActeur = Map.groupBy(affectations.filter((a) => !caisse.has(a.acteurId)), (a) => a.acteurId);
    const charges: { praticien: string; n: number }[] = await tx.query(
      'SELECT praticien, count(*)::int AS n FROM dossier WHERE praticien = ANY($1::text[]) AND en_main GROUP BY praticien', [tableauTexte([...parActeur.keys()])]);
    const charge = new Map(charges.map((c) => [c.praticien, c.n]));
    return [...parActeur].map(([acteurId, siennes]) => ({
      acteurId, rpps: siennes.find((a) => a.rpps)?.rpps ?? null, roles: [...new Set(siennes.map((a) => a.role))], habilitations: habilitations(siennes),
      present: this.tenancy.absences(acteurId, jour).length === 0, quotite: Math.min(1, siennes.reduce((q, a) => q + a.quotite, 0)), charge: charge.get(acteurId) ?? 0,
    }));
  }
}

const habilitations = (affectations: readonly Affectation[]): string[] => [...new Set(affectations.flatMap((a) => a.habilitations))];
