import { ecrireAxe, SOURCE_CARTE, type LigneAgregat } from './carte';
import { habitants, type Echelon } from './populations';
import { repartir } from './repartition';

interface Annee {
  readonly controles: number;
  readonly reprises: number;
  readonly dit: 'source' | 'interpole' | 'reconduit';
}

/**
 * Checks of sick leaves in Grand Est, and return-to-work opinions. An article of 2020 says 2019 (85 000, 17 %) and 2016 (12 %, « le double de vérification »);
 * 2017 and 2018 are interpolated by equal steps (checks, then opinions); 2020 repeats 2019, of which nothing is said.
 */
export const CONTROLES_GRAND_EST: Readonly<Record<number, Annee>> = {
  2016: { controles: 170_000, reprises: 20_400, dit: 'source' },
  2017: { controles: 141_667, reprises: 18_417, dit: 'interpole' },
  2018: { controles: 113_333, reprises: 16_433, dit: 'interpole' },
  2019: { controles: 85_000, reprises: 14_450, dit: 'source' },
  2020: { controles: 85_000, reprises: 14_450, dit: 'reconduit' },
};

/** Two regions until the merger of 1 January 2020. */
const REGIONS: ReadonlySet<string> = new Set(['DRSM-ALM', 'DRSM-NES', 'DRSM-GES']);
const TRIMESTRES = ['01', '04', '07', '10'];
const SAISON = [28, 25, 21, 26];

/** Counters of checks of one year, at the units of the region of that year: sums over them are exactly the figures above. Nothing for a year not listed. */
export function* controlesGrandEst(echelons: readonly Echelon[], annee: number): Generator<LigneAgregat> {
  const chiffres = CONTROLES_GRAND_EST[annee];
  if (!chiffres) return;
  const population = habitants(echelons);
  const places = echelons.flatMap((e, i) => (e.region !== null && REGIONS.has(e.region) ? TRIMESTRES.map((mois, t) => ({ e, mois, poids: (population[i] ?? 0) * (SAISON[t] ?? 0) })) : []));
  const controles = repartir(chiffres.controles, places.map((p) => p.poids));
  const reprises = repartir(chiffres.reprises, controles, controles);
  for (const [i, { e, mois }] of places.entries()) {
    const comptes = [['reprise', reprises[i] ?? 0], ['maintien', (controles[i] ?? 0) - (reprises[i] ?? 0)]] as const;
    for (const [sens, valeur] of comptes) {
      const axe = ecrireAxe({ caisse: e.caisse, departement: e.departement, sens });
      yield { source: SOURCE_CARTE, unite: e.id, indicateur: 'arret.controle', axe, jour: `${annee}-${mois}-01`, generation: 1, n: 1, valeur };
    }
  }
}
