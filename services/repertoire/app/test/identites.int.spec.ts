import type { PlateformeDeTest } from '@sm/testing';
import { fichier, importer, ligne, nir, ouvrirRepertoire, resoudre } from './atelier';

let p: PlateformeDeTest;
const N = nir('2850193900123');
const ABSENT = '01890000-0000-7000-8000-0000000000e1';
let id: string;
let ailleurs: string;

beforeAll(async () => {
  p = await ouvrirRepertoire();
  await importer(p, fichier(
    ligne({ numero: 'A1', nir: N, sexe: 'F', nom: 'Zabelquier', nom_usage: 'Ormiplage', prenoms: 'Quintilia', adresse: '77 rue du Gabarit' }),
    ligne({ numero: 'A2', nir: nir('1850193900124'), caisse: '921' }), ligne({ numero: 'A3', nir: nir('7850193900125'), prenoms: 'Ada' }), ligne({ numero: 'A4', nir: nir('1850193900126'), prenoms: 'Ada' }),
    ligne({ numero: 'A5', nir: nir('1860193900127'), naissance: '1986-01-01' }),
  ));
  id = (await resoudre(p, [{ nir: N }]))[0]!.id;
  ailleurs = (await resoudre(p, [{ nir: nir('1850193900124') }], [921]))[0]!.id;
}, 60_000);
afterAll(() => p.fermer());

interface Lue { readonly id: string; readonly titulaire: string; readonly nom: string; readonly nir: string; readonly nirComplet: boolean }
const lire = async (sub: string, personnes: string[]) => {
  const r = await p.appeler('repertoire', sub, 'POST', '/identites', { personnes, motif: 'instruction' });
  return { statut: r.statut, identites: (r.corps as { identites?: Lue[] }).identites ?? [] };
};
const lectures = (): Promise<{ acteur: string; dossier: string; prive: object }[]> => p.voir('repertoire', "SELECT acteur, dossier, prive FROM journal WHERE type = 'IdentiteLue' ORDER BY id");
const post = (sub: string, chemin: string, version: number, cle: string, corps?: object) => p.appeler('repertoire', sub, 'POST', chemin, corps, { 'idempotency-key': cle, 'if-match': `"${version}"` });

test('l’identité se lit par droit et par unité ; le NIR reste masqué sauf pour qui le contrôle', async () => {
  const { identites: [tsm] } = await lire('agent:tsm931', [id]);
  expect(tsm).toMatchObject({ id, titulaire: id, nom: 'Zabelquier', nomUsage: 'Ormiplage', prenoms: 'Quintilia', naissance: '1985-01-12', nir: N, nirComplet: true, provisoire: false, adresse: '77 rue du Gabarit' });
  for (const sub of ['agent:mc931', 'agent:csam931']) expect((await lire(sub, [id])).identites).toMatchObject([{ nom: 'Zabelquier', nir: `••••••••••${N.slice(10)}`, nirComplet: false }]);
  for (const sub of ['agent:caisse', 'agent:drsm', 'machine:reprise', 'service:prestations', 'agent:inconnu']) expect((await lire(sub, [id])).statut).toBe(403);
});

test('une personne inconnue ou d’une autre unité est absente, sans que rien ne les distingue', async () => {
  expect((await lire('agent:tsm931', [ABSENT, ailleurs, id])).identites.map((i) => i.id)).toEqual([id]);
  expect(await lire('agent:tsm921', [id, ABSENT])).toEqual({ statut: 200, identites: [] });
  const [hors, rien] = [await p.appeler('repertoire', 'agent:tsm931', 'GET', `/personnes/${ailleurs}`), await p.appeler('repertoire', 'agent:tsm931', 'GET', `/personnes/${ABSENT}`)];
  const sansCorrelation = (r: { corps: never }) => ({ ...(r.corps as object), correlation: '' });
  expect([hors.statut, sansCorrelation(hors)]).toEqual([404, sansCorrelation(rien)]);
});

test('chaque lecture laisse une trace : qui, quelle personne, pourquoi, et rien de ce qui a été lu', async () => {
  const avant = (await lectures()).length;
  await lire('agent:mc931', [id, id, ABSENT]);
  await lire('agent:caisse', [id]);
  expect((await lectures()).slice(avant)).toEqual([{ acteur: 'agent:mc931', dossier: id, prive: { motif: 'instruction', demande: id, nirComplet: false } }]);
  expect((await p.appeler('repertoire', 'agent:mc931', 'POST', '/identites', { personnes: [id], motif: 'curiosité' })).statut).toBe(400);
});

test('la partie administrative se lit avec sa version ; elle ne dit ni nom ni numéro', async () => {
  const r = await p.appeler('repertoire', 'agent:mc931', 'GET', `/personnes/${id}`);
  expect(r).toMatchObject({ statut: 200, corps: { id, unite: 931, caisse: '931', departement: '93', statut: 'active', fusionneeDans: null, version: 1 } });
  expect(r.entetes.get('etag')).toBe('"1"');
  expect(JSON.stringify(r.corps)).not.toMatch(/Zabelquier|nir/i);
});

