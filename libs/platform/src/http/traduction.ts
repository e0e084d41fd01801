import { HttpException } from '@nestjs/common';
import { ProblemeException, probleme } from './probleme';

/** Stable codes for what Nest and Fastify throw themselves, by their own code then by status. */
const PAR_CODE: Readonly<Record<string, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'corps-vide',
  FST_ERR_CTP_INVALID_JSON_BODY: 'json-malforme',
  FST_ERR_BAD_URL: 'requete-malformee',
  FST_ERR_MAX_PARAM_LENGTH: 'adresse-trop-longue',
};

const PAR_STATUT: Readonly<Record<number, string>> = {
  400: 'requete-malformee',
  401: 'jeton-absent',
  403: 'interdit',
  404: 'route-introuvable',
  412: 'version-perimee',
  413: 'corps-trop-volumineux',
  414: 'adresse-trop-longue',
  415: 'type-contenu-refuse',
  422: 'requete-invalide',
  428: 'version-requise',
  429: 'trop-de-requetes',
  431: 'en-tetes-trop-longs',
  503: 'dependance-indisponible',
};

const CODES_RESEAU = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

const codeDe = (erreur: unknown): string | undefined => {
  const code = typeof erreur === 'object' && erreur !== null ? (erreur as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
};

/** A lost connection to the database (SQLSTATE classes 08 and 57P) or to another service: the caller may try again. */
function dependancePerdue(erreur: unknown): boolean {
  const source = typeof erreur === 'object' && erreur !== null && 'driverError' in erreur ? erreur.driverError : erreur;
  const code = codeDe(source) ?? '';
  return CODES_RESEAU.has(code) || /^(08[0-9A-Z]{3}|57P0[1-5])$/.test(code);
}

/** What the caller may know of an exception. `null`: nothing but an internal error. */
export function traduire(exception: unknown): ProblemeException | null {
  if (exception instanceof ProblemeException) return exception;
  if (dependancePerdue(exception)) return probleme('dependance-indisponible', 503, { entetes: { 'retry-after': '2' } });
  const statut = statutDe(exception);
  if (statut === null) return null;
  const source = exception instanceof HttpException ? (codeDe(exception.cause) ?? '') : (codeDe(exception) ?? '');
  return probleme(PAR_CODE[source] ?? PAR_STATUT[statut] ?? 'requete-refusee', statut);
}

function statutDe(exception: unknown): number | null {
  const statut =
    exception instanceof HttpException
      ? exception.getStatus()
      : exception instanceof Error && codeDe(exception)?.startsWith('FST_')
        ? (exception as Error & { statusCode?: unknown }).statusCode
        : null;
  return typeof statut === 'number' && ((statut >= 400 && statut < 500) || statut === 503) ? statut : null;
}
