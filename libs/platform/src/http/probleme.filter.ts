import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { objetDe, type RefusObserve } from '../acces/refus';
import type { JournalTechnique } from '../telemetrie/journal-technique';
import { probleme } from './probleme';
import type { ProblemeException } from './probleme';
import { traduire } from './traduction';

export const TYPE_PROBLEME = 'application/problem+json; charset=utf-8';

const RESTE_MAX = 64 * 1024 * 1024;
const RESTE_MAX_MS = 10_000;

/** Reads what is left of an upload into nothing: a connection cut under a sender loses the answer that explains the refusal. Bounded in bytes and time. */
function vider(corps: Readable, reply: FastifyReply): void {
  let lus = 0;
  const couper = (): void => void corps.destroy();
  const minuterie = setTimeout(couper, RESTE_MAX_MS).unref();
  corps.on('data', (morceau: Buffer) => (lus += morceau.length) > RESTE_MAX && couper());
  corps.on('error', () => undefined);
  corps.once('close', () => clearTimeout(minuterie));
  reply.raw.once('close', () => clearTimeout(minuterie));
}

/** Answers a problem on a Fastify reply. */
export function envoyerProbleme(request: FastifyRequest, reply: FastifyReply, refus: ProblemeException): void {
  if (reply.raw.destroyed) return;
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  if (request.body instanceof Readable && !request.body.readableEnded && !request.body.destroyed) vider(request.body, reply);
  void reply
    .code(refus.getStatus())
    .headers({ ...refus.complement.entetes, 'content-type': TYPE_PROBLEME })
    .send(JSON.stringify(refus.corps(request.id)));
}

/** The one filter: every exception leaves as RFC 9457; what is not a refusal is logged and says nothing but its correlation. */
@Catch()
export class ProblemeFilter implements ExceptionFilter {
  constructor(private readonly journal: JournalTechnique, private readonly surInterdit?: (refus: RefusObserve) => Promise<void>) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw exception;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.raw.destroyed) return this.journal.info('appelant-parti', { route: request.routeOptions?.url });
    const refus = traduire(exception);
    if (refus === null) this.journal.erreur('erreur-interne', exception, { route: request.routeOptions?.url });
    else if (refus.getStatus() >= 500) this.journal.erreur(refus.refus.code, exception, { route: request.routeOptions?.url });
    const repondre = (): void => envoyerProbleme(request, reply, refus ?? probleme('erreur-interne', 500));
    const trace = refus?.getStatus() === 403 ? this.tracer(request, refus) : undefined;
    if (trace) void trace.then(repondre);
    else repondre();
  }

  /** An answer that says no does not wait for a base that is down; then the technical log alone keeps it. */
  private tracer(request: FastifyRequest & { readonly acteur?: Acteur }, { refus }: ProblemeException): Promise<void> | undefined {
    const { acteur, method: methode, id: correlation, params } = request;
    if (!acteur || !this.surInterdit) return undefined;
    const observe: RefusObserve = { acteur, methode, route: request.routeOptions?.url ?? '', code: refus.code, article: refus.article ?? null, objet: objetDe(params), correlation };
    return this.surInterdit(observe).catch((e: unknown) => this.journal.erreur('refus-non-inscrit', e, { route: request.routeOptions?.url }));
  }
}
