import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Hote } from './hote';

type Objet = Readonly<Record<string, unknown>>;

const base64 = (o: Objet): string => Buffer.from(JSON.stringify(o)).toString('base64url');
const signer = (cle: KeyObject) => (texte: string): string => sign('sha256', Buffer.from(texte), { key: cle, dsaEncoding: 'ieee-p1363' }).toString('base64url');

/** Makes tokens with the very key of the installation's identity provider, then spoils them: what a thief could try. */
export class Faussaire {
  private readonly jwk: JsonWebKey & { readonly kid: string };

  constructor(private readonly hote: Hote) {
    this.jwk = (JSON.parse(hote.lire('portail/identite.json')) as { jwk: JsonWebKey & { kid: string } }).jwk;
  }

  /** A right token, but for what the caller replaces in its header or its claims. */
  jeton(sub: string, { entete = {}, charge = {} }: { entete?: Objet; charge?: Objet } = {}): string {
    return this.assembler(sub, entete, charge, signer(createPrivateKey({ key: this.jwk, format: 'jwk' })));
  }

  /** Signed by nobody. */
  sansSignature(sub: string): string {
    return this.assembler(sub, { alg: 'none' }, {}, () => '');
  }

  /** Signed by a key that only bears the name of the right one. */
  autreCle(sub: string): string {
    return this.assembler(sub, {}, {}, signer(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey));
  }

  /** Signed with the public key taken for a shared secret. */
  confusion(sub: string): string {
    const secret = createPublicKey({ key: this.jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return this.assembler(sub, { alg: 'HS256' }, {}, (texte) => createHmac('sha256', secret).update(texte).digest('base64url'));
  }

  /** A right token whose claims were changed after the signature. */
  retouche(sub: string, autre: string): string {
    const [entete, , signature] = this.jeton(sub).split('.');
    return [entete, this.jeton(autre).split('.')[1], signature].join('.');
  }

  private assembler(sub: string, entete: Objet, charge: Objet, sceau: (texte: string) => string): string {
    const maintenant = Math.floor(Date.now() / 1000);
    const texte = [
      base64({ alg: 'ES256', typ: 'at+jwt', kid: this.jwk.kid, ...entete }),
      base64({ iss: `${this.hote.url}/oidc`, aud: 'urn:sm:api', sub, jti: randomUUID(), iat: maintenant, exp: maintenant + 600, ...charge }),
    ].join('.');
    return `${texte}.${sceau(texte)}`;
  }
}
