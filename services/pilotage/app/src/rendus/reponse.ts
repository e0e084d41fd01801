import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Format } from '../rapport.dto';

const TYPES: Readonly<Record<Format, string>> = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8; header=present', html: 'text/html; charset=utf-8' };
const POLITIQUE_HTML = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Format asked by `?format=`, else the first that `Accept` names, else JSON. */
export function formatDemande(requete: FastifyRequest, format: Format | undefined): Format {
  if (format) return format;
  const noms = String(requete.headers.accept ?? '').split(',').map((t) => t.split(';')[0]?.trim());
  return noms.flatMap((t): Format[] => (t === 'text/csv' ? ['csv'] : t === 'text/html' ? ['html'] : t === 'application/json' ? ['json'] : []))[0] ?? 'json';
}

/** Sends a representation with its entity tag, or 304 when the reader holds it. `nom` is the name of a downloaded file. */
export function envoyer(requete: FastifyRequest, reponse: FastifyReply, format: Format, corps: string, nom: string): void {
  const marque = `"${createHash('sha256').update(corps).digest('base64url').slice(0, 22)}"`;
  void reponse.headers({ etag: marque, vary: 'accept', 'cache-control': 'private, no-cache' });
  const connues = String(requete.headers['if-none-match'] ?? '').split(',').map((m) => m.trim().replace(/^W\//, ''));
  if (connues.includes(marque)) return void reponse.code(304).send();
  if (format === 'html') void reponse.header('content-security-policy', POLITIQUE_HTML);
  if (format === 'csv') void reponse.header('content-disposition', `attachment; filename="${nom}.csv"`);
  void reponse.type(TYPES[format]).send(corps);
}
