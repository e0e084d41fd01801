import type { Arbre, TypeUnite } from '@sm/kernel';
import { avertissementDe } from '../depot';
import { nomDe } from '../epoque';
import { pourcentage, type Calcul, type Indicateur } from '../indicateurs';
import { INDICATEURS, INDICATEURS_AGREGES } from '../rapport';
import { SECTIONS_NATIONALES } from '../donnees/national';
import { SECTIONS_RAPPORT } from '../donnees/rapport-annuel';
import type { Niveau } from '../tableau';
import { rangerLignes, type LigneEdition } from './edition';
import { codeFamille, compteDe, noeudDelai, noeudsLus } from './familles';
import { BORNES_DELAI, INDICATEURS_MENSUELS, type Compte } from './parametres';
import { clePlace, type Place } from './treillis';

/** `masque`: not told, because small or because it would give a small number back. `non_publie`: nothing known of it was published. */
export type Statut = 'publie' | 'masque' | 'non_publie';

export interface ChiffreDiffuse {
  readonly id: string;
  readonly libelle: string;
  readonly unite: string;
  readonly compte: Compte;
  readonly statut: Statut;
  readonly valeur: number | null;
  readonly numerateur?: number;
  readonly denominateur?: number;
  /** Repeated from a former edition. */
  readonly tenu: boolean;
}

/** Delays of a class, in days; `a` null = no upper bound. */
export interface ClasseDelai {
  readonly de: number;
  readonly a: number | null;
}

export interface EnTeteEdition {
  readonly annee: number;
  readonly numero: number;
  readonly editeLe: string;
  /** The map under which the figures are read, by its name in the edition. */
  readonly carte: string;
  readonly minimum: number;
  readonly sources: readonly string[];
}

export interface RapportDiffusable extends EnTeteEdition {
  readonly edition: 'diffusable';
  readonly unite: { readonly code: string; readonly nom: string };
  readonly avertissement: string | null;
  readonly sections: readonly { readonly rubrique: string; readonly titre: string; readonly chiffres: readonly ChiffreDiffuse[] }[];
  readonly delais: { readonly mediane: ClasseDelai | null; readonly p90: ClasseDelai | null; readonly classes: readonly (ClasseDelai & { readonly n: number | null })[] };
  readonly parMois: readonly { readonly mois: string; readonly chiffres: readonly ChiffreDiffuse[] }[];
}

export interface TableauDiffusable extends EnTeteEdition {
  readonly edition: 'diffusable';
  readonly periode: string;
  readonly niveau: Niveau;
  readonly avertissement: string | null;
  readonly indicateurs: readonly { readonly id: string; readonly libelle: string; readonly unite: string; readonly compte: Compte }[];
  readonly lignes: readonly { readonly unite: { readonly id: number; readonly code: string; readonly nom: string; readonly type: TypeUnite }; readonly chiffres: Readonly<Record<string, ChiffreDiffuse>> }[];
}

/** Rows of an edition, and those of the editions of the years that some indicator compares it with. */
export interface Registre {
  readonly lignes: ReadonlyMap<string, LigneEdition>;
  readonly references: ReadonlyMap<number, ReadonlyMap<string, LigneEdition>>;
}

export const registre = (lignes: readonly LigneEdition[], references: ReadonlyMap<number, readonly LigneEdition[]> = new Map()): Registre =>
  ({ lignes: rangerLignes(lignes), references: new Map([...references].map(([annee, l]) => [annee, rangerLignes(l)])) });

type Lieu = Pick<Place, 'carte' | 'unite' | 'periode'>;
type Lu = number | null | undefined;

const lire = (lignes: ReadonlyMap<string, LigneEdition>, calcul: Calcul, lieu: Lieu, noeud: string): Lu => lignes.get(`${codeFamille(calcul.mesure)}|${clePlace(lieu)}`)?.valeurs[noeud];

/** Numerator and denominator of a figure, as the editions print them; a figure by itself has no denominator. */
function termes({ lignes, references }: Registre, calcul: Calcul, lieu: Lieu): readonly Lu[] {
  const lus = noeudsLus(calcul);
  if ('numerateur' in lus) return [lire(lignes, calcul, lieu, lus.numerateur), lire(lignes, calcul, lieu, lus.denominateur)];
  const valeur = lire(lignes, calcul, lieu, lus.valeur);
  if (calcul.genre !== 'rapport_annuel') return [valeur];
  return [valeur, lire(references.get(calcul.reference) ?? new Map(), calcul, { ...lieu, periode: String(calcul.reference) }, lus.valeur)];
}

