import { Injectable } from '@nestjs/common';
import { estDansLePerimetre, jourLocal, jourValide, refuser, unitesPour, type Acteur, type Unite } from '@sm/kernel';
import {
  Cartographe, INDICATEURS, carteDe, chiffreDe, construireRapport, construireTableau, indicateur, mesureDeReference, nomDe, referencesDe, ruptures, rupturesDe, suivi, tetesDe, uniteDeNiveau,
  type Carte, type Chiffre, type LigneLue, type Niveau, type Perimetre, type Rapport, type Tableau,
} from '@sm/pilotage-domaine';
import { ProblemeException, Tenancy, probleme, type Contexte } from '@sm/platform';
import { LectureQuery, type Origine } from './lecture.query';

export interface Serie {
  readonly indicateur: { readonly id: string; readonly libelle: string; readonly unite: string };
  readonly unite: { readonly code: string; readonly nom: string };
  readonly du: string;
  readonly au: string;
  readonly points: readonly (Chiffre & { readonly jour: string })[];
}

/** Which map to read with; that of each day by default. */
interface Vue {
  readonly perimetre?: Perimetre;
  readonly carte?: string;
}

interface Lues {
  readonly lignes: LigneLue[];
  readonly sources: string[] | null;
  readonly nonVentilees: readonly string[];
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

  /** Yearly report of a unit. Its own people read its counters; the levels above read only what was published. Throws `unite-introuvable`, `interdit`, `carte-requise`. */
  async rapport(acteur: Acteur, code: string, annee: number, vue: Vue = {}): Promise<Rapport> {
    const unite = this.unite(code);
    const arbre = this.tenancy.arbre();
    const { perimetre, carte } = this.carte(vue);
    const origine = this.origine(acteur, unite);
    const local = origine === 'compteur';
    const { lignes, sources, nonVentilees } = local ? await this.propres(acteur, unite.id, annee) : await this.publies(acteur, unite.id, annee, carte);
    const fraicheur = await this.lecture.fraicheur(origine);
    const [du, au] = [carte(`${annee}-01-01`), carte(`${annee}-12-31`)];
    const region = uniteDeNiveau(arbre, unite.id, au, 'regionale');
    return construireRapport({
      unite: { code: unite.code, nom: nomDe(arbre, unite.id, du, au), region: region === null ? null : nomDe(arbre, region, du, au) },
      annee, perimetre, sources, nonVentilees, origine: local ? 'compteurs' : 'agregats', fraicheur,
      arreteLe: fraicheur.dernierEvenement === null ? null : jourLocal(new Date(fraicheur.dernierEvenement)),
    }, lignes);
  }

  /** Figures by unit of a level, within the reader's perimeter. Throws `interdit`, `carte-requise`. */
  async tableau(acteur: Acteur, annee: number, niveau: Niveau, vue: Vue = {}): Promise<Tableau> {
    const { perimetre, carte } = this.carte(vue);
    const { lignes, portee } = await this.agregats(acteur, annee);
    const publiees = await this.lecture.publications(portee.ctx, `${annee}-01-01`, `${annee}-12-31`);
    return construireTableau({ annee, niveau, arbre: this.tenancy.arbre(), visibles: new Set(portee.ctx.unites), publiees, perimetre, carte }, lignes);
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

  private carte({ perimetre = 'epoque', carte }: Vue): { perimetre: Perimetre; carte: Carte } {
    if (perimetre === 'constant' && (carte === undefined || !jourValide(carte))) throw probleme('carte-requise', 400);
    return { perimetre, carte: carteDe(perimetre, this.tenancy.jour(), carte) };
  }

  private async propres(acteur: Acteur, uniteId: number, annee: number): Promise<Lues> {
    const [du, au] = [`${annee}-01-01`, `${annee}-12-31`];
    const lignes = await this.lecture.lignes(this.tenancy.contexte(acteur, 'rapport.lire', '*'), 'compteur', du, au, this.ruptures(du, au), { unites: [uniteId] });
    return { lignes, sources: null, nonVentilees: [] };
  }

  private async publies(acteur: Acteur, uniteId: number, annee: number, carte: Carte): Promise<Lues> {
    const arbre = this.tenancy.arbre();
    const { lignes, portee } = await this.agregats(acteur, annee);
    const cartographe = new Cartographe(arbre);
    const [vues, partagees] = [[] as LigneLue[], new Set<number>()];
    for (const l of lignes) {
      const jour = carte(l.periode);
      const places = cartographe.representantes(l.unite, l.periode, jour);
      const siennes = places.filter((id) => estDansLePerimetre(arbre, id, uniteId, jour));
      if (siennes.length === places.length) vues.push(l);
      else if (siennes.length > 0) partagees.add(l.unite);
    }
    const publiees = await this.lecture.publications(portee.ctx, `${annee}-01-01`, `${annee}-12-31`);
    const nonVentilees = arbre.filter((u) => partagees.has(u.id)).map((u) => u.code).sort();
    return { lignes: vues, sources: [...new Set(vues.flatMap((l) => publiees.get(l.unite)?.sources ?? []))].sort(), nonVentilees };
  }

  /** Counters of the year, and beside them those of the years that some indicator compares it with. */
  private async agregats(acteur: Acteur, annee: number): Promise<{ lignes: LigneLue[]; portee: Portee }> {
    const lire = async (an: number, mesure?: string): Promise<{ lignes: LigneLue[]; portee: Portee }> => {
      const [du, au] = [`${an}-01-01`, `${an}-12-31`];
      const jours = this.ruptures(du, au);
      const portee = this.portee(acteur, jours);
      const lues = await this.lecture.lignes(portee.ctx, 'agregat', du, au, jours, mesure ? { mesure } : {});
      return { portee, lignes: lues.filter((l) => portee.voit(l.unite, l.periode)) };
    };
    const { lignes, portee } = await lire(annee);
    const voulues = referencesDe(INDICATEURS.filter((i) => (i.valideDu ?? '') <= `${annee}-12-31` && (i.valideAu ?? '9999') >= `${annee}-01-01`));
    for (const r of voulues) {
      const reference = await lire(r.annee, r.mesure);
      lignes.push(...reference.lignes.map((l) => ({ ...l, indicateur: mesureDeReference(l.indicateur, r.annee) })));
    }
    return { lignes, portee };
  }

  private ruptures(du: string, au: string): string[] {
    return [...new Set([...ruptures(this.tenancy.arbre(), du, au), ...rupturesDe(INDICATEURS, du, au)])].sort();
  }
}
