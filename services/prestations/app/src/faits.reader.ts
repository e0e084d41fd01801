import { Inject, Injectable } from '@nestjs/common';
import { enVigueur, jourLocal, zoneDuDepartement, type Acteur, type Affectation } from '@sm/kernel';
import { MAINTENANT, Tenancy, uuidv7, type Tx } from '@sm/platform';
import { nomenclatureAld, type ActeurDuJour, type Candidat, type EtatDossier, type Faits } from '@sm/prestations-domaine';

/** Version of the dated ALD table that decisions record. */
export const NOMENCLATURE = nomenclatureAld('ald-D160-4');

/** Fetches what a decision needs: clock, ids, rights of the day, load of the unit, nomenclature and organisation versions. */
@Injectable()
export class FaitsReader {
  private readonly agents = new Map<string, ActeurDuJour | null>();
  private versionAgents = '';

  constructor(private readonly tenancy: Tenancy, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  async pour(tx: Tx, acteur: Acteur, uniteId: number, dossier: EtatDossier | null): Promise<Faits> {
    const faits = this.dIntake(acteur, uniteId);
    return { ...faits, praticiens: await this.candidats(tx, uniteId, faits.jour), medecinTraitant: dossier?.etat.demande.medecin ?? null };
  }

  /** Facts of an intake line: no load is needed, nobody is assigned. */
  dIntake(acteur: Acteur, uniteId: number): Faits {
    const maintenant = this.maintenant();
    const jour = jourLocal(maintenant, zoneDuDepartement(this.departement(uniteId, jourLocal(maintenant))));
    return {
      maintenant, jour, acteur: this.acteurDuJour(acteur, uniteId, jour), nouvelId: uuidv7(maintenant.getTime()),
      praticiens: [], medecinTraitant: null, conflits: [], nomenclature: NOMENCLATURE, versionOrganisation: this.tenancy.version(),
    };
  }

  /** Facts of a clock: dated at its expiry, by a system actor. */
  dEcheance(echoitLe: Date, uniteId: number): Faits {
    const jour = jourLocal(echoitLe, zoneDuDepartement(this.departement(uniteId, jourLocal(echoitLe))));
    return {
      maintenant: echoitLe, jour, acteur: { id: 'systeme:horloge', genre: 'systeme', roles: [], rpps: null, habilitations: [] }, nouvelId: uuidv7(),
      praticiens: [], medecinTraitant: null, conflits: [], nomenclature: NOMENCLATURE, versionOrganisation: this.tenancy.version(),
    };
  }

  /** Rights of an actor on a day, in a unit; those of units it absorbed included. */
  acteurDuJour(acteur: Acteur, uniteId: number, jour: string): ActeurDuJour {
    const actives = this.tenancy.affectationsSur(acteur.id, uniteId, jour);
    return { id: acteur.id, genre: acteur.genre, roles: [...new Set(actives.map((a) => a.role))], rpps: actives.find((a) => a.rpps)?.rpps ?? null, habilitations: habilitations(actives) };
  }

  /** Same, for the author of a past act; null when the organisation of that day does not know them. Kept in memory: an import asks it again and again. */
  agent(acteurId: string, uniteId: number, jour: string): ActeurDuJour | null {
    if (this.versionAgents !== this.tenancy.empreinte()) {
      this.agents.clear();
      this.versionAgents = this.tenancy.empreinte();
    }
    const cle = `${acteurId}|${uniteId}|${jour}`;
    let connu = this.agents.get(cle);
    if (connu === undefined) {
      const trouve = this.acteurDuJour({ id: acteurId, genre: 'agent', nom: '' }, uniteId, jour);
      connu = trouve.roles.length ? trouve : null;
      this.agents.set(cle, connu);
    }
    return connu;
  }

  /** Département of the unit on that day; the first by code when it covers several. */
  departement(uniteId: number, jour: string): string {
    const unite = this.tenancy.arbre().find((u) => u.id === uniteId);
    const territoires = unite?.liens.filter((l) => l.nature === 'territoire' && enVigueur(l, jour)).map((l) => String(l.cible)) ?? [];
    return territoires.sort()[0] ?? String(unite?.liens.find((l) => l.nature === 'territoire')?.cible ?? '');
  }

  private async candidats(tx: Tx, uniteId: number, jour: string): Promise<Candidat[]> {
    const charges: { praticien: string; n: number }[] = await tx.query(
      "SELECT praticien, count(*)::int AS n FROM dossier WHERE unite_en_charge = $1 AND statut IN ('affectee', 'complement_demande', 'second_avis_demande') AND praticien IS NOT NULL GROUP BY praticien", [uniteId]);
    const charge = new Map(charges.map((c) => [c.praticien, c.n]));
    const parActeur = Map.groupBy(this.tenancy.affectationsDeLUnite(uniteId, jour), (a) => a.acteurId);
    return [...parActeur].map(([acteurId, affectations]) => ({
      acteurId, rpps: affectations.find((a) => a.rpps)?.rpps ?? null, roles: [...new Set(affectations.map((a) => a.role))], habilitations: habilitations(affectations),
      present: true, quotite: Math.min(1, affectations.reduce((q, a) => q + a.quotite, 0)), charge: charge.get(acteurId) ?? 0,
    }));
  }
}

const habilitations = (affectations: readonly Affectation[]): string[] => [...new Set(affectations.flatMap((a) => a.habilitations))];
