import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { JournalTechnique } from '../telemetrie/journal-technique';
import { dansContexte } from './contexte-requete';
import type { ContexteRequete } from './contexte-requete';
import type { EcoulementRequetes } from './ecoulement';
import { CLES_INTERDITES } from './json';
import { probleme } from './probleme';
import type { ProblemeException } from './probleme';

export const LONGUEUR_ADRESSE_MAX = 4096;

/** Two occurrences of one of these may be read differently by two parties. */
const UNIQUES = new Set(['authorization', 'content-type', 'content-length', 'idempotency-key', 'if-match', 'x-correlation-id', 'host']);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The caller's correlation id when it is a UUID, else a fresh one: nothing free enters the logs. */
export function correlationDe(raw: IncomingMessage): string {
  const recue = String(raw.headers['x-correlation-id'] ?? '').toLowerCase();
  return UUID.test(recue) ? recue : randomUUID();
}

function enteteDouble(rawHeaders: readonly string[]): boolean {
  const vus = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const nom = rawHeaders[i]?.toLowerCase() ?? '';
    if (!UNIQUES.has(nom)) continue;
    if (vus.has(nom)) return true;
    vus.add(nom);
  }
  return false;
}

/** What is wrong with the request line and headers, before anything is read or routed further. */
function refusDEnTete(request: FastifyRequest): ProblemeException | null {
  const adresse = request.raw.url ?? '';
  if (adresse.length > LONGUEUR_ADRESSE_MAX) return probleme('adresse-trop-longue', 414);
  if (/%00/.test(adresse)) return probleme('texte-invalide', 400);
  if (Object.keys(request.query ?? {}).some((nom) => CLES_INTERDITES.has(nom))) return probleme('requete-malformee', 400);
  return enteteDouble(request.raw.rawHeaders) ? probleme('en-tete-duplique', 400) : null;
}

const arrondi = (ms: number): number => Math.round(ms * 10) / 10;

function suivre(journal: JournalTechnique, contexte: ContexteRequete, request: FastifyRequest, reply: FastifyReply): void {
  finished(reply.raw, (erreur) => {
    const route = request.routeOptions?.url;
    if (route?.startsWith('/sante/') || route === '/metrics' || (route === '/exploitation/etat' && reply.statusCode === 200)) return;
    const champs = { methode: request.method, route, status: reply.statusCode, ms: arrondi(reply.elapsedTime), interrompue: erreur ? true : undefined };
    dansContexte(contexte, () => journal.info('requete', champs));
  });
}

/** Gives every request its context, refuses hostile heads, answers 503 once the service stops, logs the end of each one. */
export function installerRequetes(instance: FastifyInstance, options: { service: string; journal: JournalTechnique; ecoulement: EcoulementRequetes }): void {
  const { service, journal, ecoulement } = options;
  instance.addHook('onRequest', (request, reply, done) => {
    const contexte: ContexteRequete = { service, correlation: request.id };
    // A streamed answer adds its own to the listeners of the platform: eleven in all, one above what Node takes for a leak.
    reply.raw.setMaxListeners(20);
    reply.header('x-correlation-id', request.id);
    reply.header('cache-control', 'no-store');
    suivre(journal, contexte, request, reply);
    const refus = ecoulement.entrer(request, reply) ? refusDEnTete(request) : probleme('service-en-arret', 503, { entetes: { connection: 'close', 'retry-after': '2' } });
    dansContexte(contexte, () => (refus ? done(refus) : done()));
  });
}
