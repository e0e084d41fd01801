import { appelerPorte, RefusPorte, type Patience } from './appel';
import { versionDe, type CleEnveloppee, type PorteCle } from './porte';
import { signerSigv4 } from './sigv4';

export interface OptionsKms {
  readonly url: string;
  /** Key that wraps today, by its id or ARN; those of older envelopes are named by them. */
  readonly cle: string;
  readonly region: string;
  readonly acces: string;
  readonly secret: string;
  readonly patience?: Partial<Patience>;
}

const NOM = 'kms';

/** A key manager that speaks the Encrypt and Decrypt actions of AWS KMS (JSON 1.1, SigV4). https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export class PorteKms implements PorteCle {
  readonly nom = NOM;

  constructor(private readonly o: OptionsKms, private readonly maintenant: () => Date = () => new Date()) {}

  async courante(): Promise<string> {
    return `${NOM}:${this.o.cle}`;
  }

  async envelopper(aad: string, clair: Uint8Array): Promise<CleEnveloppee> {
    const { CiphertextBlob: scelle } = await this.appeler<{ CiphertextBlob: string }>('Encrypt', { KeyId: this.o.cle, Plaintext: Buffer.from(clair).toString('base64'), EncryptionContext: { sm: aad } });
    return { cle: `${NOM}:${this.o.cle}`, octets: Buffer.from(scelle, 'base64') };
  }

  async developper(aad: string, { cle, octets }: CleEnveloppee): Promise<Buffer> {
    const corps = { KeyId: versionDe(NOM, cle), CiphertextBlob: octets.toString('base64'), EncryptionContext: { sm: aad } };
    const { Plaintext } = await this.appeler<{ Plaintext: string }>('Decrypt', corps).catch((e: unknown) => {
      throw e instanceof RefusPorte && e.statut === 400 ? new Error('scelle-invalide') : e;
    });
    return Buffer.from(Plaintext, 'base64');
  }

  private appeler<T extends object>(action: 'Encrypt' | 'Decrypt', corps: object): Promise<T> {
    const { url, acces, secret, region, patience } = this.o;
    const requete = { methode: 'POST', url, entetes: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${action}` }, corps: JSON.stringify(corps) };
    // Signed at each attempt: a signature is good for a few minutes only. `host` is the client's own to write.
    const entetes = (): Record<string, string> => {
      const signes = signerSigv4(requete, { acces, secret, region, service: 'kms' }, this.maintenant());
      return Object.fromEntries(Object.entries(signes).filter(([n]) => n !== 'host'));
    };
    return appelerPorte<T>({ url, corps, entetes }, patience);
  }
}
