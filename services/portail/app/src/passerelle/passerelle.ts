import { Agent } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ConfigPortail } from '../config';
import { RefusPortail, enProbleme, refusDeStatut } from '../refus';
import { memeOrigine } from '../session/origine';
import type { SessionStore } from '../session/session.store';
import { versService } from './entetes';
import { relayer } from './relais';

const LECTURES = ['GET', 'HEAD', 'OPTIONS'];
const METHODES = [...LECTURES, 'POST', 'PUT', 'PATCH', 'DELETE'];
const PUBLICS = ['/openapi.json', '/asyncapi.json', '/docs', '/rapports/style.css'];

/** Bearer of the caller, or null. */
function porteur(requete: FastifyRequest): string | null {
  return /^Bearer +([\w.~+/=-]+)$/i.exec(requete.headers.authorization ?? '')?.[1] ?? null;
}

/** What a service says to its operator on its own port, open there without a token: the public door does not lead to it. */
const INTERNES = new Set(['metrics', 'sante']);

/** First segment of a path, however it is written. */
function premierSegment(chemin: string): string {
  try {
    return decodeURIComponent(chemin).split(/[/\\]+/).find((s) => s !== '')?.trim().toLowerCase() ?? '';
  } catch {
    throw refusDeStatut(400);
  }
}

/** Address in the service, or a refusal; a path that climbs out of its base is refused. */
function cibler(config: ConfigPortail, requete: FastifyRequest): { cible: URL; reste: string } {
  const [, service = '', reste = '/'] = /^\/api\/([^/?]+)(.*)$/s.exec(requete.url) ?? [];
  const base = config.services.get(service);
  if (!base) throw new RefusPortail(404, 'service-inconnu');
  const racine = base.href.replace(/\/$/, '');
  const cible = new URL(`${racine}${reste.startsWith('/') ? reste : `/${reste}`}`);
  if (cible.origin !== base.origin || !cible.href.startsWith(`${racine}/`)) throw refusDeStatut(400);
  if (INTERNES.has(premierSegment(cible.pathname.slice(new URL(`${racine}/`).pathname.length)))) throw refusDeStatut(404);
  return { cible, reste };
}

/** Token to send on: the caller's own, or the session's after the checks against forged requests. */
async function autoriser(config: ConfigPortail, sessions: SessionStore, requete: FastifyRequest, reste: string): Promise<string | null> {
  const jeton = porteur(requete);
  if (jeton) return jeton;
  const session = sessions.lire(requete);
  if (!session && requete.method === 'GET' && PUBLICS.includes(reste)) return null;
  if (!session) throw refusDeStatut(401);
  const ecrit = !LECTURES.includes(requete.method);
  if (ecrit && (requete.headers['x-requete-portail'] !== '1' || !memeOrigine(requete, config.publique))) {
    throw new RefusPortail(403, 'origine-refusee');
  }
  const acces = await sessions.jeton(session);
  if (!acces) throw new RefusPortail(401, 'session-terminee');
  return acces;
}

/** Mounts `/api/<service>/*`. Bodies are never read by the portal, only carried. */
export function monterPasserelle(instance: FastifyInstance, config: ConfigPortail, sessions: SessionStore): void {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 32 });
  instance.addHook('onClose', async () => agent.destroy());
  void instance.register(async (portee) => {
    portee.removeAllContentTypeParsers();
    portee.addContentTypeParser('*', (_requete, _corps, suite) => suite(null));
    portee.setErrorHandler((erreur, requete, reponse) => repondre(requete, reponse, erreur));
    const traiter = async (requete: FastifyRequest, reponse: FastifyReply) => {
      const { cible, reste } = cibler(config, requete);
      const jeton = await autoriser(config, sessions, requete, reste);
      reponse.hijack();
      relayer(requete.raw, reponse.raw, {
        cible,
        agent,
        correlation: requete.id,
        entetes: versService(requete.headers, jeton, requete.id, requete.ip),
        surPanne: () => ecrireProbleme(reponse, refusDeStatut(503), requete.id),
      });
    };
    portee.route({ method: METHODES, url: '/api/*', handler: traiter });
  });
}

function ecrireProbleme(reponse: FastifyReply, refus: RefusPortail, correlation: string): void {
  reponse.raw.writeHead(refus.statut, { 'content-type': 'application/problem+json; charset=utf-8', 'x-correlation-id': correlation });
  reponse.raw.end(JSON.stringify(enProbleme(refus, correlation)));
}

async function repondre(requete: FastifyRequest, reponse: FastifyReply, erreur: unknown): Promise<void> {
  const refus = erreur instanceof RefusPortail ? erreur : refusDeStatut(500);
  await reponse.code(refus.statut).type('application/problem+json; charset=utf-8').send(enProbleme(refus, requete.id));
}
