import { randomUUID } from 'node:crypto';
import type { Hote } from './hote';

export interface Reponse<T> {
  readonly statut: number;
  readonly corps: T;
  readonly texte: string;
  readonly entetes: Headers;
}

export interface Probleme {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly correlation: string;
  readonly article?: string;
  readonly detail?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

type Entetes = Readonly<Record<string, string>>;

async function recevoir<T>(reponse: Response): Promise<Reponse<T>> {
  const texte = await reponse.text();
  const json = /json/.test(reponse.headers.get('content-type') ?? '');
  return { statut: reponse.status, texte, corps: (json && texte ? JSON.parse(texte) : null) as T, entetes: reponse.headers };
}

/** Whoever calls the platform through its only public door. */
export abstract class Appelant {
  constructor(readonly hote: Hote) {}

  protected abstract entetes(methode: string): Entetes;
  protected abstract envoyer(chemin: string, init: RequestInit): Promise<Response>;

  async lire<T>(service: string, chemin: string, entetes: Entetes = {}): Promise<Reponse<T>> {
    return recevoir<T>(await this.envoyer(`/api/${service}${chemin}`, { headers: { ...this.entetes('GET'), ...entetes } }));
  }

  /** Posts JSON (or bytes as they are) under a fresh idempotency key, unless told. */
  async poster<T>(service: string, chemin: string, corps?: unknown, entetes: Entetes = {}): Promise<Reponse<T>> {
    const brut = typeof corps === 'string' || corps instanceof Uint8Array;
    const type: Entetes = corps === undefined || brut ? {} : { 'content-type': 'application/json' };
    const headers = { ...this.entetes('POST'), 'idempotency-key': randomUUID(), ...type, ...entetes };
    const body = brut ? corps : JSON.stringify(corps);
    return recevoir<T>(await this.envoyer(`/api/${service}${chemin}`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) }));
  }
}

/** A person signed in by a card: cookies only, the token stays in the portal. */
export class Persona extends Appelant {
  private readonly cookies = new Map<string, string>();

  /** Signs in through the code flow. Throws when the portal does not open a session. */
  static async entrer(hote: Hote, matricule: string): Promise<Persona> {
    const persona = new Persona(hote);
    await persona.suivre(await persona.partir(matricule));
    if (!persona.cookies.has('sm-session')) throw new Error(`${matricule} n'est pas entré`);
    return persona;
  }

  /** First step of the sign-in: the redirection towards the identity provider. */
  partir(matricule: string): Promise<Response> {
    const headers = { origin: this.hote.url, 'content-type': 'application/x-www-form-urlencoded' };
    return this.envoyer('/connexion', { method: 'POST', headers, body: new URLSearchParams({ profil: `agent:${matricule}` }).toString() });
  }

  /** Follows redirections until an answer that is not one, or until `arret` matches the next address; answers that address. */
  async suivre(depart: Response, arret?: RegExp): Promise<string | null> {
    let reponse = depart;
    for (let i = 0; i < 12; i++) {
      const suivante = reponse.headers.get('location');
      if (!suivante || arret?.test(suivante)) return suivante;
      reponse = await this.envoyer(suivante, {});
    }
    throw new Error('trop de redirections');
  }

  /** A page of the portal. */
  async page(chemin: string): Promise<Reponse<null>> {
    return recevoir<null>(await this.envoyer(chemin, {}));
  }

  protected entetes(methode: string): Entetes {
    return methode === 'GET' ? {} : { 'x-requete-portail': '1', origin: this.hote.url };
  }

  protected async envoyer(chemin: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) headers.set('cookie', [...this.cookies].map(([nom, valeur]) => `${nom}=${valeur}`).join('; '));
    const reponse = await fetch(new URL(chemin, this.hote.url), { ...init, headers, redirect: 'manual' });
    for (const cookie of reponse.headers.getSetCookie()) {
      const [nom = '', valeur = ''] = (cookie.split(';')[0] ?? '').split('=', 2);
      if (valeur === '' || /max-age=0|1970/i.test(cookie)) this.cookies.delete(nom);
      else this.cookies.set(nom, valeur);
    }
    return reponse;
  }
}

/** Whoever bears an access token, or none. */
export class Porteur extends Appelant {
  constructor(hote: Hote, readonly jeton: string | null) {
    super(hote);
  }

  /** A machine account of the installation, by its secret. */
  static async machine(hote: Hote, id: string): Promise<Porteur> {
    const { clients } = JSON.parse(hote.lire('secrets.json')) as { clients: Record<string, string> };
    const reponse = await fetch(`${hote.url}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${clients[id]}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&resource=urn%3Asm%3Aapi',
    });
    if (!reponse.ok) throw new Error(`le compte ${id} est refusé (${reponse.status})`);
    return new Porteur(hote, ((await reponse.json()) as { access_token: string }).access_token);
  }

  protected entetes(): Entetes {
    return this.jeton === null ? {} : { authorization: `Bearer ${this.jeton}` };
  }

  protected envoyer(chemin: string, init: RequestInit): Promise<Response> {
    return fetch(new URL(chemin, this.hote.url), init);
  }
}
