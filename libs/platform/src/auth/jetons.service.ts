import * as oidc from 'openid-client';
import { setTimeout as attendre } from 'node:timers/promises';
import { contexteRequete } from '../http/contexte-requete';
import { probleme } from '../http/probleme';

export interface OptionsJetons {
  readonly issuer: string;
  readonly audience: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

interface JetonObtenu {
  readonly valeur: string;
  readonly renouvelerA: number;
}

const ESSAIS = 4;
const PAUSE_MS = 200;
const DELAI_S = 3;

/** A refusal by the provider is final; an outage is not. */
const definitif = (erreur: unknown): boolean =>
  erreur instanceof oidc.ResponseBodyError && erreur.status >= 400 && erreur.status < 500 && erreur.status !== 429;

/** Tokens of this service for its calls to others: client credentials, kept until 80 % of their life, one request at a time. */
export class JetonsService {
  private jetonCourant: JetonObtenu | null = null;
  private enVol: Promise<JetonObtenu> | null = null;
  private fournisseur: oidc.Configuration | null = null;

  constructor(private readonly options: OptionsJetons) {}

  /** @throws ProblemeException 503 `identite-indisponible` when the provider stays unreachable or refuses the client. */
  async jeton(): Promise<string> {
    if (this.jetonCourant && Date.now() < this.jetonCourant.renouvelerA) return this.jetonCourant.valeur;
    this.enVol ??= this.obtenir().finally(() => {
      this.enVol = null;
    });
    this.jetonCourant = await this.enVol;
    return this.jetonCourant.valeur;
  }

  /** Forgets the token, after a 401 of the called service. */
  invalider(): void {
    this.jetonCourant = null;
  }

  /** Headers of a call to another service: its token and the correlation of the request in hand. */
  async entetes(): Promise<Record<string, string>> {
    const correlation = contexteRequete()?.correlation;
    return { authorization: `Bearer ${await this.jeton()}`, ...(correlation ? { 'x-correlation-id': correlation } : {}) };
  }

  private async obtenir(): Promise<JetonObtenu> {
    for (let essai = 1; ; essai++) {
      try {
        return await this.demander();
      } catch (erreur) {
        if (essai === ESSAIS || definitif(erreur)) throw probleme('identite-indisponible', 503);
        await attendre(PAUSE_MS * 2 ** (essai - 1) * (0.5 + Math.random()));
      }
    }
  }

  private async demander(): Promise<JetonObtenu> {
    this.fournisseur ??= await this.decouvrir();
    const reponse = await oidc.clientCredentialsGrant(this.fournisseur, { resource: this.options.audience });
    const dureeMs = (reponse.expires_in ?? 60) * 1000;
    return { valeur: reponse.access_token, renouvelerA: Date.now() + dureeMs * 0.8 };
  }

  private async decouvrir(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.options;
    if (clientId === undefined || clientSecret === undefined) throw new Error('client-non-configure');
    const enClair = new URL(issuer).protocol === 'http:';
    return oidc.discovery(new URL(issuer), clientId, clientSecret, oidc.ClientSecretBasic(clientSecret), {
      timeout: DELAI_S,
      ...(enClair ? { execute: [oidc.allowInsecureRequests] } : {}),
    });
  }
}
