import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomFillSync, type KeyObject } from 'node:crypto';

const ALGO = 'aes-256-gcm';
const VERSION = 1;
const reserve = Buffer.alloc(8192);
let position = reserve.length;

/** Random bytes drawn by the page; each is given once and wiped from the reserve. */
function hasard(taille: 12 | 32): Buffer {
  if (position + taille > reserve.length) {
    randomFillSync(reserve);
    position = 0;
  }
  const octets = Buffer.from(reserve.subarray(position, position + taille));
  reserve.fill(0, position, (position += taille));
  return octets;
}

/** Sealed form: version (1) | nonce (12) | tag (16) | ciphertext. The AAD says to which row the bytes belong. */
export function scellerAvec(cle: KeyObject, aad: string, clair: Uint8Array | string): Buffer {
  const iv = hasard(12);
  const c = createCipheriv(ALGO, cle, iv).setAAD(Buffer.from(aad));
  const corps = typeof clair === 'string' ? c.update(clair, 'utf8') : c.update(clair);
  // The mode adds no padding: nothing is left for the end, but the tag exists only after it.
  c.final();
  const scelle = Buffer.allocUnsafe(29 + corps.length);
  scelle[0] = VERSION;
  scelle.set(iv, 1);
  scelle.set(c.getAuthTag(), 13);
  scelle.set(corps, 29);
  return scelle;
}

/** @throws Error `scelle-invalide` when the bytes, their place or the key are not the right ones. */
export function ouvrirAvec(cle: KeyObject, aad: string, scelle: Uint8Array): Buffer {
  const s = Buffer.from(scelle.buffer, scelle.byteOffset, scelle.byteLength);
  if (s.length < 29 || s[0] !== VERSION) throw new Error('scelle-invalide');
  try {
    const d = createDecipheriv(ALGO, cle, s.subarray(1, 13)).setAAD(Buffer.from(aad)).setAuthTag(s.subarray(13, 29));
    return Buffer.concat([d.update(s.subarray(29)), d.final()]);
  } catch {
    throw new Error('scelle-invalide');
  }
}

/** Where the key-encryption key lives. A file for development; a key manager in production. */
export interface PorteCle {
  cleMaitre(): KeyObject;
}

export const cleDepuisHex = (hex: string): PorteCle => {
  const octets = Buffer.from(hex, 'hex');
  if (octets.length !== 32) throw new Error('la clé maître doit faire 32 octets en hexadécimal');
  const cle = createSecretKey(octets);
  return { cleMaitre: () => cle };
};

export interface CleDossier {
  /** Wrapped by the unit's key: what the row keeps. */
  readonly enveloppe: Buffer;
  readonly cle: KeyObject;
}

/** Seals the medical content of dossiers: a data key per dossier, wrapped by the unit's key, itself wrapped by the key-encryption key. */
export class Scellement {
  constructor(private readonly porte: PorteCle) {}

  /** A key of its own for another use (blind index, say), by HKDF from the key-encryption key; the same context always gives the same key. */
  deriver(contexte: string): KeyObject {
    return createSecretKey(Buffer.from(hkdfSync('sha256', this.porte.cleMaitre(), Buffer.alloc(0), `sm|${contexte}`, 32)));
  }

  creerCleUnite(unite: number): Buffer {
    return scellerAvec(this.porte.cleMaitre(), `unite|${unite}`, randomFillSync(Buffer.alloc(32)));
  }

  ouvrirCleUnite(unite: number, enveloppe: Uint8Array): KeyObject {
    return createSecretKey(ouvrirAvec(this.porte.cleMaitre(), `unite|${unite}`, enveloppe));
  }

  nouvelleCleDossier(cleUnite: KeyObject, dossier: string): CleDossier {
    const octets = hasard(32);
    return { enveloppe: scellerAvec(cleUnite, `dossier|${dossier}`, octets), cle: createSecretKey(octets) };
  }

  ouvrirCleDossier(cleUnite: KeyObject, dossier: string, enveloppe: Uint8Array): KeyObject {
    return createSecretKey(ouvrirAvec(cleUnite, `dossier|${dossier}`, enveloppe));
  }
}
