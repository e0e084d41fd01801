import { creerUuidv7 } from './uuid';

describe('les UUID v7', () => {
  it('place l’instant, la version et la variante comme l’exemple du RFC 9562', () => {
    const hasard = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(creerUuidv7(0x017f22e279b0, hasard)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('refuse un instant ou un hasard impossible', () => {
    const hasard = new Uint8Array(10);
    for (const instant of [-1, 0.5, NaN, Infinity, 2 ** 48]) expect(() => creerUuidv7(instant, hasard)).toThrow(RangeError);
    expect(() => creerUuidv7(0, new Uint8Array(9))).toThrow(RangeError);
  });
});
