import { setImmediate as souffler } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import {
  CARTES_FIXES, composerPasAPas, nomDe, rapportDiffusable, referencesDe, registre, ruptures, seuilDiffusion, tableauDiffusable, INDICATEURS,
  type Bilan, type CarteFixe, type Edition, type EnTeteEdition, type LigneEdition, type Niveau, type Perimetre, type RapportDiffusable, type Registre, type TableauDiffusable,
} from '@sm/pilotage-domaine';
import { Commandes, Journal, ProblemeException, Tenancy, probleme, type Contexte, type Tx } from '@sm/platform';
import { EditionStore, type EditionEnregistree } from './edition.store';
import { LectureQuery } from './lecture.query';
import { TOPIC_AGREGATS } from './publication';

export interface EditionPubliee {
  readonly annee: number;
  readonly numero: number;
  readonly bilan: Bilan;
}

interface Vue {
  readonly perimetre?: Perimetre;
  readonly carte?: string;
}

interface Ouverte {
  readonly enTete: EnTeteEdition;
  readonly lignes: readonly LigneEdition[];
  readonly registre: Registre;
}

const horsTreillis = (): ProblemeException => probleme('hors-treillis', 400);

/** Publishes editions that may leave the service médical, and reads them: never anything else than what was published. */
@Injectable()
export class EditionHandler {
  constructor(
    private readonly tenancy: Tenancy, private readonly lecture: LectureQuery, private readonly store: EditionStore,
    private readonly commandes: Commandes, private readonly journal: Journal,
  ) {}

  /** Publishes a new edition of a year that is over. Throws `interdit`, `annee-en-cours`, `rien-a-editer`. */
  async editer(acteur: Acteur, annee: number, commande: string): Promise<EditionPubliee> {
    const ctx = this.tenancy.contexte(acteur, 'rapport.editer', '*');
    if (!ctx.unites.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    if (`${annee}-12-31` >= this.tenancy.jour()) throw new ProblemeException(refuser('conflit', 'annee-en-cours').refus);
    const { reponse } = await this.commandes.executer(ctx, { id: commande, corps: { annee } }, (tx) => this.publier(tx, ctx, annee, commande));
    return reponse;
  }

  private async publier(tx: Tx, ctx: Contexte, annee: number, commande: string): Promise<EditionPubliee> {
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('sm-edition'), $1)", [annee]);
    const passees = await this.store.entetes(tx, annee);
    const [du, au] = [`${annee}-01-01`, `${annee}-12-31`];
    const arbre = this.tenancy.arbre();
    const lues = await this.lecture.lignes(ctx, 'agregat', du, au, ruptures(arbre, du, au));
    if (!lues.length) throw new ProblemeException(refuser('conflit', 'rien-a-editer').refus);
    const anterieures: LigneEdition[][] = [];
    for (const p of passees) anterieures.push(await this.store.lignes(tx, annee, p.numero));
    const cartes = passees.at(-1)?.cartes ?? this.cartes();
    const { lignes, bilan } = await this.composer(composerPasAPas({ annee, arbre, cartes, lues, anterieures }));
    const sources = [...new Set([...(await this.lecture.publications(ctx, du, au)).values()].flatMap((p) => p.sources))].sort();
    const edition: EditionEnregistree = { annee, numero: passees.length + 1, editeLe: new Date(), minimum: seuilDiffusion('dossiers', au).minimum, cartes, bilan, sources };
    await this.store.ajouter(tx, edition, ctx.acteur.id, lignes);
    await this.journaliser(tx, ctx, edition, commande);
    return { annee, numero: edition.numero, bilan };
  }

  private async composer(pas: Generator<string, Edition>): Promise<Edition> {
    for (;;) {
      const { done, value } = pas.next();
      if (done) return value;
      await souffler();
    }
  }

  /** The maps of a first edition; the next ones keep them, `courant` included, for another map would be another subtraction. */
  private cartes(): CarteFixe[] {
    return [{ code: 'epoque', jour: null }, { code: 'courant', jour: this.tenancy.jour() }, ...CARTES_FIXES.map((jour) => ({ code: `constant:${jour}`, jour }))];
  }

  private async journaliser(tx: Tx, ctx: Contexte, e: EditionEnregistree, commande: string): Promise<void> {
    const unite = this.tenancy.arbre().find((u) => u.type === 'nationale')?.id ?? 0;
    const prive = { annee: e.annee, numero: e.numero, bilan: e.bilan, cartes: e.cartes };
    await this.journal.ajouter(tx, ctx, [{ topic: TOPIC_AGREGATS, dossier: null, cle: `edition|${e.annee}`, version: e.numero, unite, type: 'EditionPubliee', survenuLe: e.editeLe, prive }], commande);
  }

  /** The report of a unit in the last edition of the year. Throws `unite-introuvable`, `interdit`, `edition-introuvable`, `hors-treillis`. */
  async rapport(acteur: Acteur, code: string, annee: number, vue: Vue): Promise<RapportDiffusable> {
    const unite = this.tenancy.unite(code);
    if (!unite) throw new ProblemeException(refuser('introuvable', 'unite-introuvable').refus);
    const ctx = this.contexte(acteur);
    if (!ctx.unites.includes(unite.id)) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    const { enTete, registre: r } = await this.ouvrir(ctx, annee, vue);
    return rapportDiffusable(enTete, { id: unite.id, code, nom: nomDe(this.tenancy.arbre(), unite.id, `${annee}-01-01`, `${annee}-12-31`) }, r);
  }

  /** Figures of the units of a level that the reader may see. `periode`: the year, or one of its months. */
  async tableau(acteur: Acteur, annee: number, niveau: Niveau, periode: string, vue: Vue): Promise<TableauDiffusable> {
    if (periode.slice(0, 4) !== String(annee)) throw horsTreillis();
    const { enTete, lignes, registre: r } = await this.ouvrir(this.contexte(acteur), annee, vue);
    return tableauDiffusable(enTete, { niveau, periode, arbre: this.tenancy.arbre(), lignes }, r);
  }

  private contexte(acteur: Acteur): Contexte {
    const ctx = this.tenancy.contexte(acteur, 'rapport.lire_diffusable', '*');
    if (!ctx.unites.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    return ctx;
  }

  private async ouvrir(ctx: Contexte, annee: number, { perimetre = 'epoque', carte }: Vue): Promise<Ouverte> {
    const code = perimetre === 'constant' ? `constant:${carte ?? ''}` : perimetre;
    if (perimetre !== 'constant' && carte !== undefined) throw horsTreillis();
    const lue = await this.store.derniere(ctx, annee, code);
    if (!lue) throw new ProblemeException(refuser('introuvable', 'edition-introuvable').refus);
    const { entete, lignes } = lue;
    if (!entete.cartes.some((c) => c.code === code)) throw horsTreillis();
    const references = new Map<number, readonly LigneEdition[]>();
    for (const { annee: an } of referencesDe(INDICATEURS)) references.set(an, (await this.store.derniere(ctx, an, code))?.lignes ?? []);
    const enTete = { annee, numero: entete.numero, editeLe: entete.editeLe.toISOString(), carte: code, minimum: entete.minimum, sources: entete.sources };
    return { enTete, lignes, registre: registre(lignes, references) };
  }
}
