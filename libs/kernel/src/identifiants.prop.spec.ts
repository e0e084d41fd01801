import fc from 'fast-check';
import { adeliValide, cip13Valide, finessValide, luhn, rppsValide, sirenValide, siretValide } from './identifiants';
import { analyserNir, cleNir, nirValide, normaliserNir } from './nir';
import { creerUuidv7 } from './uuid';

const chiffres = (n: number) => fc.integer({ min: 0, max: 10 ** n - 1 }).map((v) => String(v).padStart(n, '0'));
const deux = (min: number, max: number) => fc.integer({ min, max }).map((v) => String(v).padStart(2, '0'));
const lieu = fc.oneof(
  fc.tuple(deux(1, 96), chiffres(3)).map((t) => t.join('')),
  fc.tuple(fc.constantFrom('2A', '2B', '99'), chiffres(3)).map((t) => t.join('')),
  fc.tuple(fc.constantFrom('971', '974', '976', '988'), chiffres(2)).map((t) => t.join('')),
);
const corps = fc
  .tuple(fc.constantFrom('1', '2', '3', '4', '7', '8'), chiffres(2), fc.oneof(deux(1, 12), deux(30, 42), deux(50, 99)), lieu, fc.integer({ min: 1, max: 999 }))
  .map(([sexe, annee, mois, l, ordre]) => `${sexe}${annee}${mois}${l}${String(ordre).padStart(3, '0')}`);
const nir = corps.map((c) => c + cleNir(c));
const hostile = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: fc.constantFrom(...'0123456789AB \n٣２'), maxLength: 20 }));

describe('propriétés des identifiants', () => {
  it('une seule clé est juste parmi les cent', () => {
    fc.assert(fc.property(corps, (c) => {
      const justes = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0')).filter((cle) => nirValide(c + cle));
      expect(justes).toEqual([cleNir(c)]);
    }));
  });

  it('tout changement d’un seul chiffre du NIR est détecté', () => {
    fc.assert(fc.property(nir, fc.nat(14), fc.constantFrom(...'0123456789'), (n, position, chiffre) => {
      fc.pre(n[position] !== chiffre);
      expect(nirValide(n.slice(0, position) + chiffre + n.slice(position + 1))).toBe(false);
    }), { numRuns: 2000 });
  });

  it('les espaces et la casse ne changent rien', () => {
    fc.assert(fc.property(nir, fc.array(fc.nat(14), { maxLength: 8 }), (n, coupes) => {
      const espace = coupes.reduce((s, p) => `${s.slice(0, p)} ${s.slice(p)}`, n.toLowerCase());
      expect(normaliserNir(espace)).toBe(n);
      expect(analyserNir(espace)).toMatchObject({ cleJuste: true });
    }));
  });

  it('Luhn accepte une seule clé et détecte tout chiffre changé', () => {
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.nat(20), fc.constantFrom(...'123456789'), (n, p, ecart) => {
      const cles = [...'0123456789'].filter((cle) => luhn(`${n}${cle}`));
      expect(cles).toHaveLength(1);
      const juste = `${n}${cles.join('')}`;
      const i = p % juste.length;
      expect(luhn(juste.slice(0, i) + ((Number(juste[i]) + Number(ecart)) % 10) + juste.slice(i + 1))).toBe(false);
    }));
  });

  it('aucun texte, si hostile soit-il, ne fait échouer une vérification', () => {
    const verifications = [nirValide, rppsValide, adeliValide, finessValide, siretValide, sirenValide, cip13Valide, luhn];
    fc.assert(fc.property(hostile, (texte) => {
      for (const verifier of verifications) expect(typeof verifier(texte)).toBe('boolean');
      expect(typeof cleNir(texte)).toBe('string');
      const analyse = analyserNir(texte);
      expect(analyse === null).toBe(normaliserNir(texte) === null);
    }), { numRuns: 1000 });
  });

  it('les UUID v7 ont la forme du RFC 9562 et se rangent par instant', () => {
    const hasard = fc.uint8Array({ minLength: 10, maxLength: 10 });
    const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(fc.property(instant, instant, hasard, hasard, (a, b, x, y) => {
      const [u, v] = [creerUuidv7(a, x), creerUuidv7(b, y)];
      expect(u).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseInt(u.replaceAll('-', '').slice(0, 12), 16)).toBe(a);
      if (a !== b) expect(u < v).toBe(a < b);
    }));
  });
});
