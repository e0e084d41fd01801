import type { Arbre } from '@sm/kernel';
import { ruptures, uniteDeNiveau } from '../epoque';
import type { LigneLue } from '../indicateurs';
import { CARTE_EPOQUE, type Carte } from '../perimetre';
import type { Niveau } from '../tableau';
import { feuillesDe, type Famille } from './familles';
import type { Systeme, Zone } from './systeme';

/** A map of the lattice, by its stable name: `epoque`, `courant`, `constant:2020-01-01`. */
export interface CarteFixe {
  readonly code: string;
  /** Day of the map; null for the one of each day. */
  readonly jour: string | null;
}

export const carteFixe = ({ jour }: CarteFixe): Carte => (jour === null ? CARTE_EPOQUE : () => jour);

/** A row of the edition: a unit under a map over a calendar period (`2016`, `2016-03`). */
export interface Place {
  readonly carte: string;
  readonly niveau: Niveau;
  readonly unite: number;
  readonly periode: string;
}

export const clePlace = (p: Pick<Place, 'carte' | 'unite' | 'periode'>): string => `${p.carte}|${p.unite}|${p.periode}`;

export interface Grille {
  readonly unites: readonly number[];
  readonly etapes: readonly string[];
  readonly zones: readonly Zone[];
  /** First atom of the stretches of a unit that every row of the year takes together. */
  readonly ancres: readonly number[];
  /** Zone of each row, many of which are the same atoms. */
  readonly places: readonly (Place & { readonly zone: number })[];
}

const NIVEAUX: readonly Niveau[] = ['nationale', 'regionale', 'locale'];

export interface DemandeTreillis {
  readonly annee: number;
  readonly arbre: Arbre;
  readonly cartes: readonly CarteFixe[];
}

type Groupes = Map<string, Place & { readonly atomes: number[] }>;

function grouper({ annee, arbre, cartes }: DemandeTreillis, unites: readonly number[], etapes: readonly string[], mensuel: boolean): Groupes {
  const groupes: Groupes = new Map();
  const connues = new Map<string, number | null>();
  const placer = (u: number, jour: string, niveau: Niveau): number | null => {
    const cle = `${u}|${jour}|${niveau}`;
    if (!connues.has(cle)) connues.set(cle, uniteDeNiveau(arbre, u, jour, niveau));
    return connues.get(cle) ?? null;
  };
  for (const carte of cartes) {
    const jourDe = carteFixe(carte);
    etapes.forEach((etape, p) => unites.forEach((u, ligne) => {
      for (const niveau of NIVEAUX) {
        const unite = placer(u, jourDe(etape), niveau);
        if (unite === null) continue;
        for (const periode of mensuel ? [String(annee), etape.slice(0, 7)] : [String(annee)]) {
          const place = { carte: carte.code, niveau, unite, periode };
          const groupe = groupes.get(clePlace(place)) ?? { ...place, atomes: [] };
          groupe.atomes.push(ligne * etapes.length + p);
          groupes.set(clePlace(place), groupe);
        }
      }
    }));
  }
  return groupes;
}

/** The fixed lattice of a year: units of every level × year and months × maps. Atoms that no row shows by themselves are kept, for they can be had by subtraction. */
export function construireGrille(demande: DemandeTreillis, unites: readonly number[], mensuel: boolean): Grille {
  const etapes = ruptures(demande.arbre, `${demande.annee}-01-01`, `${demande.annee}-12-31`);
  const numeros = new Map<string, number>();
  const zones: Zone[] = [];
  const numero = (atomes: readonly number[], montree: boolean, fine: boolean): number => {
    const cle = atomes.join();
    const connu = numeros.get(cle);
    if (connu !== undefined) return connu;
    numeros.set(cle, zones.length);
    return zones.push({ atomes, montree, fine }) - 1;
  };
  const places = [...grouper(demande, unites, etapes, mensuel).values()].map(({ atomes, ...place }) => ({ ...place, zone: numero(atomes.sort((a, b) => a - b), true, place.periode.length > 4) }));
  const ancres = ancresDe(unites.length, etapes.length, zones);
  for (const a of new Set(ancres)) numero(ancres.flatMap((x, i) => (x === a ? [i] : [])), false, false);
  for (let a = 0; a < ancres.length; a++) numero([a], false, true);
  return { unites, etapes, zones, ancres, places };
}

/** Stretches of a unit that the same rows of the year hold, each under the first of them. */
export function ancresDe(lignes: number, colonnes: number, zones: readonly Zone[]): number[] {
  const signatures = Array.from({ length: lignes * colonnes }, (_, a) => String(Math.floor(a / colonnes)));
  zones.forEach(({ atomes, fine }, z) => {
    if (!fine) for (const a of atomes) signatures[a] += `|${z}`;
  });
  const premiers = new Map<string, number>();
  return signatures.map((s, a) => {
    if (!premiers.has(s)) premiers.set(s, a);
    return premiers.get(s)!;
  });
}

/** The counters of a family on the grid. Of a stock, the last state of each cell of the year is kept, where it stands. */
export function systemeDe(famille: Famille, grille: Grille, lignes: readonly LigneLue[]): Systeme {
  const [colonnes, f] = [grille.etapes.length, famille.classeDe.length];
  const [rangs, etapes] = [new Map(grille.unites.map((u, i) => [u, i])), new Map(grille.etapes.map((e, i) => [e, i]))];
  const quantites = new Float64Array(grille.unites.length * colonnes * f);
  for (const l of derniers(famille, lignes)) {
    const [ligne, colonne] = [rangs.get(l.unite), etapes.get(l.periode)];
    if (ligne === undefined || colonne === undefined) throw new Error('ligne-hors-treillis');
    const atome = ligne * colonnes + colonne;
    for (const k of feuillesDe(famille, l)) quantites[(famille.fines[famille.classeDe[k]!] ? atome : grille.ancres[atome]!) * f + k]! += l.valeur;
  }
  return { atomes: grille.unites.length * colonnes, ancres: grille.ancres, classeDe: famille.classeDe, fines: famille.fines, noeuds: famille.noeuds, zones: grille.zones, quantites, lignes: grille.unites.length, colonnes };
}

function derniers(famille: Famille, lignes: readonly LigneLue[]): LigneLue[] {
  const vues = lignes.filter((l) => famille.mesures.includes(l.indicateur));
  if (!famille.stock) return vues;
  const parCase = new Map<string, LigneLue>();
  for (const l of vues) if ((parCase.get(`${l.unite}|${l.axe}`)?.periode ?? '') <= l.periode) parCase.set(`${l.unite}|${l.axe}`, l);
  return [...parCase.values()];
}
