import { lireAxe, retient, type Filtre, type NomAxe } from '../axes';
import type { Calcul, Indicateur, LigneLue } from '../indicateurs';
import { mesure } from '../mesures';
import { BORNES_DELAI, INDICATEURS_MENSUELS, type Compte } from './parametres';
import type { Noeud } from './systeme';

/** Measures of the same facts: their figures add up to the same totals, and are hidden together. */
export interface Famille {
  readonly code: string;
  readonly compte: Compte;
  /** A stock has a value at a date only: it is published by the year. */
  readonly stock: boolean;
  readonly mesures: readonly string[];
  readonly classes: readonly Classe[];
  readonly classeDe: readonly number[];
  /** Classifications kept by the month; the others are kept by the year. */
  readonly fines: readonly boolean[];
  readonly noeuds: readonly Noeud[];
}

/** One way of splitting a measure: every line of it falls in one of the leaves. */
interface Classe {
  readonly mesure: string;
  readonly feuilles: readonly string[];
  readonly rang: number;
  feuilleDe(this: void, axe: string): string;
}

/** What each unit of the report counts. A unit that is not here has no figure in an edition. */
export const COMPTES: Readonly<Record<string, Compte>> = {
  demandes: 'dossiers', avis: 'dossiers', protocoles: 'dossiers', contrôles: 'dossiers', '%': 'dossiers', rapport: 'dossiers', analyses: 'dossiers', saisines: 'dossiers', séjours: 'dossiers',
  avertissements: 'dossiers', décisions: 'dossiers', pénalités: 'dossiers', adhésions: 'personnes', invitations: 'personnes', personnes: 'personnes', mois: 'personnes', ans: 'personnes',
  réponses: 'professionnels', professionnels: 'professionnels', 'professionnels rencontrés': 'professionnels', échanges: 'professionnels', visites: 'structures', structures: 'structures',
  campagnes: 'structures', sessions: 'structures', forums: 'structures', unités: 'structures', année: 'structures', 'oui ou non': 'structures', '€ par assuré': 'personnes',
};

/** What an indicator counts: persons, dossiers, professionals or structures. Throws when its unit declares nothing. */
export function compteDe({ id, unite }: Pick<Indicateur, 'id' | 'unite'>): Compte {
  const compte = COMPTES[unite];
  if (!compte) throw new Error(`unite-de-compte-absente: ${id}`);
  return compte;
}

const TOTAL = 'total';
const RESTE = 'autre';
const DELAI = 'delai';

const axesDe = (filtre: Filtre): NomAxe[] => Object.keys(filtre) as NomAxe[];
const codeFiltre = (filtre: Filtre): string => axesDe(filtre).map((nom) => `${nom}:${filtre[nom]!.join('+')}`).join() || TOTAL;
const borneDe = (jours: number): number => BORNES_DELAI.filter((b) => b <= jours).at(-1) ?? 0;

/** Nodes that an indicator reads: its figure, or its numerator and its denominator; those of the delay distribution. */
export function noeudsLus(calcul: Calcul): { readonly valeur: string } | { readonly numerateur: string; readonly denominateur: string } {
  switch (calcul.genre) {
    case 'part':
      return { numerateur: codeFiltre(calcul.numerateur), denominateur: codeFiltre(calcul.filtre) };
    case 'part_sous_seuil':
      return { numerateur: `${DELAI}:sous`, denominateur: `${DELAI}:ensemble` };
    case 'compte':
    case 'compte_depose':
    case 'stock':
    case 'rapport_annuel':
      return { valeur: codeFiltre(calcul.filtre) };
  }
}

export const noeudDelai = (borne: number): string => `${DELAI}:${borne}`;

const filtresDe = (calcul: Calcul): Filtre[] => [calcul.filtre, ...(calcul.genre === 'part' ? [calcul.numerateur] : [])];

/** Values that the same filters accept are one leaf; the rest is another. */
function classeAxe(mesureLue: string, axe: NomAxe, filtres: readonly Filtre[], rang: number): Classe {
  const listes = filtres.flatMap((f) => (f[axe] ? [f[axe]] : []));
  const valeurs = [...new Set(listes.flat())];
  const signature = (v: string): string => listes.map((l) => (l.includes(v) ? '1' : '0')).join('');
  const groupes = new Map(valeurs.map((v) => [v, valeurs.filter((x) => signature(x) === signature(v)).join('+')]));
  const feuilleDe = (texte: string): string => `${axe}:${groupes.get(lireAxe(texte)[axe] ?? '') ?? RESTE}`;
  return { mesure: mesureLue, rang, feuilles: [...new Set(groupes.values()), RESTE].map((g) => `${axe}:${g}`), feuilleDe };
}

