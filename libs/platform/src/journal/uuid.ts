import { randomFillSync } from 'node:crypto';

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
const reserve = Buffer.alloc(8 * 1024);
let position = reserve.length;
let dernierMs = 0;
let tete = '';
let compteur = 0;

function dater(ms: number): void {
  dernierMs = ms;
  const t = ms.toString(16).padStart(12, '0');
  tete = `${t.slice(0, 8)}-${t.slice(8)}-7`;
}

/** A UUIDv7 (RFC 9562), increasing within the process even in one millisecond. */
export function uuidv7(maintenantMs: number = Date.now()): string {
  if (position + 10 > reserve.length) {
    randomFillSync(reserve);
    position = 0;
  }
  const h = (i: number): number => reserve[position + i]!;
  if (maintenantMs > dernierMs) {
    dater(maintenantMs);
    compteur = ((h(0) & 0x07) << 8) | h(1);
  } else if (++compteur > 0xfff) {
    dater(dernierMs + 1);
    compteur = 0;
  }
  const id = `${tete}${HEX[compteur >> 4]}${(compteur & 0xf).toString(16)}-${HEX[0x80 | (h(2) & 0x3f)]}${HEX[h(3)]}-${HEX[h(4)]}${HEX[h(5)]}${HEX[h(6)]}${HEX[h(7)]}${HEX[h(8)]}${HEX[h(9)]}`;
  position += 10;
  return id;
}
