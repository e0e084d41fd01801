import type { FastifyRequest } from 'fastify';

/** True when a browser says that the request comes from a page of `publique`; silence is a no. */
export function memeOrigine(requete: FastifyRequest, publique: string): boolean {
  const site = requete.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return requete.headers.origin === undefined ? site === 'same-origin' : requete.headers.origin === publique;
}

/** A path of this portal to come back to after sign-in; anything else becomes the home page. */
export function retourSur(chemin: unknown): string {
  return typeof chemin === 'string' && /^\/(rapport|national|consultations|dossiers(\/[0-9a-f-]{36})?)(\?[\w=&%.-]{0,200})?$/.test(chemin) ? chemin : '/';
}
