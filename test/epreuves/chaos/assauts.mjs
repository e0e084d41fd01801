import { setTimeout as pause } from 'node:timers/promises';

const NOMS = { service: 'kill -9 d’un service', postgres: 'kill -9 de PostgreSQL', courtier: 'kill -9 du courtier', redemarrage: 'redémarrage du courtier', gel: 'SIGSTOP puis SIGCONT', double: 'kill -9 de deux à la fois' };

/** Carries out faults one after the other, and keeps what each cost. */
export class Assauts {
  /** {genre, cibles, retourMs}[] */
  faits = [];
  anomalies = [];

  constructor(plateforme, dire) {
    Object.assign(this, { plateforme, dire });
  }

  /** One fault, until what it broke is back. */
  async mener({ genre, cibles, gelMs, pauseMs }) {
    const { plateforme } = this;
    const debut = performance.now();
    if (genre === 'gel') await plateforme.geler(cibles[0], gelMs);
    else if (genre === 'redemarrage') {
      await plateforme.courtier.arreter();
      await plateforme.courtier.demarrer();
    } else {
      const morts = await Promise.all(cibles.map((c) => plateforme.tuer(c)));
      await this.releverToutes(cibles, morts);
    }
    const retourMs = performance.now() - debut - gelMs;
    this.faits.push({ genre, cibles, retourMs });
    this.dire(`n° ${this.faits.length} : ${NOMS[genre]} (${cibles.join(', ')}${gelMs ? `, ${gelMs} ms` : ''})${genre === 'gel' ? '' : `, de retour en ${(retourMs / 1000).toFixed(1)} s`}`);
    await pause(pauseMs);
  }

  /** PostgreSQL first: a host that starts again would start it too. */
  async releverToutes(cibles, morts) {
    const ordre = cibles.map((c, i) => [c, morts[i]]).sort(([a], [b]) => (a === 'postgres' ? -1 : b === 'postgres' ? 1 : 0));
    for (const [cible, mort] of ordre) await this.plateforme.relever(cible, mort);
  }

  /** All of them in turn; stops at the first that the platform does not come back from. Each must find the load at work. */
  async tous(defauts, enVie = () => true) {
    for (const d of defauts) {
      if (!enVie()) return;
      try {
        await this.mener(d);
      } catch (e) {
        this.anomalies.push(`${NOMS[d.genre]} (${d.cibles.join(', ')}) : ${e.message}`);
        return;
      }
    }
  }

  /** One line a kind: how many, and the time to come back, median and worst. */
  tableau() {
    const lignes = [...Map.groupBy(this.faits, (f) => f.genre)].map(([genre, faits]) => {
      const retours = faits.map((f) => f.retourMs).sort((a, b) => a - b);
      const s = (x) => (genre === 'gel' ? '-' : (x / 1000).toFixed(1));
      return [NOMS[genre].padEnd(28), String(faits.length).padStart(5), s(retours[Math.floor(retours.length / 2)]).padStart(12), s(retours.at(-1)).padStart(10)].join(' ');
    });
    return [['faute'.padEnd(28), 'fois'.padStart(5), 'retour p50 s'.padStart(12), 'max s'.padStart(10)].join(' '), ...lignes].join('\n');
  }
}
