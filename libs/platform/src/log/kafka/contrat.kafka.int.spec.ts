import { contratEventLog, ouvrirKafkaDeTest } from '@sm/testing';
import { ClientKafka } from './client';
import { ConfigKafka } from './config';
import { LogKafka } from './log-kafka';
import { Relais } from './relais';

contratEventLog('Kafka', async (producteur) => {
  const kafka = await ouvrirKafkaDeTest();
  if ('absence' in kafka) throw new Error(kafka.absence);
  const client = new ClientKafka(Object.assign(new ConfigKafka(), { courtiers: kafka.courtiers, prefixe: `essai-${Date.now().toString(36)}.` }), 'essai');
  const relais = new Relais({ db: producteur.db, client, tranche: 'essai', surErreur: () => undefined });
  relais.demarrer(5, 50);
  return { log: new LogKafka(client), arreter: () => relais.arreter() };
});
