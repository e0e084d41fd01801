import 'reflect-metadata';
import { chargerConfig } from '../config/charger-config';
import { sourcesDe, type ConfigLog, type ConfigProcessus } from '../config/processus';
import { racinesDe } from '../journal/config';
import { cleMaitreDe } from '../scellement/config';
import type { ClasseConfig } from '../config/variables';
import { LogEmbarque, TOUS } from '../log/embarque';
import { ClientKafka } from '../log/kafka/client';
import { LogKafka } from '../log/kafka/log-kafka';
import { creerJournalTechnique, type JournalTechnique } from '../telemetrie/journal-technique';
import { conduire, type Conduit } from './conduite';
import { demarrerService, type ConfigService, type DefinitionService } from './service';

/** The log that a service reads and, with brokers, what its relay sends to. */
export type LogOuvert = Pick<ConfigService, 'log' | 'relais'>;

const SERVICES_DE: Readonly<Record<string, string>> = { agregats: 'pilotage', racines: TOUS };

/** The service that writes a topic. */
export function serviceDuTopic(topic: string): string {
  const nom = topic.split('.')[1] ?? '';
  return SERVICES_DE[nom] ?? nom;
}

/** The one place where the log is chosen: Kafka when brokers are named, else the databases of the slice. @throws ErreurConfiguration when neither is */
export function creerLog(config: ConfigLog, service: string, journal: JournalTechnique): LogOuvert {
  if (config.kafka) {
    const client = new ClientKafka(config.kafka, service, () => journal.alerte('kafka-alerte', { service }));
    return { log: new LogKafka(client), relais: { client, tranche: config.tranche } };
  }
  return { log: new LogEmbarque({ tranche: config.tranche, serviceDuTopic, sources: sourcesDe(config) }) };
}

async function demarrerSeul(definition: DefinitionService, config: ConfigService): Promise<Conduit> {
  const { log } = config;
  try {
    const service = await demarrerService(definition, config);
    return { url: service.url, arreter: () => service.arreter().finally(() => log.fermer()) };
  } catch (erreur) {
    await log.fermer();
    throw erreur;
  }
}

/**
 * Starts a service in this process, from its environment only: the whole of its `main.ts`.
 * @param classe its configuration class: the common fragment under `service`, and its own variables beside it
 */
export function lancerService<T extends { readonly service: ConfigProcessus }>(nom: string, classe: ClasseConfig<T>, definir: (config: T) => DefinitionService): Promise<void> {
  return conduire(nom, () => {
    const config = chargerConfig(classe, process.env);
    const { http, base, identite, journaux, scellement } = config.service;
    const journal = creerJournalTechnique({ service: nom, niveau: journaux.niveau });
    const cleMaitre = cleMaitreDe(scellement);
    const racines = racinesDe(config.service.racines, config.service.log.tranche);
    const log = creerLog(config.service.log, nom, journal);
    return { journal, demarrer: () => demarrerSeul(definir(config), { ...http, ...base, ...log, identite, cleMaitre, racines, journal }) };
  });
}
