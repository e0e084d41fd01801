import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';

const ALGO = 'aes-256-gcm';
const VERSION = 1;
const reserve = Buffer.alloc(8192);
let position = reserve.length;

/** Random bytes drawn by the page; each is given once and wiped from the reserve. */
export function hasard(taille: 12 | 32): Buffer {
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
