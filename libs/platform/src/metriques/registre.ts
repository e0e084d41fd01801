import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Seconds; the lower ones for reads, the upper ones for imports. */
const DUREES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

let processus: Registry | undefined;

/** Metrics of the process, collected once however many services it holds; each of its services shows them. */
export function registreDuProcessus(): Registry {
  if (!processus) {
    processus = new Registry();
    // A finer resolution wakes an idle process for nothing.
    collectDefaultMetrics({ register: processus, eventLoopMonitoringPrecision: 50 });
  }
  return processus;
}

/** Takes every value out of a gauge: without labels, it would otherwise show a zero that nobody measured. */
export function vider<N extends string>(jauge: Gauge<N>): Gauge<N> {
  jauge.reset();
  if (!(jauge as unknown as { labelNames: readonly string[] }).labelNames.length) jauge.remove();
  return jauge;
}

/** The metrics of one service, in a registry of its own: several services may share a process. Every label is bounded by the code, never by what was received. */
export function creerSeries(service: string) {
  const registre = new Registry();
  registre.setDefaultLabels({ service });
  const jauge = <N extends string>(name: string, help: string, ...labelNames: N[]): Gauge<N> => vider(new Gauge({ name, help, labelNames, registers: [registre] }));
  return {
    registre,
    retard: jauge('sm_consommateur_retard_messages', 'Messages that wait for a consumer', 'consommateur', 'topic'),
    bloquees: jauge('sm_consommateur_partitions_bloquees', 'Partitions where a consumer stands still, by reason', 'consommateur', 'topic', 'motif'),
    progresConsommateur: jauge('sm_consommateur_progres_age_secondes', 'Time since a consumer last read the log through or applied a batch', 'consommateur', 'topic'),
    lettresMortes: jauge('sm_lettres_mortes', 'Messages set apart by a consumer, waiting for a replay', 'consommateur'),
    partie: jauge('sm_partie_prete', '1 when a part of the service is ready, 0 otherwise', 'partie'),
    progres: jauge('sm_progres_age_secondes', 'Time since a worker of the service last made progress, or found nothing to do', 'partie'),
    nonNumerotees: jauge('sm_sequenceur_non_numerote_age_secondes', 'Age of the oldest committed row that has no number yet; 0 when none waits'),
    relaisEnAttente: jauge('sm_relais_en_attente_messages', 'Numbered public rows that the relay has not published yet'),
    relaisAge: jauge('sm_relais_non_publie_age_secondes', 'Age of the oldest numbered public row not published yet; 0 when none waits'),
    relaisProgres: jauge('sm_relais_progres_age_secondes', 'Time since the relay last made progress, or found nothing to publish'),
    journal: jauge('sm_journal_lignes', 'Rows of the journal that have a rank'),
    verifiees: jauge('sm_chaine_lignes_verifiees', 'Rows of the journal whose chain was verified, all units together'),
    aVerifier: jauge('sm_chaine_lignes_a_verifier', 'Rows with a rank that the verifier has not read yet, all units together'),
    chaines: jauge('sm_chaine_unites', 'Units that have a chain'),
    rompues: jauge('sm_chaine_unites_rompues', 'Units whose chain was found broken'),
    rompue: jauge('sm_chaine_rompue', '1 when at least one chain of the service was found broken'),
    connexions: jauge('sm_base_connexions', 'Connections of the pool to the base, by use', 'usage'),
    attentes: jauge('sm_base_attentes', 'Transactions that wait for a connection'),
    echecs: jauge('sm_metriques_source_en_echec', '1 when a source of this page did not answer in time', 'source'),
    requetes: new Histogram({ name: 'sm_http_requete_secondes', help: 'Time to answer an HTTP request', labelNames: ['methode', 'route', 'statut'] as const, buckets: DUREES, registers: [registre] }),
  };
}

export type Series = ReturnType<typeof creerSeries>;
