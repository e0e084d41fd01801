import { appelerPorte, RefusPorte, type Patience } from './appel';
import { versionDe, type CleEnveloppee, type PorteCle } from './porte';

export interface OptionsVault {
  /** Address of the server, without `/v1`. */
  readonly url: string;
  /** Mount of the transit engine. */
  readonly montage: string;
  /** Name of the key, of type `aes256-gcm96`. */
  readonly cle: string;
  readonly jeton?: string | undefined;
  /** AppRole, when there is no token. */
  readonly role?: { readonly id: string; readonly secret: string } | undefined;
  readonly espace?: string | undefined;
  /** The key was created with `derived=true`: a context is then asked, and given. */
  readonly derivee?: boolean | undefined;
  readonly patience?: Partial<Patience>;
}

const base64 = (octets: Uint8Array | string): string => Buffer.from(octets as string).toString('base64');

/** HashiCorp Vault, transit engine: the key never leaves it. https://developer.hashicorp.com/vault/api-docs/secret/transit */
export class PorteVault implements PorteCle {
  readonly nom: string;
  private jeton: string | undefined;

  constructor(private readonly o: OptionsVault) {
    this.nom = `vault/${o.cle}`;
    this.jeton = o.jeton;
  }

  async courante(): Promise<string> {
    const { data } = await this.demander<{ data: { latest_version: number } }>('GET', `keys/${this.o.cle}`);
    return `${this.nom}:${data.latest_version}`;
  }

  async envelopper(aad: string, clair: Uint8Array): Promise<CleEnveloppee> {
    const { data } = await this.demander<{ data: { ciphertext: string } }>('POST', `encrypt/${this.o.cle}`, { plaintext: base64(clair), ...this.lie(aad) });
    const version = /^vault:v(\d+):/.exec(data.ciphertext)?.[1];
    if (!version) throw new Error('porte-cle-reponse');
    return { cle: `${this.nom}:${version}`, octets: Buffer.from(data.ciphertext) };
  }

  async developper(aad: string, { cle, octets }: CleEnveloppee): Promise<Buffer> {
    versionDe(this.nom, cle);
    const corps = { ciphertext: octets.toString(), ...this.lie(aad) };
    const { data } = await this.demander<{ data: { plaintext: string } }>('POST', `decrypt/${this.o.cle}`, corps).catch((e: unknown) => {
      throw e instanceof RefusPorte && e.statut === 400 ? new Error('scelle-invalide') : e;
    });
    return Buffer.from(data.plaintext, 'base64');
  }

  private lie(aad: string): object {
    return { associated_data: base64(aad), ...(this.o.derivee ? { context: base64(aad) } : {}) };
  }

  /** A token that expired is asked again, once. */
  private async demander<T extends object>(methode: 'GET' | 'POST', chemin: string, corps?: object): Promise<T> {
    const appeler = (): Promise<T> => this.appeler<T>(methode, `${this.o.montage}/${chemin}`, corps);
    if (!this.jeton) await this.connecter();
    return appeler().catch(async (e: unknown) => {
      if (!(e instanceof RefusPorte) || e.statut !== 403 || !this.o.role) throw e;
      await this.connecter();
      return appeler();
    });
  }

  private async connecter(): Promise<void> {
    const { role } = this.o;
    if (!role) throw new Error('porte-cle-sans-compte');
    this.jeton = undefined;
    const { auth } = await this.appeler<{ auth: { client_token: string } }>('POST', 'auth/approle/login', { role_id: role.id, secret_id: role.secret });
    this.jeton = auth.client_token;
  }

  private appeler<T extends object>(methode: 'GET' | 'POST', chemin: string, corps?: object): Promise<T> {
    const entetes = (): Record<string, string> => ({
      'content-type': 'application/json', 'x-vault-request': 'true', ...(this.jeton ? { 'x-vault-token': this.jeton } : {}), ...(this.o.espace ? { 'x-vault-namespace': this.o.espace } : {}),
    });
    return appelerPorte<T>({ url: `${this.o.url.replace(/\/$/, '')}/v1/${chemin}`, methode, entetes, ...(corps ? { corps } : {}) }, this.o.patience);
  }
}
