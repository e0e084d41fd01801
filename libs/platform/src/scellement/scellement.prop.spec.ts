import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { cleDepuisHex } from './fichier';
import { ouvrirAvec, scellerAvec } from './sceau';
import { CLE_EFFACEE, Scellement, enteteEnveloppe, versionEnveloppe, type CleUnite } from './scellement';

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

describe('la clé d’un dossier', () => {
  const s = new Scellement(cleDepuisHex(randomBytes(32).toString('hex')));
  const ouvrir = async (unite: number, versions: readonly number[], chez = unite): Promise<CleUnite> => {
    const lignes = await Promise.all(versions.map(async (version) => {
      const { cle, octets } = await s.creerCleUnite(unite, version);
      return { version, cle_maitre: cle, enveloppe: octets };
    }));
    return s.ouvrirCleUnite(chez, lignes);
  };

  test('ne s’ouvre ni pour un autre dossier, ni avec la clé d’une autre unité', async () => {
    const unite = await ouvrir(1, [1]);
    const { enveloppe, cle: deDossier } = s.nouvelleCleDossier(unite, 'd1');
    expect(s.ouvrirCleDossier(unite, 'd1', enveloppe).equals(deDossier)).toBe(true);
    expect(() => s.ouvrirCleDossier(unite, 'd2', enveloppe)).toThrow('scelle-invalide');
    const autre = await ouvrir(2, [1]);
    expect(() => s.ouvrirCleDossier(autre, 'd1', enveloppe)).toThrow('scelle-invalide');
    await expect(ouvrir(1, [1], 2)).rejects.toThrow('scelle-invalide');
    await expect(ouvrir(1, [2], 2)).rejects.toThrow('scelle-invalide');
  });

  test('dit quelle version l’enveloppe, et le moindre bit changé de son enveloppe est refusé', async () => {
    const unite = await ouvrir(1, [1, 2, 7]);
    const { enveloppe } = s.nouvelleCleDossier(unite, 'd1');
    expect(versionEnveloppe(enveloppe)).toBe(7);
    for (let bit = 0; bit < enveloppe.length * 8; bit++) {
      const faux = Buffer.from(enveloppe);
      faux[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => s.ouvrirCleDossier(unite, 'd1', faux)).toThrow(/scelle-invalide|cle-unite-inconnue/);
    }
  });

  test('passe d’une version ou d’une unité à l’autre sans changer', async () => {
    const [de, vers] = [await ouvrir(1, [1]), await ouvrir(2, [1, 2])];
    const { enveloppe, cle } = s.nouvelleCleDossier(de, 'd1');
    const neuve = s.reenvelopperCleDossier(de, vers, 'd1', enveloppe);
    expect(s.ouvrirCleDossier(vers, 'd1', neuve).equals(cle)).toBe(true);
    expect(() => s.ouvrirCleDossier(de, 'd1', neuve)).toThrow('cle-unite-inconnue');
  });

  test('d’avant les versions s’ouvre encore', async () => {
    const unite = await ouvrir(1, [1, 2]);
    const ancienne = scellerAvec(unite.cles.get(1)!, 'dossier|d1', Buffer.alloc(32, 5));
    expect(s.ouvrirCleDossier(unite, 'd1', ancienne).export()).toEqual(Buffer.alloc(32, 5));
    expect(Buffer.compare(ancienne, enteteEnveloppe(2))).toBe(-1);
  });

  test('détruite, ne s’ouvre plus', async () => {
    const unite = await ouvrir(1, [1]);
    expect(() => s.ouvrirCleDossier(unite, 'd1', CLE_EFFACEE)).toThrow('cle-effacee');
  });
});
