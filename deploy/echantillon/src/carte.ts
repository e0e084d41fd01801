import { jour, texteDuJour, type Jour } from './calendrier';
import { cellules, prorata, type Cellule } from './cellules';
import { Hasard } from './hasard';
import { MESURES_CARTE, type MesureCarte } from './mesures-carte';
import { habitants, type Echelon } from './populations';
import { repartir } from './repartition';

/** One deposited state: what `POST /imports?flux=agregats` of pilotage reads. */
export interface LigneAgregat {
  readonly source: string;
  readonly unite: number;
  readonly indicateur: string;
  readonly axe: string;
  readonly jour: string;
  readonly generation: number;
  readonly n: number;
  readonly valeur: number;
}

/** The name says that every figure under it is invented. */
export const SOURCE_CARTE = 'demonstration';
export const ANNEES_CARTE: readonly number[] = [2016, 2017, 2018, 2019, 2020, 2024, 2025, 2026];

/** The sample's year and the living ones; a fact of the year, never of the day: periods of two sizes would count twice. */
const enDetail = (annee: number): boolean => annee === 2016 || annee >= 2026;

const MOIS = [103, 98, 110, 100, 95, 108, 84, 58, 104, 108, 104, 90];
const CROISSANCE = 0.015;

const premier = (annee: number, mois: number): Jour => jour(`${annee + Math.floor(mois / 12)}-${String((mois % 12) + 1).padStart(2, '0')}-01`);

/** `caisse=…,departement=…,nature=…`: names in order, as the contract of aggregates writes them. */
export const ecrireAxe = (valeurs: Readonly<Record<string, string>>): string => Object.keys(valeurs).sort().map((nom) => `${nom}=${valeurs[nom]}`).join(',');

/** Cases of each month of a year; the same whatever the day on which it is asked. */
function parMois(m: MesureCarte, e: Echelon, population: number, annee: number, graine: number): number[] {
  const unite = Hasard.de(graine, `carte|${m.serie}|${e.code}`);
  const hasard = Hasard.de(graine, `carte|${m.serie}|${e.code}|${annee}`);
  const niveau = 0.85 + 0.3 * unite.part();
  const total = Math.round((population / 1000) * m.pour1000 * niveau * (1 + CROISSANCE * (annee - 2016)) * (0.98 + 0.04 * hasard.part()));
  return repartir(total, MOIS.map((poids) => poids * (0.94 + 0.12 * hasard.part())));
}

/** Parts of the unit's own, so that two units do not look alike. */
function marges(m: MesureCarte, e: Echelon, graine: number): MesureCarte['marges'] {
  const hasard = Hasard.de(graine, `carte|marges|${e.code}`);
  return m.marges.map(([nom, parts]) => [nom, parts.map(([valeur, poids]) => [valeur, poids * (0.8 + 0.4 * hasard.part())] as const)] as const);
}

/** Cells of one period that began by `hier`; a period not over is given as far as it has gone. */
function periode(m: MesureCarte, etroites: MesureCarte['marges'], mois: readonly number[], annee: number, rang: number, taille: number, hier: Jour): { n: number; cellules: Cellule[] } {
  const indices = Array.from({ length: taille }, (_, i) => rang * taille + i);
  const faits = indices.map((i) => {
    const [debut, fin] = [premier(annee, i), premier(annee, i + 1)];
    const jours = Math.max(0, Math.min(hier + 1, fin) - debut);
    return { jours, cas: Math.floor(((mois[i] ?? 0) * jours) / (fin - debut)) };
  });
  const [n, cas] = [faits.reduce((s, f) => s + f.jours, 0), faits.reduce((s, f) => s + f.cas, 0)];
  const plein = indices.reduce((s, i) => s + (mois[i] ?? 0), 0);
  const pleines = cellules(plein, m.croises, etroites);
  return { n, cellules: cas === plein ? pleines : prorata(pleines, cas) };
}

function* lignesDe(m: MesureCarte, e: Echelon, population: number, annee: number, o: OptionsCarte): Generator<LigneAgregat> {
  const [hier, taille] = [jour(o.hier), m.pas[enDetail(annee) ? 0 : 1]];
  const [mois, etroites] = [parMois(m, e, population, annee, o.graine), marges(m, e, o.graine)];
  for (let rang = 0; rang < 12 / taille; rang++) {
    const debut = premier(annee, rang * taille);
    if (debut > hier) return;
    if (o.apres && premier(annee, (rang + 1) * taille) - 1 <= jour(o.apres)) continue;
    const { n, cellules: vues } = periode(m, etroites, mois, annee, rang, taille, hier);
    for (const { axe, valeur } of vues) {
      const axes = { ...axe, caisse: e.caisse, departement: e.departement };
      yield { source: SOURCE_CARTE, unite: e.id, indicateur: m.indicateur, axe: ecrireAxe(axes), jour: texteDuJour(debut), generation: 1, n, valeur };
    }
  }
}

export interface OptionsCarte {
  readonly graine: number;
  /** Last day counted. */
  readonly hier: string;
  /** Last day already deposited: periods closed by then are left out. */
  readonly apres?: string;
}

/** Every counter of one year, weighted by population: a period bears its first day, and `n` is the number of its days counted, so that the whole replaces the part. */
export function* carteAnnuelle(echelons: readonly Echelon[], annee: number, o: OptionsCarte): Generator<LigneAgregat> {
  const population = habitants(echelons);
  for (const [i, e] of echelons.entries()) {
    for (const m of e.code === 'ELSM-931' ? [] : MESURES_CARTE) yield* lignesDe(m, e, population[i] ?? 0, annee, o);
  }
}