/** A figure made from printed figures only: it tells nothing that they do not. One hidden term hides it. */
export function chiffreDiffuse(r: Registre, i: Indicateur, lieu: Lieu): ChiffreDiffuse {
  const { id, libelle, unite, calcul } = i;
  const vide = { id, libelle, unite, compte: compteDe(i), valeur: null, tenu: false };
  const valide = (i.valideDu ?? '') <= `${lieu.periode}-12-31` && lieu.periode <= (i.valideAu ?? '9999');
  const lus = calcul && valide ? termes(r, calcul, lieu) : [];
  if (!calcul || !lus.length || lus.includes(undefined)) return { ...vide, statut: 'non_publie' };
  if (lus.includes(null)) return { ...vide, statut: 'masque' };
  const ligne = r.lignes.get(`${codeFamille(calcul.mesure)}|${clePlace(lieu)}`);
  const tenu = Object.values(noeudsLus(calcul)).some((n: string) => ligne?.tenues.includes(n));
  const [numerateur, denominateur] = lus as number[];
  if (denominateur === undefined) return { ...vide, statut: 'publie', valeur: numerateur ?? null, tenu };
  const quotient = denominateur === 0 ? null : Math.round((numerateur! * 100) / denominateur) / 100;
  const valeur = calcul.genre === 'rapport_annuel' ? quotient : pourcentage(numerateur!, denominateur);
  return { ...vide, statut: valeur === null ? 'non_publie' : 'publie', valeur, tenu, numerateur: numerateur!, denominateur };
}

const classe = (rang: number): ClasseDelai => ({ de: BORNES_DELAI[rang] ?? 0, a: rang + 1 < BORNES_DELAI.length ? BORNES_DELAI[rang + 1]! - 1 : null });

/** Class that holds a quantile: from the printed classes, all of them, or not at all. */
function quantileDiffuse(classes: readonly (number | null)[], pourcent: number): ClasseDelai | null {
  if (classes.includes(null)) return null;
  const effectifs = classes as readonly number[];
  const rang = Math.ceil((effectifs.reduce((a, b) => a + b, 0) * pourcent) / 100);
  let cumul = 0;
  const place = effectifs.findIndex((n) => (cumul += n) >= rang && n > 0);
  return place < 0 ? null : classe(place);
}

function delais(r: Registre, lieu: Lieu): RapportDiffusable['delais'] {
  const calcul = INDICATEURS.find((i) => i.calcul?.genre === 'part_sous_seuil')?.calcul;
  const lues = calcul ? BORNES_DELAI.map((b) => lire(r.lignes, calcul, lieu, noeudDelai(b)) ?? null) : [];
  return { mediane: quantileDiffuse(lues, 50), p90: quantileDiffuse(lues, 90), classes: lues.map((n, rang) => ({ ...classe(rang), n })) };
}

/** The report of a unit as it may leave the service médical. */
export function rapportDiffusable(enTete: EnTeteEdition, unite: { readonly id: number; readonly code: string; readonly nom: string }, r: Registre): RapportDiffusable {
  const lieu = { carte: enTete.carte, unite: unite.id, periode: String(enTete.annee) };
  const mensuels = INDICATEURS.filter((i) => INDICATEURS_MENSUELS.includes(i.id));
  return {
    ...enTete, edition: 'diffusable', unite: { code: unite.code, nom: unite.nom }, avertissement: avertissementDe(enTete.sources), delais: delais(r, lieu),
    sections: [...SECTIONS_RAPPORT, ...SECTIONS_NATIONALES].map((s) => ({ rubrique: s.rubrique, titre: s.titre, chiffres: s.indicateurs.map((i) => chiffreDiffuse(r, i, lieu)) })),
    parMois: Array.from({ length: 12 }, (_, m) => `${enTete.annee}-${String(m + 1).padStart(2, '0')}`)
      .map((mois) => ({ mois, chiffres: mensuels.map((i) => chiffreDiffuse(r, i, { ...lieu, periode: mois })) })),
  };
}

export interface DemandeTableauDiffusable {
  readonly niveau: Niveau;
  readonly periode: string;
  readonly arbre: Arbre;
  readonly lignes: readonly LigneEdition[];
}

/** Figures of the units of a level over a period of the lattice; a column that nobody has is left out. */
export function tableauDiffusable(enTete: EnTeteEdition, { niveau, periode, arbre, lignes }: DemandeTableauDiffusable, r: Registre): TableauDiffusable {
  const vues = lignes.filter((l) => l.carte === enTete.carte && l.niveau === niveau && l.periode === periode);
  const unites = [...new Set(vues.map((l) => l.unite))].flatMap((id) => arbre.find((u) => u.id === id) ?? []);
  const mensuel = periode.length > 4;
  const tous = unites.map((u) => {
    const chiffres = INDICATEURS_AGREGES.map((i) => chiffreDiffuse(r, i, { carte: enTete.carte, unite: u.id, periode }));
    return { unite: { id: u.id, code: u.code, nom: nomDe(arbre, u.id, `${enTete.annee}-01-01`, `${enTete.annee}-12-31`), type: u.type }, chiffres: Object.fromEntries(chiffres.map((c) => [c.id, c])) };
  });
  const tenus = INDICATEURS_AGREGES.filter((i) => (!mensuel || INDICATEURS_MENSUELS.includes(i.id)) && tous.some((l) => l.chiffres[i.id]?.statut !== 'non_publie'));
  return {
    ...enTete, edition: 'diffusable', periode, niveau, avertissement: avertissementDe(enTete.sources),
    indicateurs: tenus.map((i) => ({ id: i.id, libelle: i.libelle, unite: i.unite, compte: compteDe(i) })),
    lignes: tous.sort((a, b) => (a.unite.code < b.unite.code ? -1 : 1)).map((l) => ({ ...l, chiffres: Object.fromEntries(tenus.flatMap((i) => (l.chiffres[i.id] ? [[i.id, l.chiffres[i.id]!]] : []))) })),
  };
}
