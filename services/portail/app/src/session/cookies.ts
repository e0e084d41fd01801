import type { FastifyReply, FastifyRequest } from 'fastify';

/** Cookie names: `__Host-` binds them to this host and to https, which plain http does not allow. */
export const nomCookie = (nom: string, https: boolean): string => (https ? `__Host-${nom}` : `sm-${nom}`);

/** Reads one cookie of the request. */
export function lireCookie(requete: FastifyRequest, nom: string): string | undefined {
  for (const morceau of (requete.headers.cookie ?? '').split(';')) {
    const [cle, valeur] = morceau.trim().split('=', 2);
    if (cle === nom) return valeur;
  }
  return undefined;
}

/** Adds a cookie to the answer; a duration of 0 removes it. Durations in seconds. */
export function poserCookie(reponse: FastifyReply, nom: string, valeur: string, dureeS: number, https: boolean): void {
  const cookie = `${nom}=${valeur}; Path=/; Max-Age=${dureeS}; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`;
  const deja = reponse.getHeader('set-cookie');
  const avant = Array.isArray(deja) ? deja : deja === undefined ? [] : [String(deja)];
  reponse.removeHeader('set-cookie');
  reponse.header('set-cookie', [...avant, cookie]);
}
