import type { Acteur } from '@sm/kernel';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { ProblemeException, probleme } from '../http/probleme';
import { CacheJetons } from './cache-jetons';

export interface OptionsVerificateur {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** Where keys come from; the issuer's JWKS over HTTP unless given. */
  readonly cles?: JWTVerifyGetKey;
}

const ALGORITHMES = ['ES256', 'EdDSA'];
const TOLERANCE_S = 5;
const LONGUEUR_MAX = 8192;
/** `systeme:` actors never come from outside. */
const SUJET = /^(agent|machine|service):[A-Za-z0-9._-]{1,64}$/;

const invalide = (): ProblemeException =>
  probleme('jeton-invalide', 401, { entetes: { 'www-authenticate': 'Bearer error="invalid_token"' } });
const expire = (): ProblemeException =>
  probleme('jeton-expire', 401, { entetes: { 'www-authenticate': 'Bearer error="invalid_token"' } });

function clesDistantes(url: string): JWTVerifyGetKey {
  const distantes = createRemoteJWKSet(new URL(url), { timeoutDuration: 3000, cooldownDuration: 10_000, cacheMaxAge: 600_000 });
  return async (entete, jeton) => {
    try {
      return await distantes(entete, jeton);
    } catch (erreur) {
      if (erreur instanceof errors.JWKSNoMatchingKey || erreur instanceof errors.JWKSMultipleMatchingKeys) throw erreur;
      if (erreur instanceof errors.JOSENotSupported) throw erreur;
      throw probleme('identite-indisponible', 503, { entetes: { 'retry-after': '2' } });
    }
  };
}

const texte = (valeur: unknown): string | undefined => (typeof valeur === 'string' && valeur !== '' ? valeur : undefined);

function acteurDe(charge: JWTPayload): Acteur {
  const genre = SUJET.exec(charge.sub ?? '')?.[1] as Acteur['genre'] | undefined;
  const rpps = texte(charge['rpps']);
  if (genre === undefined || charge.sub === undefined || (rpps !== undefined && !/^\d{11}$/.test(rpps))) throw invalide();
  const nom = (texte(charge['nom']) ?? texte(charge['name']) ?? '').slice(0, 200);
  return { id: charge.sub, genre, nom, ...(rpps === undefined ? {} : { rpps }) };
}

/** Verifies access tokens (RFC 9068): issuer, audience, `typ` at+jwt, signature ES256 or EdDSA, dates within 5 s. */
export class VerificateurJeton {
  private readonly cles: JWTVerifyGetKey;
  private readonly cache = new CacheJetons();

  constructor(private readonly options: OptionsVerificateur) {
    this.cles = options.cles ?? clesDistantes(options.jwksUrl);
  }

  /**
   * @throws ProblemeException 401 `jeton-invalide` or `jeton-expire`; 503 `identite-indisponible` when the keys cannot be fetched.
   */
  async verifier(jeton: string): Promise<Acteur> {
    if (jeton.length > LONGUEUR_MAX) throw invalide();
    const maintenant = Date.now();
    const connu = this.cache.lire(jeton, maintenant);
    if (connu) return connu;
    const charge = await this.charge(jeton);
    const acteur = acteurDe(charge);
    this.cache.garder(jeton, acteur, charge.exp ?? 0, maintenant);
    return acteur;
  }

  private async charge(jeton: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(jeton, this.cles, {
        issuer: this.options.issuer,
        audience: this.options.audience,
        typ: 'at+jwt',
        algorithms: ALGORITHMES,
        clockTolerance: TOLERANCE_S,
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      return payload;
    } catch (erreur) {
      if (erreur instanceof ProblemeException) throw erreur;
      throw erreur instanceof errors.JWTExpired ? expire() : invalide();
    }
  }
}
