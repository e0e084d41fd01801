import { jour, jourDeSemaine, type Jour } from './calendrier';
import type { Hasard } from './hasard';
import type { Agent } from './personnel';

/** Someone who acts, with the days away. */
export interface Actif {
  readonly sub: string;
  readonly agent: Agent;
  readonly du: Jour;
  readonly au: Jour;
  readonly absences: ReadonlySet<Jour>;
}

/** Weeks of leave that part of the staff takes: first and last possible day, length, chance. */
const CONGES: readonly (readonly [debut: string, fin: string, jours: readonly [number, number], chance: number])[] = [
  ['2015-10-17', '2015-10-26', [7, 9], 0.3],
  ['2015-12-19', '2015-12-24', [9, 14], 0.5],
  ['2016-02-20', '2016-02-27', [7, 9], 0.45],
  ['2016-04-16', '2016-04-23', [7, 9], 0.4],
  ['2016-07-02', '2016-08-13', [15, 24], 0.95],
  ['2016-10-19', '2016-10-26', [7, 9], 0.4],
  ['2016-12-17', '2016-12-23', [9, 14], 0.5],
];

function absencesDe(agent: Agent, hasard: Hasard): Set<Jour> {
  const absents = new Set<Jour>();
  const retirer = (debut: Jour, jours: number): void => {
    for (let j = debut; j < debut + jours; j++) absents.add(j);
  };
  for (const [debut, fin, [min, max], chance] of CONGES) {
    if (hasard.vrai(chance)) retirer(hasard.entier(jour(debut), jour(fin)), hasard.entier(min, max));
  }
  for (let n = hasard.entier(4, 14); n > 0; n--) retirer(hasard.entier(jour('2015-10-01'), jour('2016-12-31')), 1);
  if (hasard.vrai(0.25)) retirer(hasard.entier(jour('2015-11-01'), jour('2016-11-30')), hasard.entier(4, 35));
  const jourChome = agent.quotite < 1 ? hasard.entier(3, 5) : 0;
  for (let j = jour('2015-09-01'); jourChome > 0 && j <= jour('2017-01-31'); j++) if (jourDeSemaine(j) === jourChome) absents.add(j);
  return absents;
}

/** A group that shares a work by load and presence. */
export class Equipe {
  readonly actifs: readonly Actif[];
  private readonly parJour = new Map<Jour, { presents: Actif[]; charges: number[] }>();

  constructor(agents: readonly Agent[], hasard: Hasard) {
    this.actifs = agents
      .filter((a) => a.charge > 0)
      .map((agent) => ({
        sub: `agent:${agent.matricule}`, agent, du: jour(agent.du), au: agent.au ? jour(agent.au) : Infinity,
        absences: absencesDe(agent, hasard),
      }));
  }

  /** True when the person is in post and not away on that day. */
  static present(a: Actif, j: Jour): boolean {
    return a.du <= j && j <= a.au && !a.absences.has(j);
  }

  /** Draws one of those present on day `j` and already in post on `depuis`, by their load. When all are away, those in post share the duty. */
  tirer(j: Jour, hasard: Hasard, depuis: Jour = j): Actif {
    let groupe = this.parJour.get(j);
    if (!groupe) {
      let presents = this.actifs.filter((a) => Equipe.present(a, j));
      if (presents.length === 0) presents = this.actifs.filter((a) => a.du <= j && j <= a.au);
      groupe = { presents, charges: presents.map((a) => a.agent.charge) };
      this.parJour.set(j, groupe);
    }
    for (;;) {
      const choisi = hasard.pondere(groupe.presents, groupe.charges);
      if (choisi.du <= depuis) return choisi;
    }
  }

  /** As `tirer`, somebody else than `exclu`. */
  tirerAutre(j: Jour, hasard: Hasard, depuis: Jour, exclu: Actif): Actif {
    for (;;) {
      const choisi = this.tirer(j, hasard, depuis);
      if (choisi !== exclu) return choisi;
    }
  }
}
