import { Injectable } from '@nestjs/common';
import { estDansLePerimetre, jourLocal, refuser, unitesPour, type Acteur, type Unite } from '@sm/kernel';
import {
  INDICATEURS, chiffreDe, construireRapport, construireTableau, indicateur, nomDe, ruptures, rupturesDe, suivi, tetesDe, uniteDeNiveau, type Chiffre, type LigneLue,
  type Niveau, type Rapport, type Tableau,
} from '@sm/pilotage-domaine';
import { ProblemeException, Tenancy, type Contexte } from '@sm/platform';
import { LectureQuery, type Origine } from './lecture.query';

export interface Serie {
  readonly indicateur: { readonly id: string; readonly libelle: string; readonly unite: string };
  readonly unite: { readonly code: string; readonly nom: string };
  readonly du: string;
  readonly au: string;
  readonly points: readonly (Chiffre & { readonly jour: string })[];
}

interface Portee {
  readonly ctx: Contexte;
  voit(this: void, uniteId: number, jour: string): boolean;
}

const refus = (categorie: 'introuvable' | 'interdit', code: string): ProblemeException => new ProblemeException(refuser(categorie, code).refus);

/** Assembles what is read with what is known of the units and of the reader's rights. */
@Injectable()
export class RapportHandler {
  constructor(private readonly tenancy: Tenancy, private readonly lecture: LectureQuery) {}

  /** Yearly report of a unit. Its own people read its counters; the levels above read only what was published. Throws `unite-introuvable`, `interdit`. */
  async rapport(acteur: Acteur, code: string, annee: number): Promise<Rapport> {
    const unite = this.unite(code);
    const [du, au] = [`${annee}-01-01`, `${annee}-12-31`];
    const arbre = this.tenancy.arbre();
    const origine = this.origine(acteur, unite);
    const local = origine === 'compteur';
    const lignes = local
      ? await this.lecture.lignes(this.tenancy.contexte(acteur, 'rapport.lire', '*'), origine, du, au, this.ruptures(du, au), [unite.id])
      : (await this.agregats(acteur, du, au)).lignes.filter((l) => estDansLePerimetre(arbre, l.unite, unite.id, l.periode));
    const fraicheur = await this.lecture.fraicheur(origine);
    const region = uniteDeNiveau(arbre, unite.id, au, 'regionale');
    return construireRapport({
      unite: { code: unite.code, nom: nomDe(arbre, unite.id, du, au), region: region === null ? null : nomDe(arbre, region, du, au) },
      annee, origine: local ? 'compteurs' : 'agregats', fraicheur,
      arreteLe: fraicheur.dernierEvenement === null ? null : jourLocal(new Date(fraicheur.dernierEvenement)),
    }, lignes);
  }

  /** Figures by unit of a level, within the reader's perimeter. Throws `interdit`. */
  async tableau(acteur: Acteur, annee: number, niveau: Niveau): Promise<Tableau> {
    const [du, au] = [`${annee}-01-01`, `${annee}-12-31`];
    const { lignes, portee } = await this.agregats(acteur, du, au);
    const publieLe = await this.lecture.publications(portee.ctx, du, au);
    return construireTableau({ annee, niveau, arbre: this.tenancy.arbre(), visibles: new Set(portee.ctx.unites), publieLe }, lignes);
  }

  /** One figure day by day, for the perimeter that a unit had on each day; days without a counter are left out. Throws `indicateur-introuvable`, `unite-introuvable`, `interdit`. */
  async serie(acteur: Acteur, id: string, code: string, du: string, au: string): Promise<Serie> {
    const definition = indicateur(id);
    if (!definition?.calcul) throw refus('introuvable', 'indicateur-introuvable');
    const unite = this.unite(code);
    const arbre = this.tenancy.arbre();
    const { ctx, voit } = this.portee(acteur, this.ruptures(du, au));
    if (!ctx.unites.includes(unite.id)) throw refus('interdit', 'interdit');
    const lues = await this.lecture.parJour(ctx, definition.calcul.mesure, du, au);
    const parJour = new Map<string, LigneLue[]>();
    for (const l of lues.filter((x) => voit(x.unite, x.periode) && estDansLePerimetre(arbre, x.unite, unite.id, x.periode))) parJour.set(l.periode, [...(parJour.get(l.periode) ?? []), l]);
    return {
      indicateur: { id, libelle: definition.libelle, unite: definition.unite },
      unite: { code: unite.code, nom: nomDe(arbre, unite.id, du, au) },
      du, au, points: [...parJour].map(([jour, lignes]) => ({ jour, ...chiffreDe(definition, lignes) })),
    };
  }

  private unite(code: string): Unite {
    const unite = this.tenancy.unite(code);
    if (!unite) throw refus('introuvable', 'unite-introuvable');
    return unite;
  }

  private origine(acteur: Acteur, { id: uniteId }: Unite): Origine {
    if (this.tenancy.peut(acteur, 'rapport.lire', { procedure: '*', uniteId })) return 'compteur';
    if (this.tenancy.peut(acteur, 'rapport.lire_agregats', { procedure: '*', uniteId })) return 'agregat';
    throw refus('interdit', 'interdit');
  }

  /** The rights of today over the tree of each day: a region keeps the figures of the days when a unit was its own, and only those. */
  private portee(acteur: Acteur, jours: readonly string[]): Portee {
    const [arbre, aujourdHui] = [this.tenancy.arbre(), this.tenancy.jour()];
    const affectees = this.tenancy.affectations(acteur.id).filter((a) => unitesPour([a], 'rapport.lire_agregats', '*', arbre, aujourdHui).length > 0).map((a) => a.uniteId);
    if (!affectees.length) throw refus('interdit', 'interdit');
    const tetes = tetesDe(arbre, affectees, aujourdHui);
    const voit = (uniteId: number, jour: string): boolean => suivi(arbre, tetes, uniteId, jour);
    const unites = arbre.filter((u) => jours.some((j) => voit(u.id, j))).map((u) => u.id);
    return { ctx: { acteur, role: 'app', unites }, voit };
  }

  private async agregats(acteur: Acteur, du: string, au: string): Promise<{ lignes: LigneLue[]; portee: Portee }> {
    const jours = this.ruptures(du, au);
    const portee = this.portee(acteur, jours);
    const lues = await this.lecture.lignes(portee.ctx, 'agregat', du, au, jours);
    return { lignes: lues.filter((l) => portee.voit(l.unite, l.periode)), portee };
  }

  private ruptures(du: string, au: string): string[] {
    return [...new Set([...ruptures(this.tenancy.arbre(), du, au), ...rupturesDe(INDICATEURS, du, au)])].sort();
  }
}
