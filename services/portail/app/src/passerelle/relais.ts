import { Agent, request as requeteHttp } from 'node:http';
import { request as requeteHttps } from 'node:https';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { versAppelant } from './entetes';

/** Carries one request to a service and its answer back, both as streams: memory does not depend on their size. */
export interface Relais {
  readonly cible: URL;
  readonly entetes: OutgoingHttpHeaders;
  readonly correlation: string;
  readonly agent: Agent;
  /** Called when the service could not be reached and nothing was answered yet. */
  readonly surPanne: () => void;
}

export function relayer(entrant: IncomingMessage, sortant: ServerResponse, relais: Relais): void {
  const { cible, entetes, agent } = relais;
  const https = cible.protocol === 'https:';
  const amont = (https ? requeteHttps : requeteHttp)(cible, { method: entrant.method, headers: entetes, ...(https ? {} : { agent }) });
  let repondu = false;
  amont.on('response', (reponse) => {
    repondu = true;
    sortant.writeHead(reponse.statusCode ?? 502, versAppelant(reponse.headers, relais.correlation));
    pipeline(reponse, sortant, () => undefined);
  });
  amont.on('error', () => {
    if (repondu) return;
    repondu = true;
    if (!sortant.destroyed) relais.surPanne();
  });
  sortant.on('close', () => {
    amont.destroy();
    entrant.unpipe(amont);
    entrant.resume();
  });
  const corps = entrant.headers['transfer-encoding'] !== undefined || Number(entrant.headers['content-length'] ?? 0) > 0;
  if (corps) entrant.pipe(amont);
  else amont.end();
}
