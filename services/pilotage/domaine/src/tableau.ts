import type { Arbre, TypeUnite } from '@sm/kernel';
import { nomDe, uniteDeNiveau } from './epoque';
import { chiffreDe, type LigneLue } from './indicateurs';
import { INDICATEURS_AGREGES } from './rapport';

export type Niveau = Extract<TypeUnite, 'nationale' | 'regionale' | 'locale'>;
export type Valeurs = Readonly<Record<string, number | null>>;

export interface LigneTableau {
  readonly unite: { readonly id: number; readonly code: string; readonly nom: string; readonly type: TypeUnite };
  /** By indicator; all null when nothing was published for the unit. */
  readonly valeurs: Valeurs;
  readonly arreteLe: string | null;
}

export interface Tableau {
  readonly annee: number;
  readonly niveau: Niveau;
  readonly perimetre: 'epoque';
  readonly indicateurs: readonly { readonly id: string; readonly libelle: string; readonly unite: string }[];
  readonly lignes: readonly LigneTableau[];
  readonly total: Valeurs;
}

export interface DemandeTableau {
  readonly annee: number;
  readonly niveau: Niveau;
  readonly arbre: Arbre;
  /** Units that the reader followed on some day of the year; the lines given are those of his days. */
  readonly visibles: ReadonlySet<number>;
  /** Day of the last publication of each unit. */
  readonly publieLe: ReadonlyMap<number, string>;
}

const valeurs = (lignes: readonly LigneLue[], vide: boolean): Valeurs =>
  Object.fromEntries(INDICATEURS_AGREGES.map((i) => [i.id, vide ? null : chiffreDe(i, lignes).valeur]));

const existaient = (arbre: Arbre, niveau: Niveau, annee: number, visibles: ReadonlySet<number>): number[] =>
  arbre.filter((u) => u.type === niveau && visibles.has(u.id) && u.noms.some((n) => (n.du ?? '0000') <= `${annee}-12-31` && (n.au ?? '9999') >= `${annee}-01-01`)).map((u) => u.id);

/** Figures by unit of a level, each counter given to the unit under which it stood on its day; units that published nothing appear without figures. */
export function construireTableau(d: DemandeTableau, lues: readonly LigneLue[]): Tableau {
  const groupes = new Map<number, LigneLue[]>(existaient(d.arbre, d.niveau, d.annee, d.visibles).map((id) => [id, []]));
  const places = new Map<string, number | null>();
  for (const l of lues) {
    const cle = `${l.unite}|${l.periode}`;
    if (!places.has(cle)) places.set(cle, uniteDeNiveau(d.arbre, l.unite, l.periode, d.niveau));
    const place = places.get(cle) ?? null;
    if (place === null || !d.visibles.has(place)) continue;
    const groupe = groupes.get(place);
    if (groupe) groupe.push(l);
    else groupes.set(place, [l]);
  }
  const unite = (id: number) => d.arbre.find((u) => u.id === id);
  const lignes = [...groupes].map(([id, vues]): LigneTableau => ({
    unite: { id, code: unite(id)?.code ?? String(id), nom: nomDe(d.arbre, id, `${d.annee}-01-01`, `${d.annee}-12-31`), type: unite(id)?.type ?? d.niveau },
    valeurs: valeurs(vues, vues.length === 0),
    arreteLe: [...new Set([id, ...vues.map((l) => l.unite)])].map((u) => d.publieLe.get(u) ?? '').sort().at(-1) || null,
  }));
  return {
    annee: d.annee, niveau: d.niveau, perimetre: 'epoque',
    indicateurs: INDICATEURS_AGREGES.map(({ id, libelle, unite: u }) => ({ id, libelle, unite: u })),
    lignes: lignes.sort((a, b) => (a.unite.code < b.unite.code ? -1 : 1)),
    total: valeurs([...groupes.values()].flat(), lues.length === 0),
  };
}
