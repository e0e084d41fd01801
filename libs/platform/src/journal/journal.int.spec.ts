import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { tableauEntiers, tableauInstants } from '../db/tableaux';
import { Journal, type LigneJournal } from './journal';
import { uuidv7 } from './uuid';

const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: '' }, role: 'app', unites: [1] };
const maintenant = new Date('2026-11-22T08:00:00.123Z');
const journal = new Journal(() => maintenant);
let s: ServiceDeTest;

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
});
afterAll(() => s.fermer());

test('un lot où tout se mêle revient tel qu’il fut écrit, dans l’ordre', async () => {
  const [d1, d2] = [uuidv7(), uuidv7()];
  const commun = { version: 1, unite: 1, survenuLe: new Date('2016-02-29T23:59:59.999Z'), prive: {} };
  const lignes: LigneJournal[] = [
    { ...commun, topic: 'a', dossier: d1, type: 'Un', prive: { nom: 'Ægir "é" \\ 😀', vide: '' }, medical: Buffer.from([0, 1, 255]), public: Buffer.from([9]) },
    { ...commun, topic: 'b', dossier: null, cle: 'clé|😀', type: 'Deux', public: Buffer.alloc(0) },
    { ...commun, topic: 'a', dossier: d2, type: 'Un', version: 2, survenuLe: new Date('1903-01-01T00:00:00.001Z') },
    { ...commun, topic: 'a', dossier: d1, cle: '', type: 'Trois', version: 3, medical: Buffer.alloc(70_000, 7) },
  ];
  const ids = await s.db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, lignes, 'commande-1'));
  const lues = await s.voir<Record<string, unknown>>('SELECT evenement, topic, dossier, cle, version, type, survenu_le, enregistre_le, commande, prive, medical, public FROM journal ORDER BY id');
  expect(lues).toEqual(lignes.map((l, i) => ({
    evenement: ids[i], topic: l.topic, dossier: l.dossier, cle: l.cle ?? null, version: l.version, type: l.type, survenu_le: l.survenuLe, enregistre_le: maintenant, commande: 'commande-1',
    prive: l.prive, medical: l.medical ?? null, public: l.public ?? null,
  })));
  expect(new Set(ids).size).toBe(4);
});

test('les tableaux binaires portent les entiers et les instants extrêmes, et un tableau vide', async () => {
  const entiers = [0, -1, 2_147_483_647, -2_147_483_648];
  const instants = ['1850-01-01T00:00:00.001Z', '1999-12-31T23:59:59.999Z', '2000-01-01T00:00:00.000Z', '2068-09-12T03:04:05.678Z'].map((t) => new Date(t));
  expect(await s.voir('SELECT $1::int[] AS e, $2::timestamptz[] AS i, $3::int[] AS v', [tableauEntiers(entiers), tableauInstants(instants.map((d) => d.getTime())), tableauEntiers([])])).toEqual([{ e: entiers, i: instants, v: [] }]);
  expect(() => tableauInstants([Number.NaN])).toThrow(RangeError);
});
