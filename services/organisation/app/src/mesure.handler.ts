import { Injectable } from '@nestjs/common';
import { refuser, uniteDeCode, type Acteur } from '@sm/kernel';
import { Commandes, ProblemeException, Tenancy, uuidv7, versionPerimee, type Contexte, type Tx } from '@sm/platform';
import type { ErreurChamp } from './affectation';
import { AffectationHandler, type Sort } from './affectation.handler';
import { ArbreStore } from './arbre.store';
import type { GenreMesure, Mesure } from './mesure';
import { ACTIONS_MESURE, MesureControle } from './mesure.controle';
import type { MesureEntity } from './mesure.entity';
import { MesureStore, cleMesure, inchangee, ligneMesure } from './mesure.store';

export interface MesureEcrite {
  readonly id: string;
  readonly version: number;
}

const invalide = (champs: readonly ErreurChamp[]): ProblemeException => {
  const interdit = champs.find((e) => e.code === 'independance-praticien' || e.code === 'mesure-d-autrui');
  if (interdit) return new ProblemeException(refuser('interdit', interdit.code, { article: 'R.4127-95 CSP' }).refus);
  return new ProblemeException({ code: 'mesure-invalide', categorie: 'invalide' }, 422, { champs });
};

/** Commands on dated measures, for the API and for files alike. */
@Injectable()
export class MesureHandler {
  constructor(
    private readonly commandes: Commandes,
    private readonly tenancy: Tenancy,
    private readonly arbre: ArbreStore,
    private readonly store: MesureStore,
    private readonly controle: MesureControle,
    private readonly affectations: AffectationHandler,
  ) {}

  /** Declares one measure. @throws ProblemeException 403, 422 `mesure-invalide` with every refused field. */
  async declarer(acteur: Acteur, cle: string, mesure: Omit<Mesure, 'source' | 'numero'>): Promise<MesureEcrite> {
    const ctx = this.portee(acteur, mesure.contenu.genre);
    const complete: Mesure = { ...mesure, source: 'api', numero: uuidv7() };
    const { reponse } = await this.commandes.executer(ctx, { id: cle, corps: { commande: 'DeclarerMesure', ...mesure } }, async (tx) => {
      const [sort] = await this.appliquer(tx, ctx, [complete], cle);
      if (typeof sort === 'object') throw invalide(sort.erreurs);
      const ecrite = (await this.store.connues(tx, [complete])).get(cleMesure(complete));
      return { id: ecrite?.id ?? '', version: ecrite?.version ?? 0 };
    });
    return reponse;
  }

  /** Last day of a measure; before its first day, it is withdrawn. @throws ProblemeException 403, 404, 412, 422 `fin-avant-debut`, `fin-posterieure`: more time is another measure. */
  async clore(acteur: Acteur, cle: string, genre: GenreMesure, id: string, au: string, version: number): Promise<MesureEcrite> {
    const ctx = this.portee(acteur, genre);
    const { reponse } = await this.commandes.executer(ctx, { id: cle, corps: { commande: 'CloreMesure', genre, id, au, version } }, async (tx) => {
      const connue = await this.store.trouver(tx, id);
      if (connue?.genre !== genre) throw new ProblemeException(refuser('introuvable', 'mesure-introuvable').refus);
      const arbre = await this.arbre.lireDans(tx);
      const unite = arbre.unites.find((u) => u.id === connue.unite);
      const mesure = { ...connue, unite: unite?.code ?? '' };
      const fautes = unite ? this.controle.interdite(ctx, mesure, unite) : [];
      if (fautes.length > 0) throw invalide(fautes);
      if (version !== connue.version) throw versionPerimee();
      if (connue.au !== null && au > connue.au) throw new ProblemeException(refuser('invalide', 'fin-posterieure').refus);
      const retiree = au < connue.du;
      if (retiree && genre === 'interim') throw new ProblemeException(refuser('invalide', 'fin-avant-debut').refus);
      await this.suivre(tx, ctx, [{ ...mesure, au }], cle);
      await this.store.ecrire(tx, ctx, [{ ...connue, ...(retiree ? { retiree } : { au }), version: version + 1 }], cle);
      return { id, version: version + 1 };
    });
    return reponse;
  }

  /** Applies measures in one transaction, in order; one answer each. */
  async appliquer(tx: Tx, ctx: Contexte, mesures: readonly Mesure[], commande: string): Promise<Sort[]> {
    const { unites } = await this.arbre.lireDans(tx);
    const connues = new Map(await this.store.connues(tx, mesures));
    const lignes = new Map<string, MesureEntity>();
    const sorts = mesures.map((m): Sort => {
      const unite = uniteDeCode(unites, m.unite);
      if (!unite) return { erreurs: [{ champ: 'unite', code: 'unite-inconnue' }] };
      if (!ctx.unites.includes(unite.id)) return { erreurs: [{ champ: 'unite', code: 'unite-hors-perimetre' }] };
      const connue = lignes.get(cleMesure(m)) ?? connues.get(cleMesure(m));
      if (connue && (connue.genre !== m.contenu.genre || connue.acteur !== m.acteur || connue.unite !== unite.id)) return { erreurs: [{ champ: 'numero', code: 'numero-deja-attribue' }] };
      const interdites = this.controle.interdite(ctx, m, unite);
      const erreurs = interdites.length > 0 ? interdites : this.controle.controler(m, unite);
      if (erreurs.length > 0) return { erreurs };
      if (connue && inchangee(m, connue)) return 'inchangee';
      lignes.set(cleMesure(m), ligneMesure(m, unite, ctx, connues.get(cleMesure(m))));
      return 'acceptee';
    });
    const ecrites = [...lignes.values()];
    await this.suivre(tx, ctx, mesures.filter((m, i) => sorts[i] === 'acceptee' && m.contenu.genre === 'interim'), commande);
    await this.store.ecrire(tx, ctx, ecrites, commande);
    return sorts;
  }

  /** An interim is an assignment like another, under its own source: rights follow it everywhere. */
  private async suivre(tx: Tx, ctx: Contexte, mesures: readonly Mesure[], commande: string): Promise<void> {
    const demandes = mesures.flatMap((m) => (m.contenu.genre === 'interim' ? [this.controle.affectationDe(m, m.contenu)] : []));
    if (demandes.length === 0) return;
    const fautes = (await this.affectations.appliquer(tx, ctx, demandes, commande)).flatMap((sort) => (typeof sort === 'object' ? sort.erreurs : []));
    if (fautes.length > 0) throw invalide(fautes);
  }

  /** Units where the kind of measure may be declared. @throws ProblemeException 403 when there is none */
  private portee(acteur: Acteur, genre: GenreMesure): Contexte {
    const ctx = this.tenancy.contexte(acteur, ACTIONS_MESURE[genre], '*');
    if (ctx.unites.length === 0) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    return ctx;
  }
}
