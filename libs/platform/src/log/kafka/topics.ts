import { TOPICS } from '@sm/contracts';
import { ConfigResourceTypes } from 'kafkajs';
import type { ClientKafka } from './client';

export const PARTITIONS = 8;
const JOUR_MS = 86_400_000;
/** Domain topics keep 90 days; rebuilds read the journal. Tombstones outlive the longest time that a slice may be cut off. */
const RETENTION_MS = 90 * JOUR_MS;

/** A topic that exists otherwise than the contract says: nothing is written to it. */
export class TopicNonConforme extends Error {
  readonly code = 'topic-non-conforme';

  constructor(topic: string, quoi: string) {
    super(`le topic ${topic} n’est pas conforme : ${quoi}`);
    this.name = 'TopicNonConforme';
  }
}

function configuration(compacte: boolean, replication: number): { name: string; value: string }[] {
  const reglages: Record<string, string> = compacte
    ? { 'cleanup.policy': 'compact', 'delete.retention.ms': String(RETENTION_MS), 'min.compaction.lag.ms': '60000' }
    : { 'cleanup.policy': 'delete', 'retention.ms': String(RETENTION_MS) };
  if (replication > 2) reglages['min.insync.replicas'] = '2';
  return Object.entries(reglages).map(([name, value]) => ({ name, value }));
}

/** Creates the topics that this service writes, and checks those that exist: 8 partitions, compacted or not as declared. @throws TopicNonConforme */
export async function assurerTopics(client: ClientKafka, noms: readonly string[]): Promise<void> {
  await client.administrer(async (admin) => {
    const existants = new Set(await admin.listTopics());
    const manquants = noms.filter((n) => !existants.has(client.topic(n)));
    if (manquants.length) {
      await admin.createTopics({
        waitForLeaders: true,
        topics: manquants.map((n) => ({
          topic: client.topic(n), numPartitions: PARTITIONS, replicationFactor: client.config.replication, configEntries: configuration(TOPICS[n]?.compacte ?? false, client.config.replication),
        })),
      });
    }
    const { topics } = await admin.fetchTopicMetadata({ topics: noms.map((n) => client.topic(n)) });
    for (const t of topics) if (t.partitions.length !== PARTITIONS) throw new TopicNonConforme(t.name, `${t.partitions.length} partitions, ${PARTITIONS} attendues`);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false, resources: noms.map((n) => ({ type: ConfigResourceTypes.TOPIC, name: client.topic(n), configNames: ['cleanup.policy'] })),
    });
    for (const [i, n] of noms.entries()) {
      const politique = resources[i]?.configEntries.find((c) => c.configName === 'cleanup.policy')?.configValue;
      const attendue = TOPICS[n]?.compacte ? 'compact' : 'delete';
      if (politique !== attendue) throw new TopicNonConforme(client.topic(n), `cleanup.policy=${politique}, ${attendue} attendu`);
    }
  });
}

/** Offset after the last record, by partition. */
export async function finsDe(client: ClientKafka, nom: string): Promise<Map<number, number>> {
  const parts = await client.administrer((admin) => admin.fetchTopicOffsets(client.topic(nom)));
  return new Map(parts.map((p) => [p.partition, Number(p.high)]));
}