test('deux fiches fusionnent une fois, se suivent partout, puis se séparent intactes', async () => {
  const [nia, definitif, autre] = (await resoudre(p, [{ nir: nir('7850193900125') }, { nir: nir('1850193900126') }, { nir: nir('1860193900127') }])).map((x) => x!.id) as [string, string, string];
  const corps = { absorbee: nia, motif: 'nir-definitif' };
  const fusion = (version: number, cle: string, c: object = corps, sub = 'agent:tsm931') => post(sub, `/personnes/${definitif}/fusion`, version, cle, c);
  expect(await fusion(7, 'fusion-0001')).toMatchObject({ statut: 412, corps: { code: 'version-perimee' } });
  expect(await fusion(1, 'fusion-0002', { ...corps, absorbee: ailleurs })).toMatchObject({ statut: 404 });
  expect(await fusion(1, 'fusion-0003', { ...corps, absorbee: autre })).toMatchObject({ statut: 409, corps: { code: 'traits-differents' } });
  expect(await fusion(1, 'fusion-0004', corps, 'agent:mc931')).toMatchObject({ statut: 403 });
  const faite = await fusion(1, 'fusion-0005');
  expect(faite).toMatchObject({ statut: 200, corps: { id: definitif, version: 2, statut: 'active' } });
  expect((await fusion(1, 'fusion-0005')).corps).toEqual(faite.corps);
  expect(await fusion(2, 'fusion-0006')).toMatchObject({ statut: 409, corps: { code: 'personne-deja-fusionnee' } });
  expect((await resoudre(p, [{ nir: nir('7850193900125') }, { nir: nir('1850193900126') }])).map((x) => x!.id)).toEqual([definitif, definitif]);
  expect((await lire('agent:tsm931', [nia])).identites).toMatchObject([{ id: nia, titulaire: definitif, nir: nir('1850193900126') }]);
  expect(await p.voir('repertoire', "SELECT dossier, type, public IS NOT NULL AS annonce FROM journal WHERE commande = 'fusion-0005' ORDER BY id")).toEqual([
    { dossier: definitif, type: 'PersonnesFusionnees', annonce: true }, { dossier: nia, type: 'PersonneAbsorbee', annonce: false },
  ]);
  expect(await post('agent:tsm931', `/personnes/${nia}/separation`, 2, 'separation-1')).toMatchObject({ statut: 200, corps: { id: nia, statut: 'active', fusionneeDans: null, version: 3 } });
  expect((await resoudre(p, [{ nir: nir('7850193900125') }]))[0]!.id).toBe(nia);
  expect(await post('agent:tsm931', `/personnes/${nia}/separation`, 3, 'separation-2')).toMatchObject({ statut: 409, corps: { code: 'personne-non-fusionnee' } });
});

test('aucune table ne garde un nom, un numéro ou une adresse lisible, sous aucune écriture', async () => {
  await p.appeler('repertoire', 'machine:reprise', 'POST', '/imports?flux=assures', fichier(ligne({ numero: 'Z1', nir: `${N.slice(0, 13)}00` })), { 'content-type': 'text/csv', 'idempotency-key': 'import-fautif' });
  const formes = (t: string) => [t, Buffer.from(t).toString('base64').replace(/=+$/, '').slice(0, -1), Buffer.from(t).toString('hex')].map((f) => f.toLowerCase());
  const tables = await p.voir<{ nom: string }>('repertoire', "SELECT c.oid::regclass::text AS nom FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'");
  expect(tables.map((t) => t.nom)).toEqual(expect.arrayContaining(['personne', 'identifiant', 'origine', 'commande', 'import_rejet']));
  const contenu: string[] = [];
  for (const { nom } of tables) contenu.push(...(await p.voir<{ l: string }>('repertoire', `SELECT t::text AS l FROM ${nom} t`)).map((r) => r.l.toLowerCase()));
  const trouve = (t: string): number => formes(t).reduce((n, f) => n + contenu.filter((l) => l.includes(f)).length, 0);
  expect([N, N.slice(0, 13), 'Zabelquier', 'Ormiplage', 'Quintilia', 'rue du Gabarit'].map(trouve)).toEqual([0, 0, 0, 0, 0, 0]);
  // Positive control: the same search does find what is there in clear and in bytes.
  expect(trouve('REPRISE') + trouve('import.deposer') + trouve('ESSAI')).toBeGreaterThan(0);
  const [{ h }] = (await p.voir<{ h: string }>('repertoire', "SELECT encode(public, 'hex') AS h FROM journal WHERE dossier = $1 LIMIT 1", [id])) as [{ h: string }];
  expect(contenu.filter((l) => l.includes(h)).length).toBeGreaterThan(0);
  expect(trouve(id)).toBeGreaterThan(0);
});
