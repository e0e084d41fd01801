import 'reflect-metadata';
import { chargerConfig } from '../config/charger-config';
import { cleMaitreDe, sourcesDe, type ConfigLog, type ConfigProcessus } from '../config/processus';
import type { ClasseConfig } from '../config/variables';
import { LogEmbarque } from '../log/embarque';
import type { EventLog } from '../log/port';
import { creerJournalTechnique } from '../telemetrie/journal-technique';
import { conduire, type Conduit } from './conduite';
import { demarrerService, type ConfigService, type DefinitionService } from './service';

/** The log a process reads, opened once for all its services. */
export interface LogOuvert {
  readonly log: EventLog;
}

/** The service that writes a topic. */
export const serviceDuTopic = (topic: string): string => (topic.startsWith('sm.agregats.') ? 'pilotage' : (topic.split('.')[1] ?? ''));

/** The one place where the log is chosen. @throws ErreurConfiguration when the environment names none */
export function creerLog(config: ConfigLog): LogOuvert {
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
    const { log } = creerLog(config.service.log);
    return { journal, demarrer: () => demarrerSeul(definir(config), { ...http, ...base, identite, log, cleMaitre, journal }) };
  });
}
