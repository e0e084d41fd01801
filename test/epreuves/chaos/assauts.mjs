import { setTimeout as pause } from 'node:timers/promises';
import { attendre } from '../processus.mjs';

const REPRISE_MS = 60_000;

const NOMS = { service: 'kill -9 d’un service', postgres: 'kill -9 de PostgreSQL', courtier: 'kill -9 du courtier', redemarrage: 'redémarrage du courtier', gel: 'SIGSTOP puis SIGCONT', double: 'kill -9 de deux à la fois' };

/** Carries out faults one after the other, and keeps what each cost. */
export class Assauts {
  /** {genre, cibles, retourMs, repriseMs}[]: until the part is ready again, until the next command is acknowledged */
  faits = [];
  anomalies = [];

  /** @param charge the load that must be served again after each fault */
  constructor(plateforme, charge, dire) {
    Object.assign(this, { plateforme, charge, dire });
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
    await this.attendreReprise();
    const repriseMs = performance.now() - debut - gelMs;
    this.faits.push({ genre, cibles, retourMs, repriseMs });
    this.dire(`n° ${this.faits.length} : ${NOMS[genre]} (${cibles.join(', ')}${gelMs ? `, ${gelMs} ms` : ''})${genre === 'gel' ? '' : `, de retour en ${(retourMs / 1000).toFixed(1)} s`}`);
    await pause(pauseMs);
  }

  /** The load must be served again. @throws Error with what its clients wait for */
  async attendreReprise() {
    const { charge } = this;
    const avant = charge.acquittees;
    if (await attendre(() => charge.acquittees > avant, REPRISE_MS, 10)) return;
    throw new Error(`aucune commande acquittée en ${REPRISE_MS / 1000} s ; attendues : ${charge.attentes().join(' ; ')}`);
  }

  /** PostgreSQL first: a host that starts again would start it too. */
  async releverToutes(cibles, morts) {
    const ordre = cibles.map((c, i) => [c, morts[i]]).sort(([a], [b]) => (a === 'postgres' ? -1 : b === 'postgres' ? 1 : 0));
    for (const [cible, mort] of ordre) await this.plateforme.relever(cible, mort);
  }

  /** All of them in turn; stops at the first that the platform does not come back from. */
  async tous(defauts) {
    for (const d of defauts) {
      try {
        await this.mener(d);
      } catch (e) {
        this.anomalies.push(`${NOMS[d.genre]} (${d.cibles.join(', ')}) : ${e.message}`);
        return;
      }
    }
  }

  /** One line a kind: how many, seconds until the part is ready and until a command is acknowledged again, median and worst. */
  tableau() {
    const bornes = (durees) => {
      const triees = durees.sort((a, b) => a - b);
      return [triees[Math.floor(triees.length / 2)], triees.at(-1)].map((ms) => (ms / 1000).toFixed(1).padStart(8));
    };
    const colonnes = (nom, fois, ...durees) => [nom.padEnd(28), String(fois).padStart(5), ...durees].join(' ');
    const lignes = [...Map.groupBy(this.faits, (f) => f.genre)].map(([genre, faits]) => colonnes(NOMS[genre], faits.length, ...bornes(faits.map((f) => f.retourMs)), ...bornes(faits.map((f) => f.repriseMs))));
    return [colonnes('faute', 'fois', 'prêt p50', '     max', 'servi p50', '     max'), ...lignes].join('\n');
  }
}
