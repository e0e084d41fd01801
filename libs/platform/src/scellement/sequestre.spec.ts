import { randomBytes } from 'node:crypto';
import { combine, split } from 'shamir-secret-sharing';
import { ajouterVersion, lireTrousseauMaitre } from './fichier';
import { deposer, partsFausses, reunir } from './sequestre';

const cle = ajouterVersion(lireTrousseauMaitre(randomBytes(32).toString('hex')));

test('trois détenteurs sur cinq, quels qu’ils soient, rendent la clé maître avec toutes ses versions', async () => {
  const parts = await deposer(cle, 5, 3);
  for (let a = 0; a < 5; a++) for (let b = a + 1; b < 5; b++) for (let c = b + 1; c < 5; c++) expect(await reunir([parts[c]!, parts[a]!, parts[b]!])).toEqual(cle);
  expect(await reunir(parts)).toEqual(cle);
});

test('deux détenteurs ne suffisent pas, fût-ce en donnant deux fois la même part', async () => {
  const [a, b] = await deposer(cle, 5, 3);
  await expect(reunir([a!, b!])).rejects.toThrow('quorum-insuffisant: 2/3');
  await expect(reunir([a!, b!, a!])).rejects.toThrow('quorum-insuffisant: 2/3');
  await expect(reunir([])).rejects.toThrow('quorum-insuffisant');
});

test('deux parts sur trois ne disent rien : chaque secret possible reste également possible', async () => {
  const [a, b, c] = await split(Uint8Array.of(0x5a), 3, 3);
  const possibles = new Set<number>();
  for (let y = 0; y < 256; y++) possibles.add((await combine([a!, b!, Uint8Array.of(y, c!.at(-1)!)]))[0]!);
  expect(possibles.size).toBe(256);
});

test('la part fausse est nommée, qu’elle soit abîmée, d’un autre dépôt ou refaite avec soin', async () => {
  const [a, b, c, d] = await deposer(cle, 5, 3);
  const autre = (await deposer(cle, 5, 3))[3]!;
  const abimee = { ...b!, part: `${b!.part.slice(0, 8)}${b!.part[8] === 'A' ? 'B' : 'A'}${b!.part.slice(9)}` };
  expect(partsFausses([a!, abimee, c!])).toEqual([2]);
  await expect(reunir([a!, abimee, c!])).rejects.toThrow('part-fausse: 2');
  await expect(reunir([a!, b!, c!, autre])).rejects.toThrow('part-fausse: 4');
  await expect(reunir([a!, { ...b!, rang: 3 }, c!])).rejects.toThrow('part-fausse: 2');
  await expect(reunir([{ ...a!, quorum: 1 }, d!, c!])).rejects.toThrow('part-fausse: 1');
});

test.each([[3, 1], [2, 3], [256, 3], [3, 2.5]])('un quorum de %i parts pour %i est refusé', async (parts, quorum) => {
  await expect(deposer(cle, parts, quorum)).rejects.toThrow('quorum-invalide');
});