function classeDelai({ mesure: code, filtre }: Calcul, rang: number): Classe {
  const feuilleDe = (texte: string): string => {
    const axe = lireAxe(texte);
    return retient(filtre, axe) ? noeudDelai(borneDe(Number(axe.delai))) : `${DELAI}:${RESTE}`;
  };
  return { mesure: code, rang, feuilles: [...BORNES_DELAI.map(noeudDelai), `${DELAI}:${RESTE}`], feuilleDe };
}

function classesDe(calculs: readonly Calcul[]): Classe[] {
  const classes: Classe[] = [];
  for (const code of new Set(calculs.map((c) => c.mesure))) {
    const propres = calculs.filter((c) => c.mesure === code);
    const filtres = propres.filter((c) => c.genre !== 'part_sous_seuil').flatMap(filtresDe);
    if (filtres.some((f) => axesDe(f).length > 1)) throw new Error(`filtre-croise: ${code}`);
    if (!classes.length) classes.push({ mesure: code, rang: 0, feuilles: [TOTAL], feuilleDe: () => TOTAL });
    for (const axe of new Set(filtres.flatMap(axesDe))) classes.push(classeAxe(code, axe, filtres, classes.length));
    const delai = propres.find((c) => c.genre === 'part_sous_seuil');
    if (delai) classes.push(classeDelai(delai, classes.length));
  }
  return classes;
}

/** Leaves of the node of a filter: those that make up its values. */
function feuillesDuNoeud(code: string, feuilles: readonly string[], calculs: readonly Calcul[]): number[] {
  const nombre = (f: readonly string[]): number[] => f.map((x) => feuilles.indexOf(x));
  const delai = calculs.find((c) => c.genre === 'part_sous_seuil');
  if (code === `${DELAI}:ensemble`) return nombre(BORNES_DELAI.map(noeudDelai));
  if (code === `${DELAI}:sous` && delai) return nombre(BORNES_DELAI.filter((b) => b < (delai.seuils[0]?.jours ?? 0)).map(noeudDelai));
  const [axe = '', valeurs = ''] = code.split(':');
  return nombre(feuilles.filter((f) => f.startsWith(`${axe}:`) && f.slice(axe.length + 1).split('+').every((v) => valeurs.split('+').includes(v))));
}

function familleDe(code: string, indicateurs: readonly Indicateur[]): Famille {
  const calculs = indicateurs.flatMap((i) => i.calcul ?? []);
  const classes = classesDe(calculs);
  const feuilles = classes.flatMap((c) => c.feuilles);
  const lus = new Set(calculs.flatMap((c) => Object.values(noeudsLus(c))));
  const mensuels = new Set(indicateurs.flatMap((i) => (i.calcul && INDICATEURS_MENSUELS.includes(i.id) ? Object.values(noeudsLus(i.calcul)) : [])));
  const delai = calculs.some((c) => c.genre === 'part_sous_seuil');
  const montre = (f: string): boolean => lus.has(f) || (delai && BORNES_DELAI.some((b) => noeudDelai(b) === f));
  const composes = [...lus].filter((n) => !feuilles.includes(n));
  const noeuds = [
    ...feuilles.map((f, k): Noeud => ({ code: f, feuilles: [k], montre: montre(f), fin: mensuels.has(f) })),
    ...composes.map((n): Noeud => ({ code: n, feuilles: feuillesDuNoeud(n, feuilles, calculs), montre: lus.has(n), fin: mensuels.has(n) })),
  ];
  const [premier] = indicateurs;
  return {
    code, classes, noeuds, mesures: [...new Set(calculs.map((c) => c.mesure))], classeDe: classes.flatMap((c) => c.feuilles.map(() => c.rang)),
    fines: classes.map((c) => c.rang === 0 || noeuds.some((x) => x.fin && x.feuilles.some((k) => c.feuilles.includes(feuilles[k]!)))),
    compte: premier ? compteDe(premier) : 'dossiers', stock: calculs.some((c) => c.genre === 'stock'),
  };
}

/** What measures of the same facts are called: the name of the fact, or of the measure when another source counts it. */
export const codeFamille = (codeMesure: string): string => mesure(codeMesure)?.fait ?? codeMesure;

/** Families of these indicators, from their definitions alone: a new indicator is one line, here as in the report. */
export function famillesDe(indicateurs: readonly Indicateur[]): Famille[] {
  const parCode = new Map<string, Indicateur[]>();
  for (const i of indicateurs) if (i.calcul) parCode.set(codeFamille(i.calcul.mesure), [...(parCode.get(codeFamille(i.calcul.mesure)) ?? []), i]);
  return [...parCode].map(([code, membres]) => familleDe(code, membres));
}

/** Leaves in which a line counts: one in each classification of its measure. */
export function feuillesDe(famille: Famille, ligne: Pick<LigneLue, 'indicateur' | 'axe'>): number[] {
  const feuilles = famille.classes.flatMap((c) => c.feuilles);
  return famille.classes.filter((c) => c.mesure === ligne.indicateur).map((c) => feuilles.indexOf(c.feuilleDe(ligne.axe)));
}
