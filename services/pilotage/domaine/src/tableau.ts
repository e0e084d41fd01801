import type { Arbre, TypeUnite } from '@sm/kernel';
import { Cartographe } from './carte';
import { avertissementDe } from './depot';
import { nomDe } from './epoque';
import { chiffreDe, type Indicateur, type LigneLue } from './indicateurs';
import { CARTE_EPOQUE, type Carte, type Perimetre } from './perimetre';
import { INDICATEURS_AGREGES } from './rapport';

export type Niveau = Extract<TypeUnite, 'nationale' | 'regionale' | 'locale'>;
export type Valeurs = Readonly<Record<string, number | null>>;

export interface LigneTableau {
  readonly unite: { readonly id: number; readonly code: string; readonly nom: string; readonly type: TypeUnite };
  /** By indicator; all null when nothing was published for the unit. */
  readonly valeurs: Valeurs;
  readonly arreteLe: string | null;
  /** Who published its counters. */
  readonly sources: readonly string[];
}

/** What is known of the publications of a unit for the period. */
export interface Publiee {
  readonly le: string;
  readonly sources: readonly string[];
}

export interface Tableau {
  readonly annee: number;
  readonly niveau: Niveau;
  readonly perimetre: Perimetre;
  readonly indicateurs: readonly { readonly id: string; readonly libelle: string; readonly unite: string }[];
  readonly lignes: readonly LigneTableau[];
  /** Counters that the map cannot divide between units (a split since, a merger later): in the total, in no line. */
  readonly nonVentile: { readonly entre: readonly string[]; readonly valeurs: Valeurs } | null;
  readonly total: Valeurs;
  /** Said when some of the figures are invented. */
  readonly avertissement: string | null;
}

export interface DemandeTableau {
  readonly annee: number;
  readonly niveau: Niveau;
  readonly arbre: Arbre;
  /** Units that the reader followed on some day of the year; the lines given are those of his days. */
  readonly visibles: ReadonlySet<number>;
  readonly publiees: ReadonlyMap<number, Publiee>;
  /** By default the map of each day. */
  readonly perimetre?: Perimetre;
  readonly carte?: Carte;
}

const valeurs = (lignes: readonly LigneLue[], vide: boolean): Valeurs =>
  Object.fromEntries(INDICATEURS_AGREGES.map((i) => [i.id, vide ? null : chiffreDe(i, lignes).valeur]));

const tenus = (total: Valeurs): Indicateur[] => INDICATEURS_AGREGES.filter((i) => i.calcul?.genre === 'compte' || i.calcul?.genre === 'part_sous_seuil' || total[i.id] !== null);
const garder = (v: Valeurs, indicateurs: readonly Indicateur[]): Valeurs => Object.fromEntries(indicateurs.map((i) => [i.id, v[i.id] ?? null]));

function existaient({ arbre, niveau, annee, visibles, carte = CARTE_EPOQUE }: DemandeTableau): number[] {
  const [du, au] = [carte(`${annee}-01-01`), carte(`${annee}-12-31`)];
  return arbre.filter((u) => u.type === niveau && visibles.has(u.id) && u.noms.some((n) => (n.du ?? '0000') <= au && (n.au ?? '9999') >= du)).map((u) => u.id);
}

interface Groupes {
  readonly parUnite: Map<number, LigneLue[]>;
  readonly nonVentilees: LigneLue[];
  readonly entre: Set<number>;
}

/** Counters by unit of the level; units that exist and published nothing have none. */
function grouper(d: DemandeTableau, lues: readonly LigneLue[]): Groupes {
  const { carte = CARTE_EPOQUE, arbre, niveau, visibles } = d;
  const groupes: Groupes = { parUnite: new Map(existaient(d).map((id) => [id, []])), nonVentilees: [], entre: new Set() };
  const cartographe = new Cartographe(arbre);
  for (const l of lues) {
    const places = cartographe.auNiveau(l.unite, l.periode, carte(l.periode), niveau);
    const [place] = places;
    if (place === undefined || !places.some((id) => visibles.has(id))) continue;
    if (places.length > 1) {
      groupes.nonVentilees.push(l);
      for (const id of places) groupes.entre.add(id);
    } else {
      const groupe = groupes.parUnite.get(place);
      if (groupe) groupe.push(l);
      else groupes.parUnite.set(place, [l]);
    }
  }
  return groupes;
}

/** Figures by unit of a level, each counter given to the unit under which it stood on the day of the map; an indicator that only other sources feed is left out when none did. */
export function construireTableau(d: DemandeTableau, lues: readonly LigneLue[]): Tableau {
  const { arbre, annee, niveau, perimetre = 'epoque', carte = CARTE_EPOQUE } = d;
  const { parUnite, nonVentilees, entre } = grouper(d, lues);
  const code = (id: number): string => arbre.find((u) => u.id === id)?.code ?? String(id);
  const total = valeurs([...parUnite.values(), nonVentilees].flat(), lues.length === 0);
  const indicateurs = tenus(total);
  const lignes = [...parUnite].map(([id, vues]): LigneTableau => {
    const unite = arbre.find((u) => u.id === id);
    const publiees = [...new Set([id, ...vues.map((l) => l.unite)])].flatMap((u) => d.publiees.get(u) ?? []);
    return {
      unite: { id, code: code(id), nom: nomDe(arbre, id, carte(`${annee}-01-01`), carte(`${annee}-12-31`)), type: unite?.type ?? niveau },
      valeurs: garder(valeurs(vues, vues.length === 0), indicateurs),
      arreteLe: publiees.map((p) => p.le).sort().at(-1) ?? null,
      sources: [...new Set(publiees.flatMap((p) => p.sources))].sort(),
    };
  });
  return {
    annee, niveau, perimetre, lignes: lignes.sort((a, b) => (a.unite.code < b.unite.code ? -1 : 1)), total: garder(total, indicateurs),
    nonVentile: nonVentilees.length ? { entre: [...entre].map(code).sort(), valeurs: garder(valeurs(nonVentilees, false), indicateurs) } : null,
    indicateurs: indicateurs.map(({ id, libelle, unite }) => ({ id, libelle, unite })),
    avertissement: avertissementDe([...new Set(lignes.flatMap((l) => l.sources))].sort()),
  };
}
