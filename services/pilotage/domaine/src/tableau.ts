import type { Arbre, TypeUnite } from '@sm/kernel';
import { avertissementDe } from './depot';
import { nomDe, uniteDeNiveau } from './epoque';
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

/** Counters by unit of the level; units that exist and published nothing have none. */
function grouper(d: DemandeTableau, lues: readonly LigneLue[]): Map<number, LigneLue[]> {
  const { carte = CARTE_EPOQUE } = d;
  const groupes = new Map<number, LigneLue[]>(existaient(d).map((id) => [id, []]));
  const places = new Map<string, number | null>();
  for (const l of lues) {
    const jour = carte(l.periode);
    const cle = `${l.unite}|${jour}`;
    if (!places.has(cle)) places.set(cle, uniteDeNiveau(d.arbre, l.unite, jour, d.niveau));
    const place = places.get(cle) ?? null;
    if (place === null || !d.visibles.has(place)) continue;
    const groupe = groupes.get(place);
    if (groupe) groupe.push(l);
    else groupes.set(place, [l]);
  }
  return groupes;
}

/** Figures by unit of a level, each counter given to the unit under which it stood on the day of the map; an indicator that only other sources feed is left out when none did. */
export function construireTableau(d: DemandeTableau, lues: readonly LigneLue[]): Tableau {
  const { arbre, annee, niveau, perimetre = 'epoque', carte = CARTE_EPOQUE } = d;
  const groupes = grouper(d, lues);
  const total = valeurs([...groupes.values()].flat(), lues.length === 0);
  const indicateurs = tenus(total);
  const lignes = [...groupes].map(([id, vues]): LigneTableau => {
    const unite = arbre.find((u) => u.id === id);
    const publiees = [...new Set([id, ...vues.map((l) => l.unite)])].flatMap((u) => d.publiees.get(u) ?? []);
    return {
      unite: { id, code: unite?.code ?? String(id), nom: nomDe(arbre, id, carte(`${annee}-01-01`), carte(`${annee}-12-31`)), type: unite?.type ?? niveau },
      valeurs: garder(valeurs(vues, vues.length === 0), indicateurs),
      arreteLe: publiees.map((p) => p.le).sort().at(-1) ?? null,
      sources: [...new Set(publiees.flatMap((p) => p.sources))].sort(),
    };
  });
  return {
    annee, niveau, perimetre, lignes: lignes.sort((a, b) => (a.unite.code < b.unite.code ? -1 : 1)), total: garder(total, indicateurs),
    indicateurs: indicateurs.map(({ id, libelle, unite }) => ({ id, libelle, unite })),
    avertissement: avertissementDe([...new Set(lignes.flatMap((l) => l.sources))].sort()),
  };
}
