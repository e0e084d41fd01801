import type { Abonnement, DemandeAbonnement, EventLog } from '../port';
import { AbonnementKafka } from './abonnement';
import type { ClientKafka } from './client';
import { finsDe } from './topics';

/** The log as Kafka carries it: what the relays of the services have sent. */
export class LogKafka implements EventLog {
  constructor(readonly client: ClientKafka) {}

  abonner(demande: DemandeAbonnement): Abonnement {
    return new AbonnementKafka(this.client, demande);
  }

  /** Offsets, where the embedded log gives positions of a source: marks under `source` are in the same unit. */
  async fins(topic: string): Promise<Map<number, number>> {
    const fins = await finsDe(this.client, topic);
    if (this.client.repere.endsWith('?')) await this.client.reconnaitre();
    return fins;
  }

  source(): string {
    return this.client.repere;
  }

  fermer(): Promise<void> {
    return this.client.fermer();
  }
}
