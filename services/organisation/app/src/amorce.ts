import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { jourLocal, type Acteur } from '@sm/kernel';
import { Db, MAINTENANT, type Contexte } from '@sm/platform';
import { arbreDepuisLignes } from './arbre';
import { AffectationEntity } from './affectation.entity';
import { AffectationHandler } from './affectation.handler';
import { ArbreStore } from './arbre.store';
import { lireCaisses, lireLignesOrganisation } from './donnees.reader';

/** `sub` of the account that administers an empty base; absent: none. */
export const SUB_AMORCE = Symbol('sub-amorce');

const AMORCE: Acteur = { id: 'systeme:amorce', genre: 'systeme', nom: 'Amorce' };

/** At start: the national tree as committed, then one national administrator where there is no one yet. */
@Injectable()
export class Amorce implements OnApplicationBootstrap {
  constructor(
    private readonly db: Db,
    private readonly arbre: ArbreStore,
    private readonly affectations: AffectationHandler,
    @Inject(MAINTENANT) private readonly maintenant: () => Date,
    @Inject(SUB_AMORCE) private readonly sub: string | null,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const chargement: Contexte = { acteur: AMORCE, role: 'projection', unites: [] };
    await this.arbre.charger(chargement, arbreDepuisLignes(lireLignesOrganisation()), lireCaisses(), this.maintenant());
    if (this.sub !== null) await this.nommer(this.sub);
  }

  private async nommer(sub: string): Promise<void> {
    const { unites } = await this.arbre.lire({ acteur: AMORCE, role: 'app', unites: [] });
    const ctx: Contexte = { acteur: AMORCE, role: 'app', unites: unites.map((u) => u.id) };
    await this.db.inTransaction(ctx, async (tx) => {
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('organisation-amorce'))");
      if ((await tx.getRepository(AffectationEntity).count()) > 0) return;
      await this.affectations.appliquer(tx, ctx, [{
        source: 'amorce', numero: sub, acteur: sub, nom: null, prenom: null, categorie: null, profession: null, rpps: null, emploi: null, employeur: null,
        unite: 'CNAM', role: 'ADMIN', activite: '*', quotite: 1, du: jourLocal(this.maintenant()), au: null, habilitations: [],
      }], 'amorce');
    });
  }
}
