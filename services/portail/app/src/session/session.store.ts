import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BoundedStore } from '../bounded.store';
import { ConfigPortail } from '../config';
import { lireCookie, nomCookie, poserCookie } from './cookies';
import { OidcClient } from './oidc.client';
import type { Attente, Identite, Jetons } from './oidc.client';

export interface Session {
  readonly identite: Identite;
  readonly finit: number;
  jetons: Jetons;
  rafraichissement?: Promise<Jetons | null>;
}

const DIX_MINUTES_S = 600;
const DEUX_HEURES_S = 7_200;
const DOUZE_HEURES_S = 43_200;
const MARGE_MS = 30_000;
const FORME = /^[\w-]{43}$/;

/** Sessions of the portal: the browser holds an opaque identifier, the tokens never leave the server. Idle 2 h, 12 h at most. */
@Injectable()
export class SessionStore {
  private readonly sessions = new BoundedStore<Session>(5_000);
  private readonly attentes = new BoundedStore<Attente>(2_000);

  constructor(private readonly config: ConfigPortail, private readonly oidc: OidcClient) {}

  /** Session of the request, or null. Reading it keeps it alive. */
  lire(requete: FastifyRequest): Session | null {
    const id = this.identifiant(requete, 'session');
    const session = id ? this.sessions.get(id) : undefined;
    if (!id || !session) return null;
    this.sessions.set(id, session, Math.min(DEUX_HEURES_S * 1_000, session.finit - Date.now()));
    return session;
  }

  ouvrir(requete: FastifyRequest, reponse: FastifyReply, identite: Identite, jetons: Jetons): void {
    const ancienne = this.identifiant(requete, 'session');
    if (ancienne) this.sessions.delete(ancienne);
    const session = { identite, jetons, finit: Date.now() + DOUZE_HEURES_S * 1_000 };
    this.sessions.set(this.poser(reponse, 'session', DOUZE_HEURES_S), session, DEUX_HEURES_S * 1_000);
  }

  /** Ends the session and tells the identity provider, whose silence changes nothing. */
  async fermer(requete: FastifyRequest, reponse: FastifyReply): Promise<void> {
    const id = this.identifiant(requete, 'session');
    const session = id ? this.sessions.take(id) : undefined;
    poserCookie(reponse, nomCookie('session', this.config.https), '', 0, this.config.https);
    if (session?.jetons.rafraichissement) await this.oidc.revoquer(session.jetons.rafraichissement).catch(() => undefined);
  }

  /** Remembers a sign-in under way, from a clean slate: between two persons the provider would end the former session by a page with a script, which our policy forbids. */
  attendre(reponse: FastifyReply, attente: Attente): void {
    for (const nom of ['_session', '_session.sig']) poserCookie(reponse, nom, '', 0, this.config.https);
    this.attentes.set(this.poser(reponse, 'connexion', DIX_MINUTES_S), attente, DIX_MINUTES_S * 1_000);
  }

  /** What the browser was expected to bring back; answered once. */
  attendu(requete: FastifyRequest, reponse: FastifyReply): Attente | undefined {
    const id = this.identifiant(requete, 'connexion');
    poserCookie(reponse, nomCookie('connexion', this.config.https), '', 0, this.config.https);
    return id ? this.attentes.take(id) : undefined;
  }

  /** A live access token for the session, refreshed when it is about to expire (one refresh at a time); null when it cannot be. */
  async jeton(session: Session): Promise<string | null> {
    if (session.jetons.expire - MARGE_MS > Date.now()) return session.jetons.acces;
    const rafraichissement = session.jetons.rafraichissement;
    if (!rafraichissement) return null;
    session.rafraichissement ??= this.oidc.rafraichir(rafraichissement).finally(() => delete session.rafraichissement);
    const jetons = await session.rafraichissement;
    if (jetons) session.jetons = jetons;
    return jetons?.acces ?? null;
  }

  private identifiant(requete: FastifyRequest, nom: string): string | null {
    const valeur = lireCookie(requete, nomCookie(nom, this.config.https));
    return valeur && FORME.test(valeur) ? valeur : null;
  }

  private poser(reponse: FastifyReply, nom: string, dureeS: number): string {
    const id = randomBytes(32).toString('base64url');
    poserCookie(reponse, nomCookie(nom, this.config.https), id, dureeS, this.config.https);
    return id;
  }
}
