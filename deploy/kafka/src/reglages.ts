/** Addresses of one broker on loopback; TLS listeners only for a secured one. */
export interface Ports {
  readonly clair: number;
  readonly controleur: number;
  readonly tls?: number;
  readonly sasl?: number;
}

/** Stores and passwords of the TLS listeners, see `creerSecurite`. */
export interface Magasins {
  readonly cle: string;
  readonly confiance: string;
}

const adresse = (nom: string, port: number): string => `${nom}://127.0.0.1:${port}`;

/** One node that is broker and controller, everything replicated once, small buffers: made for one machine, not for production. */
export const REGLAGES: Readonly<Record<string, string>> = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.listener.names': 'CONTROLEUR',
  'inter.broker.listener.name': 'CLAIR',
  'listener.security.protocol.map': 'CLAIR:PLAINTEXT,CONTROLEUR:PLAINTEXT,TLS:SSL,SASL:SASL_SSL',
  'auto.create.topics.enable': 'false',
  'num.partitions': '1',
  'default.replication.factor': '1',
  'min.insync.replicas': '1',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'group.initial.rebalance.delay.ms': '0',
  'num.network.threads': '2',
  'num.io.threads': '4',
  'background.threads': '2',
  'num.recovery.threads.per.data.dir': '2',
  // The default buffer, 128 MB, is half of the heap.
  'log.cleaner.dedupe.buffer.size': '16777216',
  'log.segment.bytes': '134217728',
  'metric.reporters': '',
  // A record that keeps the metadata log moving when nothing happens: twice a second by default, each with its fsync.
  'metadata.max.idle.interval.ms': '10000',
};

function securises(magasins: Magasins, motDePasse: string): Record<string, string> {
  return {
    'ssl.keystore.location': magasins.cle,
    'ssl.keystore.type': 'PEM',
    'ssl.truststore.location': magasins.confiance,
    'ssl.truststore.type': 'PEM',
    'listener.name.tls.ssl.client.auth': 'required',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${UTILISATEUR}="${motDePasse}";`,
    'listener.name.sasl.scram-sha-256.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.sasl.scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  };
}

/** The one account of a secured broker. */
export const UTILISATEUR = 'essai';

/** Text of server.properties. */
export function proprietes(ports: Ports, donnees: string, securite: { magasins: Magasins; motDePasse: string } | null): string {
  const ouvertes = [['CLAIR', ports.clair], ['TLS', ports.tls], ['SASL', ports.sasl]].filter((l): l is [string, number] => typeof l[1] === 'number');
  const annonces = ouvertes.map(([nom, port]) => adresse(nom, port)).join(',');
  const lignes = {
    ...REGLAGES,
    'log.dirs': donnees,
    'listeners': `${annonces},${adresse('CONTROLEUR', ports.controleur)}`,
    'advertised.listeners': annonces,
    'controller.quorum.voters': `1@127.0.0.1:${ports.controleur}`,
    ...(securite ? securises(securite.magasins, securite.motDePasse) : {}),
  };
  return Object.entries(lignes).map(([nom, valeur]) => `${nom}=${valeur}\n`).join('');
}

/** Text of log4j2.xml: warnings and errors, to one file of at most 5 MB and its predecessor. */
export const journalisation = (fichier: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="ERROR">
  <Appenders>
    <RollingFile name="fichier" fileName="${fichier}" filePattern="${fichier}.%i">
      <PatternLayout pattern="%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %p %c{1} %m%n"/>
      <SizeBasedTriggeringPolicy size="5MB"/>
      <DefaultRolloverStrategy max="1"/>
    </RollingFile>
  </Appenders>
  <Loggers>
    <Root level="WARN"><AppenderRef ref="fichier"/></Root>
    <Logger name="kafka.server.KafkaRaftServer" level="INFO"/>
  </Loggers>
</Configuration>
`;
