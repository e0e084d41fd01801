const INSTANT_MAX = 2 ** 48 - 1;
const OCTETS_DE_HASARD = 10;

const hexa = (octets: readonly number[]): string => octets.map((o) => o.toString(16).padStart(2, '0')).join('');

/**
 * UUID version 7 (RFC 9562): 48 bits of milliseconds since 1970, then 74 of the 80 bits of `hasard`. Pure: the caller brings clock and randomness.
 * @throws RangeError when the instant is not a whole number of ms on 48 bits, or when `hasard` is not 10 bytes long.
 */
export function creerUuidv7(maintenantMs: number, hasard: Uint8Array): string {
  if (!Number.isInteger(maintenantMs) || maintenantMs < 0 || maintenantMs > INSTANT_MAX) throw new RangeError('instant impossible');
  if (hasard.length !== OCTETS_DE_HASARD) throw new RangeError('hasard de 10 octets attendu');
  const temps = maintenantMs.toString(16).padStart(12, '0');
  const [a = 0, b = 0, c = 0, ...reste] = hasard;
  const suite = hexa([0x70 | (a & 0x0f), b, 0x80 | (c & 0x3f), ...reste]);
  return `${temps.slice(0, 8)}-${temps.slice(8)}-${suite.slice(0, 4)}-${suite.slice(4, 8)}-${suite.slice(8)}`;
}
