import fc from 'fast-check';
import { analyserCsv, analyserNdjson } from './analyse';
import { enregistrements, type Enregistrement } from './enregistrements';

const GRAINE = 931;

async function lire(octets: Uint8Array, coupes: readonly number[], format: 'csv' | 'ndjson' = 'csv'): Promise<Enregistrement[]> {
  async function* corps(): AsyncGenerator<Uint8Array> {
    const bornes = [...new Set([0, ...coupes.map((c) => c % (octets.length + 1)), octets.length])].sort((a, b) => a - b);
    for (let i = 1; i < bornes.length; i++) yield octets.subarray(bornes[i - 1], bornes[i]);
  }
  const lus: Enregistrement[] = [];
  for await (const lot of enregistrements(corps(), format)) lus.push(...lot);
  return lus;
}
const csv = async (texte: string | Buffer, colonnes = ['a', 'b']) => analyserCsv(await lire(Buffer.from(texte as string), []), colonnes).map((x) => ('brut' in x ? `${x.ligne}:${Object.values(x.brut).join('|')}` : 'erreurs' in x ? `${x.ligne}!${x.erreurs[0]!.code}` : `${x.ligne}-`));

test('les coupures du réseau ne changent rien à ce qui est lu, à l’octet près', async () => {
  const texte = fc.array(fc.constantFrom('a', ';', '"', '\n', '\r\n', '\r', 'é', '\0', '""', '";"', '\ufeff', ' '), { maxLength: 80 }).map((m) => Buffer.from(m.join('')));
  await fc.assert(fc.asyncProperty(texte, fc.array(fc.nat(200), { maxLength: 30 }), fc.constantFrom('csv' as const, 'ndjson' as const), async (octets, coupes, format) => {
    const entier = await lire(octets, [], format);
    expect(await lire(octets, coupes, format)).toEqual(entier);
    expect(await lire(octets, Array.from({ length: octets.length }, (_, i) => i), format)).toEqual(entier);
    if (octets.length) expect(entier.at(-1)!.fin).toBe(octets.length);
    expect(entier.map((e) => e.fin)).toEqual([...new Set(entier.map((e) => e.fin))].sort((a, b) => a - b));
  }), { seed: GRAINE, numRuns: 400 });
});

test('un guillemet oublié ne coûte que sa ligne, même quand une autre en oublie un plus loin', async () => {
  expect(await csv('"x;1\nn1;1\nn2;2\n"y;3\nn3;3\n')).toEqual(['1!guillemet-non-ferme', '2:n1|1', '3:n2|2', '4!guillemet-non-ferme', '5:n3|3']);
  expect(await csv('tube 5";1\nn1;1\ntube 7";2\nn2;2\n')).toEqual(['1!csv-invalide', '2:n1|1', '3!csv-invalide', '4:n2|2']);
});

test('un champ entre guillemets garde ses retours à la ligne, ses séparateurs et ses guillemets doublés', async () => {
  expect(await csv('"ligne 1\nligne ""2"";";1\r\nn1;2')).toEqual(['1:ligne 1\nligne "2";|1', '3:n1|2']);
  expect(await csv('x;"1\n\n2"\n"";""\n')).toEqual(['1:x|1\n\n2', '4:|']);
});

test('un retour chariot isolé ne décale jamais les valeurs d’une ligne sur une autre', async () => {
  expect(await csv('a;b\rc;d\ne\n')).toEqual(['1!nombre-de-colonnes', '2!nombre-de-colonnes']);
  expect(await csv('a\rb;1\nc;2\n')).toEqual(['1:a\rb|1', '2:c|2']);
});

test('un caractère nul est une erreur de sa ligne, dit ou écrit', async () => {
  expect(await csv('a\0;1\nb;2\n')).toEqual(['1!caractere-interdit', '2:b|2']);
  const lus = analyserNdjson(await lire(Buffer.from('{"a":"x\\u0000"}\n{"a":"\\\\u0000"}\n{"a":1}\n'), [], 'ndjson'));
  expect(lus.map((l) => ('erreurs' in l ? l.erreurs[0]!.code : 'ok'))).toEqual(['caractere-interdit', 'ok', 'ok']);
});

test('une ligne démesurée est dite, et les suivantes gardent leur numéro et leur place', async () => {
  const octets = Buffer.concat([Buffer.from('a;1\n'), Buffer.alloc((1 << 20) + 7, 0x78), Buffer.from('\nb;2\n')]);
  for (const coupes of [[], [5, 1 << 20, (1 << 20) + 9]]) expect((await lire(octets, coupes)).map((e) => [e.ligne, e.erreur, e.fin])).toEqual([[1, undefined, 4], [2, 'enregistrement-trop-long', (1 << 20) + 12], [3, undefined, octets.length]]);
});

test('un corps livré par miettes se lit en temps proportionnel à sa taille', async () => {
  const mesurer = async (taille: number, fois: number): Promise<number> => {
    async function* miettes(): AsyncGenerator<Uint8Array> {
      const miette = Buffer.alloc(8, 0x78);
      for (let i = 0; i < taille / 8; i++) yield miette;
    }
    const debut = performance.now();
    for (let i = 0; i < fois; i++) for await (const lot of enregistrements(miettes(), 'ndjson')) expect(lot).toHaveLength(1);
    return performance.now() - debut;
  };
  // The same bytes, as one line or as sixteen: as long when linear, sixteen times as long when quadratic. Both last long enough to be timed; the smallest of three ratios, for a machine that does something else.
  const rapport = async (): Promise<number> => (await mesurer(1_000_000, 1)) / (await mesurer(62_500, 16));
  expect(Math.min(await rapport(), await rapport(), await rapport())).toBeLessThan(6);
});
