import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DUREE_S = 600;
const base64 = (o) => Buffer.from(JSON.stringify(o)).toString('base64url');

/** Access tokens made with the very key of the installation's identity provider: the load does not stop because nobody can sign in. */
export class Jetons {
  connus = new Map();

  /** @param etat state folder; @param url public address of the platform */
  constructor(etat, url) {
    const { jwk } = JSON.parse(readFileSync(join(etat, 'portail', 'identite.json'), 'utf8'));
    Object.assign(this, { url, kid: jwk.kid, cle: createPrivateKey({ key: jwk, format: 'jwk' }) });
  }

  de(sub) {
    const maintenant = Math.floor(Date.now() / 1000);
    const connu = this.connus.get(sub);
    if (connu && connu.fin > maintenant + 60) return connu.jeton;
    const charge = { iss: `${this.url}/oidc`, aud: 'urn:sm:api', sub, jti: randomUUID(), iat: maintenant, exp: maintenant + DUREE_S };
    const texte = `${base64({ alg: 'ES256', typ: 'at+jwt', kid: this.kid })}.${base64(charge)}`;
    const jeton = `${texte}.${sign('sha256', Buffer.from(texte), { key: this.cle, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    this.connus.set(sub, { jeton, fin: maintenant + DUREE_S });
    return jeton;
  }
}
