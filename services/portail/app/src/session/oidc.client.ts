import * as oidc from 'openid-client';
import type { ConfigPortail } from '../config';
import { AUDIENCE } from '../identite/fournisseur';

/** What the browser must bring back for its sign-in to be accepted. */
export interface Attente {
  readonly state: string;
  readonly nonce: string;
  readonly verifieur: string;
  readonly retour: string;
}

/** Who is signed in, as said by the identity token. */
export interface Identite {
  readonly sub: string;
  readonly nom: string;
  readonly role: string;
  readonly unite: string;
  /** The unit in words; empty when nobody said it. */
  readonly ou: string;
  readonly quoi: string;
}

/** Tokens of a session; `expire` is an instant in milliseconds. */
export interface Jetons {
  readonly acces: string;
  readonly rafraichissement: string | null;
  readonly expire: number;
}

/** The portal's side of OpenID Connect: endpoints are known, not discovered; the server-side calls stay on the loopback address. */
export class OidcClient {
  private readonly configuration: oidc.Configuration;

  constructor(private readonly config: ConfigPortail, secret: string) {
    this.configuration = new oidc.Configuration(
      {
        issuer: config.emetteur,
        authorization_endpoint: `${config.emetteur}/auth`,
        token_endpoint: `${config.locale}/oidc/token`,
        revocation_endpoint: `${config.locale}/oidc/token/revocation`,
        jwks_uri: `${config.locale}/oidc/jwks`,
      },
      'portail',
      { id_token_signed_response_alg: 'ES256' },
      oidc.ClientSecretBasic(secret),
    );
    oidc.enableNonRepudiationChecks(this.configuration);
    oidc.allowInsecureRequests(this.configuration);
  }

  /** Starts a sign-in: the address to send the browser to, and what to remember meanwhile. */
  async partir(retour: string, profil?: string): Promise<{ url: string; attente: Attente }> {
    const attente = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifieur: oidc.randomPKCECodeVerifier(), retour };
    const url = oidc.buildAuthorizationUrl(this.configuration, {
      redirect_uri: `${this.config.publique}/retour`,
      scope: 'openid profil api',
      resource: AUDIENCE,
      prompt: 'login',
      state: attente.state,
      nonce: attente.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attente.verifieur),
      code_challenge_method: 'S256',
      ...(profil ? { login_hint: profil } : {}),
    });
    return { url: url.href, attente };
  }

  /** Ends a sign-in. Throws when state, nonce, code or signature is wrong. */
  async revenir(requete: string, attente: Attente): Promise<{ identite: Identite; jetons: Jetons }> {
    const reponse = await oidc.authorizationCodeGrant(
      this.configuration,
      new URL(requete, this.config.publique),
      { expectedState: attente.state, expectedNonce: attente.nonce, pkceCodeVerifier: attente.verifieur, idTokenExpected: true },
      { resource: AUDIENCE },
    );
    const revendications: Record<string, unknown> = { ...reponse.claims() };
    const texte = (nom: string) => String(revendications[nom] ?? '');
    const identite = { sub: texte('sub'), nom: texte('nom'), role: texte('role'), unite: texte('unite'), ou: texte('ou'), quoi: texte('quoi') };
    return { identite, jetons: enJetons(reponse, null) };
  }

  /** New tokens, or null when the provider no longer knows the session. */
  async rafraichir(jeton: string): Promise<Jetons | null> {
    try {
      return enJetons(await oidc.refreshTokenGrant(this.configuration, jeton, { resource: AUDIENCE }), jeton);
    } catch (erreur) {
      if (erreur instanceof oidc.ResponseBodyError) return null;
      throw erreur;
    }
  }

  async revoquer(jeton: string): Promise<void> {
    await oidc.tokenRevocation(this.configuration, jeton, { token_type_hint: 'refresh_token' });
  }
}

function enJetons(reponse: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers, precedent: string | null): Jetons {
  return {
    acces: reponse.access_token,
    rafraichissement: reponse.refresh_token ?? precedent,
    expire: Date.now() + (reponse.expiresIn() ?? 0) * 1_000,
  };
}
