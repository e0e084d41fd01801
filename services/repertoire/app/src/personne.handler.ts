import { Inject, Injectable } from '@nestjs/common';
import { refuser, type Acteur, type Action } from '@sm/kernel';
import { Commandes, Db, Journal, MAINTENANT, ProblemeException, Tenancy, versionPerimee, type Contexte, type LigneJournal, type Tx } from '@sm/platform';
import { Coffre } from './coffre';
import { fusionner, type PersonneAFusionner, type RefusFusion } from './fusion';
import type { FusionDemandee, PersonneRendue } from './personne.dto';
import { PersonneEntity } from './personne.entity';
import { faitPrive, personneModifiee, personnesFusionnees } from './personne.events';

const introuvable = (): ProblemeException => new ProblemeException(refuser<RefusFusion>('introuvable', 'personne-introuvable').refus);

const rendre = (p: PersonneEntity): PersonneRendue => ({
  id: p.id, unite: p.unite, caisse: p.caisse, departement: p.departement, medecinTraitant: p.medecinTraitant, statut: p.statut, fusionneeDans: p.fusionneeDans, version: p.version,
});

/** Reads a person's administrative part, merges two records of one person, and undoes it. */
@Injectable()
export class PersonneHandler {
  constructor(
    private readonly db: Db, private readonly commandes: Commandes, private readonly journal: Journal, private readonly tenancy: Tenancy,
    private readonly coffre: Coffre, @Inject(MAINTENANT) private readonly maintenant: () => Date,
  ) {}

  /** @throws ProblemeException `personne-introuvable`, out of scope included. */
  async lire(acteur: Acteur, id: string): Promise<PersonneRendue> {
    const personne = await this.db.inTransaction(this.contexte(acteur, 'dossier.lire'), (tx) => tx.getRepository(PersonneEntity).findOneBy({ id }));
    if (!personne) throw introuvable();
    return rendre(personne);
  }

  /** Command `FusionnerPersonnes`; `version` is the survivor's. */
  async fusionner(acteur: Acteur, commande: string, id: string, version: number, demande: FusionDemandee): Promise<PersonneRendue> {
    const ctx = this.contexte(acteur, 'demande.enregistrer');
    const corps = { fusion: id, version, ...demande };
    const { reponse } = await this.commandes.executer(ctx, { id: commande, corps }, async (tx) => {
      const [titulaire, absorbee] = await this.verrouiller(tx, [id, demande.absorbee.toLowerCase()]);
      if (!titulaire || !absorbee) throw introuvable();
      if (titulaire.version !== version) throw versionPerimee();
      const decision = fusionner({ titulaire: await this.afusionner(tx, titulaire), absorbee: await this.afusionner(tx, absorbee), malgreEcart: demande.malgreEcart ?? false });
      if (!decision.accepte) throw new ProblemeException(decision.refus);
      const prive = { motif: demande.motif, ecart: decision.evenements[0]!.ecart };
      const apres = await this.changer(tx, titulaire, {});
      const alias = await this.changer(tx, absorbee, { statut: 'fusionnee', fusionneeDans: id });
      const le = this.maintenant();
      await this.journal.ajouter(tx, ctx, [personnesFusionnees(apres, alias.id, prive, le), faitPrive(alias, 'PersonneAbsorbee', { ...prive, titulaire: id }, le)], commande);
      return rendre(apres);
    });
    return reponse;
  }

  /** Command `SeparerPersonnes`: the absorbed record stands for itself again; its own history was never touched. */
  async separer(acteur: Acteur, commande: string, id: string, version: number): Promise<PersonneRendue> {
    const ctx = this.contexte(acteur, 'demande.enregistrer');
    const { reponse } = await this.commandes.executer(ctx, { id: commande, corps: { separation: id, version } }, async (tx) => {
      const [alias] = await this.verrouiller(tx, [id]);
      if (!alias) throw introuvable();
      if (alias.version !== version) throw versionPerimee();
      if (alias.fusionneeDans === null) throw new ProblemeException(refuser<RefusFusion>('conflit', 'personne-non-fusionnee').refus);
      const [titulaire] = await this.verrouiller(tx, [alias.fusionneeDans]);
      const seule = await this.changer(tx, alias, { statut: 'active', fusionneeDans: null });
      const lignes: LigneJournal[] = [personneModifiee(seule, { separeeDe: titulaire!.id }, this.maintenant())];
      await this.journal.ajouter(tx, ctx, lignes, commande);
      return rendre(seule);
    });
    return reponse;
  }

  private contexte(acteur: Acteur, action: Action): Contexte {
    const ctx = this.tenancy.contexte(acteur, action, '*');
    if (!ctx.unites.length) throw new ProblemeException({ code: 'interdit', categorie: 'interdit' });
    return ctx;
  }

  /** Locks in order of id, so that two mergers of the same pair cannot block each other; answers in the order asked. */
  private async verrouiller(tx: Tx, ids: readonly string[]): Promise<(PersonneEntity | undefined)[]> {
    const lues = await tx.getRepository(PersonneEntity).createQueryBuilder('p').addSelect(['p.identite', 'p.cle', 'p.versionIdentite']).whereInIds([...ids]).orderBy('p.id').setLock('pessimistic_write').getMany();
    return ids.map((id) => lues.find((p) => p.id === id));
  }

  private async afusionner(tx: Tx, p: PersonneEntity): Promise<PersonneAFusionner> {
    const traits = this.coffre.ouvrir(await this.coffre.cleUnite(tx, p.unite, [p.cle]), p.id, p.versionIdentite, { cle: p.cle, scelle: p.identite });
    return { id: p.id, unite: p.unite, version: p.version, fusionneeDans: p.fusionneeDans, traits };
  }

  private async changer(tx: Tx, p: PersonneEntity, champs: Partial<PersonneEntity>): Promise<PersonneEntity> {
    const apres = { ...champs, version: p.version + 1 };
    const { affected } = await tx.getRepository(PersonneEntity).update({ id: p.id, version: p.version }, apres);
    if (!affected) throw versionPerimee();
    return Object.assign(p, apres);
  }
}
