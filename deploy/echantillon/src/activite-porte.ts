import { Jetons, type Compte } from './jetons';
import { appeler, champ, ErreurPassagere, type Reponse } from './reseau';

/** A refusal of the platform that no new attempt cures: its status and code, never a content. */
export class Refusee extends Error {
  constructor(readonly statut: number, readonly code: string) {
    super(`${statut} ${code}`);
  }
}

export interface LigneDossier {
  readonly id: string;
  readonly procedure: string;
  readonly version: number;
  readonly statut: string;
  readonly source: string;
  readonly jourRecu: string;
  readonly jourAvis: string | null;
}

export interface Page {
  readonly elements: readonly LigneDossier[];
  readonly suivant: string | null;
}

/** Another moved the dossier first: it is read again at the next turn. */
const DEPASSES = new Set([409, 412]);
const PASSAGERS = new Set([401, 408, 425, 429, 500, 502, 503, 504]);

/** The public door with the token of one account. */
export class Porte {
  constructor(private readonly url: string, private readonly jetons: Jetons, readonly compte: Compte) {}

  async lire(chemin: string): Promise<unknown> {
    return this.juger(await appeler(`${this.url}/api/prestations${chemin}`, { entetes: await this.entetes() }));
  }

  lister(requete: string): Promise<Page> {
    return this.lire(`/dossiers?${requete}`) as Promise<Page>;
  }

  /** One command; `cle` makes it safe to send again, `version` is the one that was read. */
  async commander(chemin: string, corps: unknown, cle: string, version?: number): Promise<unknown> {
    const entetes = { ...(await this.entetes()), 'content-type': 'application/json', 'idempotency-key': cle, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) };
    return this.juger(await appeler(`${this.url}/api/prestations${chemin}`, { methode: 'POST', entetes, corps: JSON.stringify(corps) }));
  }

  /** One line to an intake. */
  async deposer(flux: string, corps: unknown, cle: string): Promise<unknown> {
    const entetes = { ...(await this.entetes()), 'content-type': 'application/x-ndjson', 'idempotency-key': cle };
    const recu = this.juger(await appeler(`${this.url}/api/prestations/imports?flux=${flux}`, { methode: 'POST', entetes, corps: `${JSON.stringify(corps)}\n` }));
    if (Number(champ(recu, 'rejetees') ?? 0) > 0) throw new Refusee(422, `ligne-rejetee-${flux}`);
    return recu;
  }

  /** One file, under its own type. */
  async joindre(chemin: string, corps: string, type: string, cle: string): Promise<unknown> {
    const entetes = { ...(await this.entetes()), 'content-type': type, 'idempotency-key': cle };
    return this.juger(await appeler(`${this.url}/api/prestations${chemin}`, { methode: 'POST', entetes, corps }));
  }

  private async entetes(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.jetons.de(this.compte)}`, accept: 'application/json' };
  }

  private juger({ statut, corps }: Reponse): unknown {
    if (statut >= 200 && statut < 300) return corps;
    if (statut === 401) this.jetons.oublier(this.compte);
    const code = String(champ(corps, 'code') ?? 'sans-code');
    if (PASSAGERS.has(statut)) throw new ErreurPassagere(`réponse ${statut} ${code}`);
    throw new Refusee(statut, code);
  }
}

/** True when somebody else was faster: nothing is wrong. */
export const devance = (erreur: unknown): boolean => erreur instanceof Refusee && DEPASSES.has(erreur.statut);
