/** Every topic has the same number of partitions, fixed for ever: changing it would move the keys. */
export const NOMBRE_PARTITIONS = 8;

const utf8 = new TextEncoder();

function fnv1a32Octets(octets: Uint8Array): number {
  let h = 0x811c9dc5;
  for (const octet of octets) h = Math.imul(h ^ octet, 0x01000193);
  return h >>> 0;
}

/** FNV-1a, 32 bits, over the UTF-8 bytes of the text. */
export function fnv1a32(texte: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < texte.length; i++) {
    const octet = texte.charCodeAt(i);
    if (octet > 0x7f) return fnv1a32Octets(utf8.encode(texte));
    h = Math.imul(h ^ octet, 0x01000193);
  }
  return h >>> 0;
}

/** Partition (0 to 7) of a key; part of the published contract, frozen by test vectors. */
export const partition = (cle: string): number => fnv1a32(cle) % NOMBRE_PARTITIONS;
