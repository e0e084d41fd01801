import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify, type KeyObject } from 'node:crypto';

/** Where the chain of a unit of a service stood: its rank and its link, in hexadecimal. */
export interface Racine {
  readonly source: string;
  readonly unite: number;
  readonly rang: number;
  readonly h: string;
  readonly quand: Date;
}

/** A root as its key signed it. Binary values in hexadecimal. */
export interface RacineSignee extends Racine {
  /** Id of the signing key. */
  readonly cle: string;
  readonly signature: string;
}

/** Public half of a signing key, with the signature that the key before it gave it (both empty for a first key). */
export interface ClePublique {
  readonly cle: string;
  readonly publique: string;
  readonly precedente: string;
  readonly endossement: string;
}

const texteRacine = (r: Racine, cle: string): Buffer => Buffer.from(`sm-racine-v1|${r.source}|${r.unite}|${r.rang}|${r.h}|${r.quand.getTime()}|${cle}`);
const texteCle = (publique: string): Buffer => Buffer.from(`sm-cle-racine-v1|${publique}`);
const octetsPublics = (cle: KeyObject): string => Buffer.from(createPublicKey(cle.type === 'private' ? cle.export({ type: 'pkcs8', format: 'pem' }) : cle.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' }).x!, 'base64url').toString('hex');
const clePublique = (publique: string): KeyObject => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publique, 'hex').toString('base64url') }, format: 'jwk' });

/** Id of a key, from its public half. */
export const idDeCle = (publique: string): string => `k${hash('sha256', Buffer.from(publique, 'hex'), 'hex').slice(0, 16)}`;

/** Whether that public key signed that root; false also when either is malformed. */
export function racineSigneePar(publique: KeyObject | string, r: RacineSignee): boolean {
  try {
    return verify(null, texteRacine(r, r.cle), typeof publique === 'string' ? clePublique(publique) : publique, Buffer.from(r.signature, 'hex'));
  } catch {
    return false;
  }
}

/** Whether `precedente` (public half) endorsed this key. */
export function cleEndossee(cle: ClePublique, precedente: string): boolean {
  try {
    return verify(null, texteCle(cle.publique), clePublique(precedente), Buffer.from(cle.endossement, 'hex'));
  } catch {
    return false;
  }
}

/** A new private key, in PEM (PKCS #8). */
export const creerCleRacine = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

/** The key that signs the roots of a slice, and those before it, kept to verify what they signed. Never read from the database that they guard. */
export class ClesRacine {
  readonly active: ClePublique;
  private readonly connues: ReadonlyMap<string, KeyObject>;

  private constructor(private readonly privee: KeyObject, anciennes: readonly KeyObject[]) {
    const publique = octetsPublics(privee);
    const [derniere] = anciennes;
    this.active = {
      cle: idDeCle(publique), publique, precedente: derniere ? idDeCle(octetsPublics(derniere)) : '',
      endossement: derniere?.type === 'private' ? sign(null, texteCle(publique), derniere).toString('hex') : '',
    };
    this.connues = new Map([privee, ...anciennes].map((k) => octetsPublics(k)).map((p) => [idDeCle(p), clePublique(p)]));
  }

  /**
   * Reads PEM blocks: first the private key that signs, then those before it, the latest first, private or public.
   * A private one endorses the key that follows it. @throws Error `cle-de-racine-invalide`
   */
  static depuisPem(texte: string): ClesRacine {
    try {
      const blocs = texte.match(/-----BEGIN (?:PRIVATE|PUBLIC) KEY-----[\s\S]+?-----END (?:PRIVATE|PUBLIC) KEY-----/g) ?? [];
      const cles = blocs.map((b) => (b.includes('PRIVATE') ? createPrivateKey(b) : createPublicKey(b)));
      const [privee, ...anciennes] = cles;
      if (privee?.type === 'private' && cles.every((k) => k.asymmetricKeyType === 'ed25519')) return new ClesRacine(privee, anciennes);
    } catch {
      // Said below, without a word of the file.
    }
    throw new Error('cle-de-racine-invalide');
  }

  signer(r: Racine): RacineSignee {
    const { cle } = this.active;
    return { ...r, cle, signature: sign(null, texteRacine(r, cle), this.privee).toString('hex') };
  }

  /** Whether one of our keys signed that root. */
  verifier(r: RacineSignee): boolean {
    const publique = this.connues.get(r.cle);
    return publique !== undefined && racineSigneePar(publique, r);
  }
}
