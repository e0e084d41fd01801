import { Provider, errors } from 'oidc-provider';
import type { ContexteOidc, JetonOidc } from 'oidc-provider';
import type { ConfigPortail, Persona } from '../config';
import type { ClesIdentite } from './cles';
import { OidcStore } from './oidc.store';

/** Audience of every access token of the platform. */
export const AUDIENCE = 'urn:sm:api';
const PORTEE = 'api';
const QUINZE_MINUTES = 900;
const DOUZE_HEURES = 43_200;
const DUREES = {
  AuthorizationCode: 60, ClientCredentials: QUINZE_MINUTES, AccessToken: QUINZE_MINUTES, IdToken: QUINZE_MINUTES,
  Interaction: QUINZE_MINUTES, RefreshToken: DOUZE_HEURES, Session: DOUZE_HEURES, Grant: DOUZE_HEURES,
};
const DEMONSTRATION = { acr: 'urn:sm:acr:demonstration', amr: ['demonstration'] };
const MACHINE = { acr: 'urn:sm:acr:machine', amr: ['secret'] };

const identite = (persona: Persona) => ({
  nom: persona.nom,
  ...(persona.rpps ? { rpps: persona.rpps } : {}),
  ...DEMONSTRATION,
});

function clients(config: ConfigPortail, cles: ClesIdentite): object[] {
  const machines = config.clients.map(({ id, secret }) => ({
    client_id: id, client_secret: secret, grant_types: ['client_credentials'], response_types: [], redirect_uris: [],
  }));
  const portail = {
    client_id: 'portail',
    client_secret: cles.secretPortail,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [`${config.publique}/retour`],
  };
  return [portail, ...machines];
}

function ressources() {
  return {
    enabled: true,
    defaultResource: () => AUDIENCE,
    useGrantedResource: () => true,
    getResourceServerInfo: (_ctx: ContexteOidc, ressource: string) => {
      if (ressource !== AUDIENCE) throw new errors.InvalidTarget();
      return {
        scope: PORTEE, audience: AUDIENCE, accessTokenFormat: 'jwt', accessTokenTTL: QUINZE_MINUTES, jwt: { sign: { alg: 'ES256' } },
      };
    },
  };
}

const fonctions = () => ({
  devInteractions: { enabled: false },
  clientCredentials: { enabled: true },
  revocation: {
    enabled: true,
    allowedPolicy: (_ctx: ContexteOidc, client: { clientId: string }, jeton: JetonOidc) => jeton.clientId === client.clientId,
  },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  resourceIndicators: ressources(),
});

function comptes(config: ConfigPortail) {
  const personas = new Map(config.personas.map((persona) => [persona.sub, persona]));
  const sujets = new Map(config.clients.map((client) => [client.id, client.sub]));
  return {
    findAccount: (_ctx: ContexteOidc, sub: string) => {
      const persona = personas.get(sub);
      if (!persona) return undefined;
      const { role, unite, ou, quoi } = persona;
      return { accountId: sub, claims: () => ({ sub, role, unite, ou, quoi, ...identite(persona) }) };
    },
    extraTokenClaims: (_ctx: ContexteOidc, jeton: JetonOidc) => {
      const persona = personas.get(jeton.accountId ?? '');
      return persona ? identite(persona) : { nom: sujets.get(jeton.clientId ?? ''), ...MACHINE };
    },
    formats: {
      customizers: {
        // client_credentials names the client as subject, and extra claims may not replace `sub`.
        jwt: (_ctx: ContexteOidc, jeton: JetonOidc, structure: { payload: Record<string, unknown> }) => {
          if (jeton.kind === 'ClientCredentials') structure.payload['sub'] = sujets.get(jeton.clientId ?? '');
        },
      },
    },
  };
}

/** Everything the portal client asks is granted to it: there is no consent page in a demonstration. */
const consentement = (fournisseur: () => Provider) => async (ctx: ContexteOidc) => {
  const clientId = ctx.oidc.client?.clientId;
  const accountId = ctx.oidc.session?.accountId;
  if (!clientId || !accountId) return undefined;
  const grant = new (fournisseur().Grant)({ clientId, accountId });
  grant.addOIDCScope('openid profil');
  grant.addResourceScope(AUDIENCE, PORTEE);
  await grant.save();
  return grant;
};

/** Builds the in-process provider of the demonstration: code + PKCE for the portal, client_credentials for machines, ES256 access tokens of 15 minutes. */
export function creerFournisseur(config: ConfigPortail, cles: ClesIdentite, pageErreur: (ctx: ContexteOidc, code: string) => void): Provider {
  const fournisseur: Provider = new Provider(config.emetteur, {
    adapter: (modele: string) => new OidcStore(modele),
    jwks: { keys: [cles.jwk] },
    cookies: { keys: cles.cookies, long: { httpOnly: true, sameSite: 'lax' }, short: { httpOnly: true, sameSite: 'lax' } },
    clients: clients(config, cles),
    clientDefaults: { id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'client_secret_basic' },
    clientAuthMethods: ['client_secret_basic'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    scopes: ['openid', 'profil'],
    claims: { openid: ['sub'], profil: ['nom', 'rpps', 'role', 'unite', 'ou', 'quoi'] },
    conformIdTokenClaims: false,
    clientBasedCORS: () => false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    features: fonctions(),
    interactions: { url: (_ctx: ContexteOidc, interaction: { uid: string }) => `/connexion/profil/${interaction.uid}` },
    issueRefreshToken: (_ctx: ContexteOidc, client: { grantTypeAllowed(type: string): boolean }) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: consentement(() => fournisseur),
    ttl: DUREES,
    renderError: (ctx: ContexteOidc, sortie: { error: string }) => pageErreur(ctx, sortie.error),
    ...comptes(config),
  });
  fournisseur.proxy = true;
  return fournisseur;
}
