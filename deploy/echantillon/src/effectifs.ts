import { ecrireAxe, SOURCE_CARTE, type LigneAgregat } from './carte';
import { enPoste, type Agent } from './personnel';
import { habitants, type Echelon } from './populations';
import { repartir } from './repartition';

/** National staff and that of Alsace-Moselle, as the founding presentation gives them, without a date. */
export const EFFECTIFS = {
  national: { medecin: 2_150, 'chirurgien-dentiste': 340, pharmacien: 150, administratif: 7_780 },
  alsaceMoselle: { medecin: 102, 'chirurgien-dentiste': 13, pharmacien: 8, administratif: 316 },
} as const;

type Profession = keyof typeof EFFECTIFS.national;
export const PROFESSIONS = Object.keys(EFFECTIFS.national) as readonly Profession[];

/** The day of the sample's staff, on a map that still has the seventeen regions of the presentation. */
export const JOUR_EFFECTIFS = '2016-12-31';

const professionDe = (a: Agent): Profession => PROFESSIONS.find((p) => p === a.profession && a.categorie === 'praticien') ?? 'administratif';

/** Staff of each unit by profession: that of the sample is counted, that of the others shared out so that the totals are exactly those said. */
export function* effectifs(echelons: readonly Echelon[], agents: readonly Agent[]): Generator<LigneAgregat> {
  const population = habitants(echelons);
  const propres = enPoste(agents, 'ELSM-931', JOUR_EFFECTIFS);
  const enAlsaceMoselle = echelons.map((e) => e.region === 'DRSM-ALM');
  const propre = echelons.map((e) => e.code === 'ELSM-931');
  for (const profession of PROFESSIONS) {
    const comptes = propres.filter((a) => professionDe(a) === profession).length;
    const alsace = repartir(EFFECTIFS.alsaceMoselle[profession], population.map((p, i) => (enAlsaceMoselle[i] ? p : 0)));
    const ailleurs = repartir(EFFECTIFS.national[profession] - EFFECTIFS.alsaceMoselle[profession] - comptes, population.map((p, i) => (enAlsaceMoselle[i] || propre[i] ? 0 : p)));
    for (const [i, e] of echelons.entries()) {
      const valeur = propre[i] ? comptes : (alsace[i] ?? 0) + (ailleurs[i] ?? 0);
      yield { source: SOURCE_CARTE, unite: e.id, indicateur: 'organisation.effectif', axe: ecrireAxe({ profession }), jour: JOUR_EFFECTIFS, generation: 1, n: 1, valeur };
    }
  }
}
