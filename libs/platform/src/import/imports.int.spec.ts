import fc from 'fast-check';
import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { uuidv7 } from '../journal/uuid';
import type { FluxImport } from './import';
import { Imports } from './imports';

const GRAINE = 931;
const ctx: Contexte = { acteur: { id: 'machine:essai', genre: 'machine', nom: '' }, role: 'app', unites: [7] };
let s: ServiceDeTest;
let imports: Imports;
let enPanne: () => unknown = () => undefined;

const flux: FluxImport<{ numero: string }> = {
  nom: 'choses', formats: ['csv', 'ndjson'], colonnes: ['numero', 'poids'], action: 'import.deposer', procedure: '*', tailleLot: 5,
  valider: (b) => ({ valeur: { numero: String(b['numero']) } }),
  appliquer: async (tx, _ctx, valeurs) => {
    const panne = enPanne();
    if (panne) throw panne;
    await tx.query('INSERT INTO chose SELECT numero FROM jsonb_to_recordset($1::jsonb) AS x(numero text)', [JSON.stringify(valeurs)]);
    return valeurs.map(() => 'acceptee' as const);
  },
};

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
  await s.voir('CREATE TABLE chose (numero text)');
  await s.voir('GRANT SELECT, INSERT ON chose TO sm_prestations_app');
  imports = new Imports(s.db);
  imports.declarer(flux);
  imports.declarer({ ...flux, nom: 'vides', tailleLot: 2000, appliquer: async (_tx, _ctx, valeurs) => valeurs.map(() => 'inchangee' as const) });
});
beforeEach(() => s.voir('DELETE FROM chose'));
afterAll(() => s.fermer());

async function* morceaux(octets: Buffer, jusqua = octets.length, pas = 13): AsyncGenerator<Buffer> {
  for (let i = 0; i < jusqua; i += pas) yield octets.subarray(i, Math.min(i + pas, jusqua));
  if (jusqua < octets.length) throw new Error('coupure');
}
const corps = (n: number, prefixe = 'n'): Buffer => Buffer.from(`numero;poids\n${Array.from({ length: n }, (_, i) => (i % 7 === 3 ? `"${prefixe}\n${i}";${i}` : `${prefixe}${i};${i}`)).join('\n')}\n`);
const recevoir = (cle: string, octets: Buffer, jusqua?: number, nom = 'choses') => imports.recevoir(ctx, nom, cle, 'csv', morceaux(octets, jusqua));
const numeros = async (): Promise<number> => (await s.voir<{ n: number; d: number }>('SELECT count(*)::int AS n FROM chose'))[0]!.n;

test('coupé à n’importe quel octet, autant de fois qu’on veut, un import repris fait chaque ligne une fois', async () => {
  const octets = corps(40);
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(octets.length - 1), { minLength: 1, maxLength: 4 }), async (coupes) => {
    await s.voir('DELETE FROM chose');
    const cle = uuidv7();
    for (const c of coupes) await expect(recevoir(cle, octets, c)).rejects.toThrow('coupure');
    expect(await recevoir(cle, octets)).toMatchObject({ statut: 'termine', lues: 40, acceptees: 40 });
    expect(await recevoir(cle, octets)).toMatchObject({ statut: 'termine', lues: 40, acceptees: 40 });
    expect(await numeros()).toBe(40);
  }), { seed: GRAINE, numRuns: 20 });
}, 60_000);

test('un autre corps sous la même clé est refusé, où que tombent ses lignes, et même plus court', async () => {
  const octets = corps(40);
  for (const autre of [corps(40, 'autre'), corps(60, 'z'), corps(2), Buffer.concat([octets.subarray(0, 60), Buffer.from(';;'), octets.subarray(60)])]) {
    const cle = uuidv7();
    await expect(recevoir(cle, octets, 250)).rejects.toThrow('coupure');
    const avant = await numeros();
    await expect(recevoir(cle, autre)).rejects.toMatchObject({ refus: { code: 'commande-deja-utilisee' } });
    expect(await numeros()).toBe(avant);
    expect(await s.voir('SELECT statut FROM import WHERE cle = $1', [cle])).toEqual([{ statut: 'en_cours' }]);
    expect(await recevoir(cle, octets)).toMatchObject({ statut: 'termine', lues: 40 });
  }
});

