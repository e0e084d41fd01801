/** A key wrapped by the key-encryption key, with the version that wraps it, `<name>:<version>`. */
export interface CleEnveloppee {
  readonly cle: string;
  readonly octets: Buffer;
}

/** Where the key-encryption key lives: a file for development, a key manager in production. It wraps keys and nothing else. */
export interface PorteCle {
  readonly nom: string;
  /** Version that wraps today. */
  courante(): Promise<string>;
  /** @param aad what the key is for: the same text is asked to unwrap it */
  envelopper(aad: string, clair: Uint8Array): Promise<CleEnveloppee>;
  /** @throws Error `cle-maitre-inconnue` when that version is not held here, `scelle-invalide` when bytes or AAD are not the right ones */
  developper(aad: string, enveloppe: CleEnveloppee): Promise<Buffer>;
  /** Value that an index key had when it was drawn from the key-encryption key; null where that never was. */
  heritage?(contexte: string): Promise<Buffer | null>;
}

/** Version part of a reference of this port. @throws Error `cle-maitre-inconnue` for the reference of another */
export function versionDe(nom: string, cle: string): string {
  if (!cle.startsWith(`${nom}:`)) throw new Error('cle-maitre-inconnue');
  return cle.slice(nom.length + 1);
}

/** Several ports at once: the first wraps, each unwraps its own. For moving from one to another without a stop. */
export class PorteMultiple implements PorteCle {
  readonly nom: string;

  constructor(private readonly portes: readonly [PorteCle, ...PorteCle[]]) {
    this.nom = portes[0].nom;
  }

  courante(): Promise<string> {
    return this.portes[0].courante();
  }

  envelopper(aad: string, clair: Uint8Array): Promise<CleEnveloppee> {
    return this.portes[0].envelopper(aad, clair);
  }

  async developper(aad: string, enveloppe: CleEnveloppee): Promise<Buffer> {
    const porte = this.portes.find((p) => enveloppe.cle.startsWith(`${p.nom}:`));
    if (!porte) throw new Error('cle-maitre-inconnue');
    return porte.developper(aad, enveloppe);
  }

  async heritage(contexte: string): Promise<Buffer | null> {
    for (const porte of this.portes) {
      const valeur = await porte.heritage?.(contexte);
      if (valeur) return valeur;
    }
    return null;
  }
}
