import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Scellement, cleDepuisHex, ouvrirAvec, scellerAvec } from './scellement';

const cle = createSecretKey(Buffer.alloc(32, 7));
const GRAINE = 931;

test('le moindre bit changé, de la version au dernier octet, est refusé', () => {
  const scelle = scellerAvec(cle, 'dossier|1|medical|3', Buffer.from('diabète de type 2'));
  for (let bit = 0; bit < scelle.length * 8; bit++) {
    const faux = Buffer.from(scelle);
    faux[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => ouvrirAvec(cle, 'dossier|1|medical|3', faux)).toThrow('scelle-invalide');
  }
  for (let taille = 0; taille < scelle.length; taille++) expect(() => ouvrirAvec(cle, 'dossier|1|medical|3', scelle.subarray(0, taille))).toThrow('scelle-invalide');
});

test('ce qui est scellé s’ouvre à sa place et nulle part ailleurs', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), fc.string(), (clair, ici, ailleurs) => {
    const scelle = scellerAvec(cle, ici, clair);
    expect(ouvrirAvec(cle, ici, scelle)).toEqual(Buffer.from(clair));
    if (Buffer.from(ici).equals(Buffer.from(ailleurs))) return;
    expect(() => ouvrirAvec(cle, ailleurs, scelle)).toThrow('scelle-invalide');
  }), { seed: GRAINE });
});

test('aucun nonce ne sert deux fois, même au-delà de la réserve', () => {
  const nonces = new Set(Array.from({ length: 3000 }, () => scellerAvec(cle, 'a', Buffer.from('x')).toString('hex', 1, 13)));
  expect(nonces.size).toBe(3000);
});

test('la clé d’un dossier ne s’ouvre ni pour un autre dossier, ni avec la clé d’une autre unité', () => {
  const s = new Scellement(cleDepuisHex(randomBytes(32).toString('hex')));
  const unite = s.ouvrirCleUnite(1, s.creerCleUnite(1));
  const { enveloppe, cle: deDossier } = s.nouvelleCleDossier(unite, 'd1');
  expect(s.ouvrirCleDossier(unite, 'd1', enveloppe).equals(deDossier)).toBe(true);
  expect(() => s.ouvrirCleDossier(unite, 'd2', enveloppe)).toThrow('scelle-invalide');
  expect(() => s.ouvrirCleDossier(s.ouvrirCleUnite(2, s.creerCleUnite(2)), 'd1', enveloppe)).toThrow('scelle-invalide');
  expect(() => s.ouvrirCleUnite(2, s.creerCleUnite(1))).toThrow('scelle-invalide');
});
