import { randomFillSync } from 'node:crypto';

const reserve = Buffer.alloc(8 * 1024);
let position = reserve.length;
let dernierMs = 0;
let compteur = 0;

/** A UUIDv7 (RFC 9562), increasing within the process even in one millisecond. */
export function uuidv7(maintenantMs: number = Date.now()): string {
  if (position + 8 > reserve.length) {
    randomFillSync(reserve);
    position = 0;
  }
  const hasard = reserve.subarray(position, (position += 8));
  if (maintenantMs > dernierMs) {
    dernierMs = maintenantMs;
    compteur = hasard.readUInt16BE(0) & 0x7ff;
  } else if (++compteur > 0xfff) {
    dernierMs++;
    compteur = 0;
  }
  const t = dernierMs.toString(16).padStart(12, '0');
  const suite = (0x8000 | (hasard.readUInt16BE(2) & 0x3fff)).toString(16);
  return `${t.slice(0, 8)}-${t.slice(8)}-7${compteur.toString(16).padStart(3, '0')}-${suite}-${hasard.toString('hex', 2, 8)}`;
}
