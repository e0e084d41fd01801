import RequestQueue from 'kafkajs/src/network/requestQueue';
import protocole, { type DefinitionRequete } from 'kafkajs/src/protocol/requests';

const REESSAI_MS = 10;
const CONTROLE_MS = 1000;

/** The broker no longer speaks any version of a request that kafkajs knows: without this check, kafkajs would send bytes that the broker misreads. */
export class CourtierTropRecent extends Error {
  readonly code = 'courtier-trop-recent';

  constructor(apiKey: number, minimum: number) {
    super(`le courtier exige la version ${minimum} de la requête ${apiKey}, que le client ne connaît pas`);
    this.name = 'CourtierTropRecent';
  }
}

/**
 * kafkajs 2.2.4 wakes every idle connection about 800 times a second (kafkajs#1751): a check is worth planning only when a request waits.
 * Its timer of request time-outs turns 10 times a second a connection; once is enough, time-outs are tens of seconds.
 */
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.throttleCheckTimeoutId || !this.pending.length) return;
  const reste = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, reste > 0 ? reste : REESSAI_MS);
};

RequestQueue.prototype.scheduleRequestTimeoutCheck = function (this: RequestQueue): void {
  if (!this.enforceRequestTimeout) return;
  this.destroy();
  this.requestTimeoutIntervalId = setInterval(() => {
    const maintenant = Date.now();
    for (const requete of this.inflight.values()) if (maintenant - requete.sentAt > requete.requestTimeout) requete.timeoutRequest();
    if (!this.isConnected()) this.destroy();
  }, Math.min(this.requestTimeout, CONTROLE_MS));
};

/** `lookup` takes the lower of both maxima and never looks at the broker's minimum: said here, before kafkajs copies the function. */
const dorigine = protocole.lookup;
protocole.lookup = (versions) => {
  const choisir = dorigine(versions);
  return (apiKey, definition: DefinitionRequete) => {
    const minimum = versions[apiKey]?.minVersion ?? 0;
    if (minimum > Math.max(...definition.versions.map(Number))) throw new CourtierTropRecent(apiKey, minimum);
    return choisir(apiKey, definition);
  };
};
