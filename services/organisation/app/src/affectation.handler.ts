import { Injectable } from '@nestjs/common';
import { nommeeAinsi, refuser, uniteDeCode, type Refus } from '@sm/kernel';
import { Commandes, ProblemeException, Tenancy, uuidv7, type Contexte, type Tx } from '@sm/platform';
import { cloturer, controler, type DemandeAffectation, type ErreurChamp } from './affectation';
import type { AffectationEntity } from './affectation.entity';
import { AffectationStore, cleDemande, empreinteDemande, type DemandeResolue } from './affectation.store';
import { AgentStore } from './agent.store';
import { ArbreStore, type ArbreVersionne } from './arbre.store';
import { grouper } from './grouper';
import { REGLES_ROLE } from './regles-role';

/** Refusals of this service. */
export type CodeRefus = 'affectation-invalide' | 'affectation-introuvable' | 'fin-avant-debut' | 'unite-introuvable';

export type Sort = 'acceptee' | 'inchangee' | { readonly erreurs: readonly ErreurChamp[] };

export interface AffectationEcrite {
  readonly id: string;
  readonly version: number;
}

const UNITE_NATIONALE = 1;
const refus = (categorie: Refus['categorie'], code: CodeRefus): ProblemeException => new ProblemeException(refuser(categorie, code).refus);

/** Commands on assignments, for the API and for files alike. */
@Injectable()
export class AffectationHandler {
  constructor(
    private readonly commandes: Commandes,
    private readonly tenancy: Tenancy,
    private readonly arbre: ArbreStore,
    private readonly store: AffectationStore,
    private readonly agents: AgentStore,
  ) {}

  /** Opens one assignment. @throws ProblemeException 422 `affectation-invalide` with every refused field. */
  async ouvrir(ctx: Contexte, cle: string, demande: Omit<DemandeAffectation, 'source' | 'numero'>): Promise<AffectationEcrite> {
    const complete = { ...demande, source: 'api', numero: uuidv7() };
    const { reponse } = await this.commandes.executer(ctx, { id: cle, corps: { commande: 'OuvrirAffectation', ...demande } }, async (tx) => {
      const erreurs = controler(complete);
      const [sort] = erreurs.length > 0 ? [{ erreurs }] : await this.appliquer(tx, ctx, [complete], cle);
      if (sort !== undefined && typeof sort === 'object') {
        throw new ProblemeException({ code: 'affectation-invalide', categorie: 'invalide' }, 422, { champs: sort.erreurs });
      }
      const [ecrite] = await this.store.connues(tx, [{ ...complete, uniteId: 0 }]);
      return { id: ecrite?.demande ?? '', version: ecrite?.version ?? 0 };
    });
    return reponse;
  }

  /** Closes an assignment on a day (inclusive), past or to come. @throws ProblemeException 404, 412, 422 `fin-avant-debut`. */
  async cloturer(ctx: Contexte, cle: string, id: string, au: string, version: number): Promise<AffectationEcrite> {
    const { reponse } = await this.commandes.executer(ctx, { id: cle, corps: { commande: 'CloreAffectation', id, au, version } }, async (tx) => {
      const lignes = (await this.store.trouver(tx, id)).filter((l) => !l.retiree);
      const [premiere] = lignes;
      if (premiere === undefined) throw refus('introuvable', 'affectation-introuvable');
      if (au < premiere.du) throw refus('invalide', 'fin-avant-debut');
      await this.store.remplacer(tx, ctx, cloturer(lignes, au), version, cle);
      return { id, version: version + 1 };
    });
    return reponse;
  }

  /** Applies valid requests in one transaction, in order; one answer each. Known requests are corrected, or left when nothing changed. */
  async appliquer(tx: Tx, ctx: Contexte, demandes: readonly DemandeAffectation[], commande: string): Promise<Sort[]> {
    const arbre = await this.arbre.lireDans(tx);
    const resolues = demandes.map((d) => ({ ...d, uniteId: uniteDeCode(arbre.unites, d.unite)?.id ?? 0 }));
    const anciennes = grouper(await this.store.connues(tx, resolues), cleDemande);
    const fiches = await this.agents.connus(tx, resolues.map((d) => d.acteur));
    const retenues = new Map<string, DemandeResolue>();
    const sorts = resolues.map((d): Sort => {
      const erreurs = [...this.refusees(ctx, d, arbre, anciennes.get(cleDemande(d))), ...identiteFautive(d, fiches.get(d.acteur)?.rpps ?? null)];
      if (erreurs.length > 0) return { erreurs };
      const connue = retenues.has(cleDemande(d)) ? empreinteDemande(retenues.get(cleDemande(d)) ?? d) : anciennes.get(cleDemande(d))?.[0]?.empreinte;
      if (connue && empreinteDemande(d).equals(connue)) return 'inchangee';
      retenues.set(cleDemande(d), d);
      return 'acceptee';
    });
    const aEcrire = [...retenues.values()];
    if (aEcrire.length > 0) {
      await this.agents.tenir(tx, aEcrire, fiches);
      await this.store.ecrire(tx, ctx, aEcrire.map((demande) => ({ demande, anciennes: anciennes.get(cleDemande(demande)) ?? [] })), commande);
    }
    return sorts;
  }

  private refusees(ctx: Contexte, d: DemandeResolue, arbre: ArbreVersionne, anciennes: readonly AffectationEntity[] = []): ErreurChamp[] {
    const unite = arbre.unites.find((u) => u.id === d.uniteId);
    if (!unite) return [{ champ: 'unite', code: 'unite-inconnue' }];
    if (!nommeeAinsi(unite, d.unite, d.du, d.au)) return [{ champ: 'unite', code: 'unite-code-d-une-autre-date' }];
    if (!ctx.unites.includes(unite.id)) return [{ champ: 'unite', code: 'unite-hors-perimetre' }];
    const national = ctx.acteur.genre === 'systeme' || this.tenancy.peut(ctx.acteur, 'organisation.gerer', { procedure: '*', uniteId: UNITE_NATIONALE });
    if (REGLES_ROLE[d.role].reserve && !national) return [{ champ: 'role', code: 'role-reserve' }];
    if (anciennes.some((a) => a.acteur !== d.acteur || a.unite !== d.uniteId)) return [{ champ: 'numero', code: 'numero-deja-attribue' }];
    return [];
  }
}

const identiteFautive = (d: DemandeResolue, connu: string | null): ErreurChamp[] =>
  connu !== null && d.rpps !== null && d.rpps !== connu ? [{ champ: 'rpps', code: 'rpps-divergent' }] : [];
