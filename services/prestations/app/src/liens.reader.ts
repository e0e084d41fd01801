import { Injectable } from '@nestjs/common';
import type { Delegation } from '@sm/kernel';
import { Tenancy, type Tx } from '@sm/platform';
import type { DelegationDuJour, EtatBase, Faits } from '@sm/prestations-domaine';

export type Liens = Pick<Faits, 'medecinTraitant' | 'conflits' | 'conflitsProfessionnels'>;

/** A dossier, with the treating doctor of its person as the directory gave it. */
export interface DossierLie {
  readonly etat: EtatBase;
  readonly medecinTraitant: string | null;
}

export const SANS_LIEN: Liens = { medecinTraitant: null, conflits: [] };

/** Whoever withdrew from a dossier does not get it back. The journal is the source, not a projection. */
const RETIRES = "SELECT DISTINCT prive->'prive'->>'precedent' AS acteur FROM journal WHERE dossier = $1 AND type = 'PraticienDesaffecte' AND prive->'prive'->>'motif' = 'deport'";

/** Ties of people with a case: treating doctor, declared conflicts of interest, withdrawals (R.4127-100 to R.4127-104 CSP). */
@Injectable()
export class LiensReader {
  constructor(private readonly tenancy: Tenancy) {}

  du({ etat: { demande }, medecinTraitant }: DossierLie, jour: string): Liens {
    const conflits = this.tenancy.conflits(jour);
    const avec = conflits.filter(({ objet }) => (objet.genre === 'personne' && objet.ref === demande.personneId) || (objet.genre === 'caisse' && objet.ref === demande.caisse));
    return {
      medecinTraitant,
      conflits: [...new Set(avec.map((c) => c.acteurId))],
      conflitsProfessionnels: conflits.flatMap(({ acteurId, objet }) => (objet.genre === 'professionnel' ? [{ acteurId, rpps: objet.ref }] : [])),
    };
  }

  /** Same, with those who withdrew: for whoever chooses a practitioner. */
  async pourChoisir(tx: Tx, dossier: DossierLie, jour: string): Promise<Liens> {
    const retires: { acteur: string }[] = await tx.query(RETIRES, [dossier.etat.demande.id]);
    const liens = this.du(dossier, jour);
    return { ...liens, conflits: [...liens.conflits, ...retires.map((r) => r.acteur)] };
  }

  /** Delegations an actor may use on a unit that day, cut down to what their author may still do. */
  delegations(acteurId: string, uniteId: number, jour: string): DelegationDuJour[] {
    return this.tenancy.delegations(acteurId, jour).flatMap((d) => this.utile(d, uniteId, jour));
  }

  private utile({ id, version, delegantId, uniteId: prete, actes, genres }: Delegation, uniteId: number, jour: string): DelegationDuJour[] {
    const siennes = this.tenancy.affectationsSur(delegantId, uniteId, jour).filter((a) => this.tenancy.couvre(prete, uniteId, jour) && (a.activite === '*' || a.activite === 'CPR'));
    const permis = actes.filter((acte) => this.tenancy.peutLeJour(delegantId, acte, uniteId, jour));
    if (permis.length === 0 || siennes.some((a) => a.role === 'CAISSE')) return [];
    const habilitations = new Set(siennes.flatMap((a) => a.habilitations));
    return [{
      id, version, delegantId, delegantRpps: siennes.find((a) => a.rpps)?.rpps ?? null, encadre: siennes.some((a) => a.role === 'MCCS'),
      actes: permis, genres: genres.filter((g) => habilitations.has(g)),
    }];
  }
}
