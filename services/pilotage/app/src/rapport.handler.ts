import { Injectable } from '@nestjs/common';
import { estDansLePerimetre, jourLocal, refuser, type Acteur, type Unite } from '@sm/kernel';
import {
  INDICATEURS, INDICATEURS_AGREGES, chiffreDe, construireRapport, construireTableau, indicateur, nomDe, ruptures, rupturesDe, uniteDeNiveau, type Chiffre, type LigneLue,
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

const refus = (categorie: 'introuvable' | 'interdit', code: string): ProblemeException => new ProblemeException(refuser(categorie, code).refus);

/** Assembles what is read with what is known of the units and of the reader's rights. */
@Injectable()
export class RapportHandler {
  constructor(private readonly tenancy: Tenancy, private readonly lecture: LectureQuery) {}

  /** Yearly report of a unit. Its own people read its counters; the levels above read only what was published. Throws `unite-introuvable`, `interdit`. */
  async rapport(acteur: Acteur, code: string, annee: number): Promise<Rapport> {
    const unite = this.unite(code);
    const { ctx, origine } = this.acces(acteur, unite);
    const [du, au] = [`${annee}-01-01`, `${annee}-12-31`];
    const arbre = this.tenancy.arbre();
    const local = origine === 'compteur';
    const lues = await this.lecture.lignes(ctx, origine, du, au, this.ruptures(du, au), local ? [unite.id] : null);
    const lignes = local ? lues : lues.filter((l) => estDansLePerimetre(arbre, l.unite, unite.id, l.periode));
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
    const ctx = this.contexteAgregats(acteur);
    const [du, au] = [`${annee}-01-01`, `${annee}-12-31`];
    const [lues, publieLe] = [await this.lecture.lignes(ctx, 'agregat', du, au, this.ruptures(du, au)), await this.lecture.publications(ctx, du, au)];
    return construireTableau({ annee, niveau, arbre: this.tenancy.arbre(), visibles: new Set(ctx.unites), publieLe }, lues);
  }

  /** One figure day by day, for the perimeter that a unit had on each day; days without a counter are left out. Throws `indicateur-introuvable`, `unite-introuvable`, `interdit`. */
  async serie(acteur: Acteur, id: string, code: string, du: string, au: string): Promise<Serie> {
    const definition = indicateur(id);
    if (!definition?.calcul) throw refus('introuvable', 'indicateur-introuvable');
    const unite = this.unite(code);
    const ctx = this.contexteAgregats(acteur);
    if (!ctx.unites.includes(unite.id)) throw refus('interdit', 'interdit');
    const arbre = this.tenancy.arbre();
    const lues = await this.lecture.parJour(ctx, definition.calcul.mesure, du, au);
    const parJour = new Map<string, LigneLue[]>();
    for (const l of lues.filter((x) => estDansLePerimetre(arbre, x.unite, unite.id, x.periode))) parJour.set(l.periode, [...(parJour.get(l.periode) ?? []), l]);
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

  private acces(acteur: Acteur, { id: uniteId }: Unite): { ctx: Contexte; origine: Origine } {
    if (this.tenancy.peut(acteur, 'rapport.lire', { procedure: '*', uniteId })) return { ctx: this.tenancy.contexte(acteur, 'rapport.lire', '*'), origine: 'compteur' };
    if (this.tenancy.peut(acteur, 'rapport.lire_agregats', { procedure: '*', uniteId })) return { ctx: this.contexteAgregats(acteur), origine: 'agregat' };
    throw refus('interdit', 'interdit');
  }

  private contexteAgregats(acteur: Acteur): Contexte {
    const ctx = this.tenancy.contexte(acteur, 'rapport.lire_agregats', '*');
    if (!ctx.unites.length) throw refus('interdit', 'interdit');
    return ctx;
  }

  private ruptures(du: string, au: string): string[] {
    return [...new Set([...ruptures(this.tenancy.arbre(), du, au), ...rupturesDe([...INDICATEURS, ...INDICATEURS_AGREGES], du, au)])].sort();
  }
}
