import { createRequire } from 'node:module';
import { join } from 'node:path';
import { moyens } from '../../../deploy/lancement/moyens.mjs';
import { signaler } from '../processus.mjs';

const exiger = createRequire(import.meta.url);

/** Why no broker can be started here; null when one can. */
export const sansCourtier = () => {
  const kafka = moyens().find((m) => m.nom === 'kafka');
  return kafka.present ? null : kafka.raison;
};

/** The Kafka broker of a trial, in its state folder: the one that is killed. */
export class Courtier {
  constructor(etat) {
    this.etat = etat;
  }

  /** Starts it, or starts it again on the port it had. */
  async demarrer() {
    const { demarrerKafka } = exiger(join(import.meta.dirname, '..', '..', '..', 'deploy', 'kafka', 'dist', 'index.js'));
    this.vie = await demarrerKafka({ dossierEtat: this.etat, port: this.port ?? 0 });
    const { courtiers } = this.vie;
    const port = Number(courtiers.split(':')[1]);
    if (this.port !== undefined && port !== this.port) throw new Error(`le courtier a perdu son port ${this.port}`);
    Object.assign(this, { courtiers, port });
  }

  tuer() {
    return this.vie.tuer();
  }

  arreter() {
    return this.vie.arreter();
  }

  signaler(signal) {
    signaler(this.vie.pid, signal);
  }
}
