import { appeler, champ, ErreurDeDepot, reussie, type Reponse } from './reseau';

const AUDIENCE = 'urn:sm:api';
const MARGE_MS = 30_000;

export interface Compte {
  readonly id: string;
  readonly secret: string;
}

/** Access tokens of the machine accounts (OAuth 2 client_credentials), kept until they near their end. */
export class Jetons {
  private readonly gardes = new Map<string, { jeton: string; jusqua: number }>();

  constructor(private readonly base: string, private readonly portee: string) {}

  /** A token of that account. Throws `ErreurDeDepot` when the account is refused. */
  async de(compte: Compte): Promise<string> {
    const garde = this.gardes.get(compte.id);
    if (garde && garde.jusqua > Date.now()) return garde.jeton;
    let reponse = await this.demander(compte, true);
    if (champ(reponse.corps, 'error') === 'invalid_client') reponse = await this.demander(compte, false);
    if (reponse.statut === 401) throw new ErreurDeDepot(`compte ${compte.id} : ${String(champ(reponse.corps, 'error') ?? 'refusé')}`);
    const corps = reussie(`compte ${compte.id}`, reponse);
    const jeton = champ(corps, 'access_token');
    if (typeof jeton !== 'string') throw new ErreurDeDepot(`compte ${compte.id} : réponse sans jeton`);
    const duree = Number(champ(corps, 'expires_in') ?? 60) * 1000;
    this.gardes.set(compte.id, { jeton, jusqua: Date.now() + duree - Math.min(MARGE_MS, duree / 2) });
    return jeton;
  }

  /** Forgets a token that a service refused. */
  oublier(compte: Compte): void {
    this.gardes.delete(compte.id);
  }

  private demander({ id, secret }: Compte, enBasic: boolean): Promise<Reponse> {
    const corps = new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE, scope: this.portee });
    const entetes: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    if (enBasic) entetes['authorization'] = `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
    else {
      corps.set('client_id', id);
      corps.set('client_secret', secret);
    }
    return appeler(`${this.base}/oidc/token`, { methode: 'POST', entetes, corps: corps.toString() });
  }
}
