import { createSecretKey } from 'node:crypto';
import { Readable, Writable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { TAILLE_SEGMENT, ouvrirFlux, scellerFlux, tailleScellee } from './flux';

const cle = createSecretKey(Buffer.alloc(32, 7));
const AAD = 'dossier|1|piece|2';
const GRAINE = 931;
const SEGMENT = TAILLE_SEGMENT + 16;
const ENTETE = 24;

function* coupes(octets: Buffer, tailles: readonly number[]): Generator<Buffer> {
  for (let i = 0, n = 0; i < octets.length; n++) {
    const taille = tailles[n % tailles.length] ?? octets.length;
    yield octets.subarray(i, (i += taille));
  }
}

async function passer(octets: Buffer, flux: Transform, tailles: readonly number[] = []): Promise<Buffer> {
  const sortis: Buffer[] = [];
  await pipeline(Readable.from(coupes(octets, tailles), { objectMode: false }), flux, new Writable({ write: (o: Buffer, _, fait) => (sortis.push(o), fait()) }));
  return Buffer.concat(sortis);
}

const sceller = (clair: Buffer, tailles?: readonly number[]): Promise<Buffer> => passer(clair, scellerFlux(cle, AAD), tailles);
const ouvrir = (scelle: Buffer, tailles?: readonly number[], aad = AAD): Promise<Buffer> => passer(scelle, ouvrirFlux(cle, aad), tailles);
const contenu = (taille: number): Buffer => Buffer.alloc(taille, 'radiographie ');

const TAILLES = [0, 1, TAILLE_SEGMENT - 1, TAILLE_SEGMENT, TAILLE_SEGMENT + 1, 2 * TAILLE_SEGMENT, 2 * TAILLE_SEGMENT + 5];

test.each(TAILLES)('une pièce de %i octets se scelle et se rouvre, à la taille annoncée', async (taille) => {
  const scelle = await sceller(contenu(taille));
  expect(scelle).toHaveLength(tailleScellee(taille));
  expect((await ouvrir(scelle)).equals(contenu(taille))).toBe(true);
});

test('peu importe comment les octets arrivent, en entrée et en sortie', async () => {
  const morceau = fc.integer({ min: 1, max: 90_000 });
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 200_000 }), fc.array(morceau, { minLength: 1, maxLength: 5 }), fc.array(morceau, { minLength: 1, maxLength: 5 }), async (taille, a, b) => {
    expect((await ouvrir(await sceller(contenu(taille), a), b)).equals(contenu(taille))).toBe(true);
  }), { seed: GRAINE, numRuns: 60 });
  const petit = await sceller(contenu(40));
  expect((await ouvrir(petit, [1])).equals(contenu(40))).toBe(true);
});

test('le moindre bit changé, de la version au dernier sceau, est refusé, où que le flux soit coupé', async () => {
  const scelle = await sceller(contenu(3));
  for (let bit = 0; bit < scelle.length * 8; bit++) {
    const faux = Buffer.from(scelle);
    faux[bit >> 3]! ^= 1 << (bit & 7);
    await expect(ouvrir(faux)).rejects.toThrow('scelle-invalide');
  }
  for (let taille = 0; taille < scelle.length; taille++) await expect(ouvrir(scelle.subarray(0, taille), [7])).rejects.toThrow('scelle-invalide');
});

test('un bit au hasard d’une longue pièce, ou une coupe au hasard, se voit', async () => {
  const scelle = await sceller(contenu(3 * TAILLE_SEGMENT + 9));
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: scelle.length * 8 - 1 }), async (bit) => {
    const faux = Buffer.from(scelle);
    faux[bit >> 3]! ^= 1 << (bit & 7);
    await expect(ouvrir(faux)).rejects.toThrow('scelle-invalide');
    await expect(ouvrir(scelle.subarray(0, bit >> 3))).rejects.toThrow('scelle-invalide');
  }), { seed: GRAINE, numRuns: 60 });
});

describe('les segments d’une pièce', () => {
  const morceaux = (scelle: Buffer): Buffer[] => [...coupes(scelle.subarray(ENTETE), [SEGMENT])];
  const recomposer = (entete: Buffer, segments: readonly Buffer[]): Promise<Buffer> => ouvrir(Buffer.concat([entete.subarray(0, ENTETE), ...segments]));

  test('ni retirés à une frontière, ni répétés, ni échangés, ni allongés, ni pris à une autre pièce', async () => {
    const [un, deux] = await Promise.all([sceller(contenu(3 * TAILLE_SEGMENT)), sceller(contenu(3 * TAILLE_SEGMENT))]);
    const [a, b, c] = morceaux(un) as [Buffer, Buffer, Buffer];
    const autre = morceaux(deux)[1]!;
    for (const segments of [[], [a], [a, b], [a, c], [c], [b, a, c], [a, a, c], [a, b, c, c], [a, b, b, c], [a, autre, c], [a, b, c, Buffer.of(0)]]) {
      await expect(recomposer(un, segments)).rejects.toThrow('scelle-invalide');
    }
    await expect(recomposer(deux, [a, b, c])).rejects.toThrow('scelle-invalide');
    expect(await recomposer(un, [a, b, c])).toHaveLength(3 * TAILLE_SEGMENT);
  });

  test('ni ouverts à une autre place, ni par une autre clé', async () => {
    const scelle = await sceller(contenu(10));
    for (const aad of ['', 'dossier|1|piece|3', `${AAD} `]) await expect(ouvrir(scelle, [], aad)).rejects.toThrow('scelle-invalide');
    await expect(passer(scelle, ouvrirFlux(createSecretKey(Buffer.alloc(32, 8)), AAD))).rejects.toThrow('scelle-invalide');
  });
});

test('trois cents mégaoctets passent sans que la mémoire suive', async () => {
  const bloc = contenu(1 << 20);
  let vus = 0;
  let pointe = 0;
  const depart = process.memoryUsage().arrayBuffers;
  const source = Readable.from((function* () { for (let i = 0; i < 300; i++) yield bloc; })(), { objectMode: false });
  await pipeline(source, scellerFlux(cle, AAD), ouvrirFlux(cle, AAD), new Writable({
    write(o: Buffer, _, fait) {
      vus += o.length;
      pointe = Math.max(pointe, process.memoryUsage().arrayBuffers - depart);
      fait();
    },
  }));
  expect(vus).toBe(300 << 20);
  expect(pointe).toBeLessThan(250 << 20);
});