test('vide, réduit à son en-tête, sans retour final ou précédé d’une marque d’ordre, un fichier se redonne sans dommage', async () => {
  for (const [texte, lues] of [['', 0], ['numero;poids\n', 0], ['numero;poids', 0], ['numero;poids\n\n\n', 0], ['numero;poids\r\na;1\r\nb;2', 2], ['\ufeffnumero;poids\na;1', 1], ['"numero";"poids"\na;1\n\n', 1]] as const) {
    const cle = uuidv7();
    expect(await recevoir(cle, Buffer.from(texte))).toMatchObject({ statut: 'termine', lues });
    expect(await recevoir(cle, Buffer.from(texte))).toMatchObject({ statut: 'termine', lues });
    await expect(recevoir(cle, Buffer.from(`${texte}\nz;9\n`))).rejects.toMatchObject({ refus: {} });
  }
});

test('deux réceptions simultanées sous la même clé : rien n’est doublé, l’une au moins apprend que l’autre court', async () => {
  const octets = corps(60);
  const cle = uuidv7();
  const sorts = await Promise.allSettled([recevoir(cle, octets), recevoir(cle, octets), recevoir(cle, octets)]);
  for (const r of sorts) if (r.status === 'rejected') expect(r.reason).toMatchObject({ refus: { code: 'import-en-cours-ailleurs' } });
  expect(await recevoir(cle, octets)).toMatchObject({ statut: 'termine', lues: 60 });
  expect(await numeros()).toBe(60);
});

test('un interblocage passager ne coupe pas l’import ; une panne qui dure le coupe, et il reprend', async () => {
  let restantes = 2;
  enPanne = () => (restantes-- > 0 ? Object.assign(new Error('interblocage'), { code: '40P01' }) : undefined);
  expect(await recevoir(uuidv7(), corps(12))).toMatchObject({ statut: 'termine', lues: 12, acceptees: 12 });
  restantes = 50;
  const cle = uuidv7();
  await expect(recevoir(cle, corps(12))).rejects.toMatchObject({ code: '40P01' });
  enPanne = () => undefined;
  expect(await recevoir(cle, corps(12))).toMatchObject({ statut: 'termine', lues: 12, acceptees: 12 });
});

test('après une coupure, rien n’est encore en train de s’écrire quand l’échec est rendu', async () => {
  const cle = uuidv7();
  await expect(recevoir(cle, corps(40), 200)).rejects.toThrow('coupure');
  const [a] = await s.voir<{ octets: string }>('SELECT octets FROM import WHERE cle = $1', [cle]);
  await new Promise((ok) => setTimeout(ok, 200));
  expect(await s.voir('SELECT octets FROM import WHERE cle = $1', [cle])).toEqual([a]);
});

test('un corps très long se lit en mémoire constante', async () => {
  const morceau = Buffer.from(Array.from({ length: 400 }, (_, i) => `numero${i};${'x'.repeat(140)}\n`).join(''));
  const tours = Math.ceil(Number(process.env['SM_ESSAI_MO'] ?? 60) * 1e6 / morceau.length);
  let depart = 0;
  let pic = 0;
  async function* long(): AsyncGenerator<Buffer> {
    yield Buffer.from('numero;poids\n');
    for (let i = 0; i < tours; i++) {
      if (i === (tours >> 2)) depart = process.memoryUsage().rss;
      if (i > (tours >> 2)) pic = Math.max(pic, process.memoryUsage().rss);
      yield Buffer.from(morceau);
    }
  }
  expect(await imports.recevoir(ctx, 'vides', uuidv7(), 'csv', long())).toMatchObject({ statut: 'termine', lues: tours * 400 });
  expect((pic - depart) / 1e6).toBeLessThan(100);
}, 900_000);
