import { Db, Imports, type Contexte } from '@sm/platform';
import type { PlateformeDeTest } from '@sm/testing';
import { ENTETE, fichier, importer, ligne, nir, ouvrirRepertoire, rejets, resoudre } from './atelier';

let p: PlateformeDeTest;
beforeAll(async () => {
  p = await ouvrirRepertoire();
}, 60_000);
afterAll(() => p.fermer());

const A = nir('1850193900123');
const ENFANT = { ouvreur_nir: A, naissance: '2010-05-06', qualite: 'enfant', sexe: 'F', prenoms: 'Lin' };
const types = (id: string): Promise<{ type: string }[]> => p.voir('repertoire', 'SELECT type FROM journal WHERE dossier = $1 ORDER BY id', [id]);
const resolue = async (cle: object, unites = [931]): Promise<string | undefined> => (await resoudre(p, [cle], unites))[0]?.id;

test('un assuré enregistré se retrouve par son NIR, son ayant droit par l’ouvreur, la naissance et le rang ; un inconnu n’est personne', async () => {
  expect(await importer(p, fichier(ligne({ numero: 'A1', nir: A, medecin_traitant: '10000123454' }), ligne({ numero: 'A2', ...ENFANT })))).toMatchObject({ lues: 2, acceptees: 2, rejetees: 0 });
  const [adulte, enfant, jumeau, inconnu, faux] = await resoudre(p, [
    { nir: `${A.slice(0, 5)} ${A.slice(5)}` }, { nir: A, naissance: '2010-05-06', rang: 1 }, { nir: A, naissance: '2010-05-06', rang: 2 }, { nir: nir('2850193900123') }, { nir: 'x' },
  ]);
  expect(adulte).toMatchObject({ unite: 931, caisse: '931', departement: '93', medecinTraitant: '10000123454' });
  expect(enfant!.id).not.toBe(adulte!.id);
  expect([jumeau, inconnu, faux]).toEqual([null, null, null]);
});

test('deux fois le même fichier ne change rien ; une ligne changée est une version de plus, annoncée sans nom ni numéro', async () => {
  const corps = fichier(ligne({ numero: 'B1', nir: nir('2850193900001'), sexe: 'F' }), ligne({ numero: 'B2', nir: nir('2850193900002'), sexe: 'F' }));
  await importer(p, corps);
  expect(await importer(p, corps)).toMatchObject({ acceptees: 0, inchangees: 2 });
  expect(await importer(p, corps.replace('3 rue', '4 rue'))).toMatchObject({ acceptees: 1, inchangees: 1 });
  const id = (await resolue({ nir: nir('2850193900001') }))!;
  expect((await types(id)).map((t) => t.type)).toEqual(['PersonneEnregistree', 'PersonneModifiee']);
  expect(await p.voir('repertoire', 'SELECT version, version_identite FROM personne WHERE id = $1', [id])).toEqual([{ version: 2, version_identite: 2 }]);
});

test('chaque ligne fautive est dite par son numéro et son champ, sans arrêter les autres', async () => {
  const bonne = nir('1850193900010');
  const b = await importer(p, fichier(
    ligne({ numero: 'C1', nir: `${bonne.slice(0, 13)}00` }), ligne({ numero: 'C2', nir: bonne }), ligne({ numero: 'C3', nir: nir('1850193900011'), caisse: '000' }),
    ligne({ numero: 'C4', nir: nir('1850193900012'), caisse: '751' }), ligne({ numero: 'C5', nir: nir('1850193900013'), naissance: '2999-01-01' }), ligne({ numero: 'C6' }), 'trop;court',
  ));
  expect(b).toMatchObject({ lues: 7, acceptees: 1, rejetees: 6 });
  expect(await rejets(p, b)).toEqual(['2 nir nir-cle', '4 caisse caisse-inconnue', '5 caisse caisse-hors-perimetre', '6 naissance date-future', '7 nir nir-requis', '8 * nombre-de-colonnes']);
});

test('Windows-1252 et UTF-8 disent la même personne', async () => {
  const l = ligne({ numero: 'D1', nir: nir('1850193900020'), nom: 'Éloïse-Œuvre', prenoms: 'Noël' });
  const app = p.services.get('repertoire')!.app;
  const ctx: Contexte = { acteur: { id: 'machine:reprise', genre: 'machine', nom: '' }, role: 'app', unites: [931] };
  const cp1252 = Buffer.from([...`${ENTETE}\n${l}\n`].map((c) => (c === 'Œ' ? 0x8c : c.charCodeAt(0))));
  await app.get(Imports).recevoir(ctx, 'assures', 'import-cp1252', 'csv', (async function* () { yield cp1252; })());
  expect(await importer(p, fichier(l))).toMatchObject({ acceptees: 0, inchangees: 1 });
});

test('un import coupé reprend sous la même clé, sans rien doubler', async () => {
  const corps = fichier(...Array.from({ length: 1500 }, (_, i) => ligne({ numero: `R${i}`, nir: nir(`18501750${String(10 + Math.floor(i / 900)).padStart(2, '0')}${String(1 + (i % 900)).padStart(3, '0')}`) })));
  const app = p.services.get('repertoire')!.app;
  const ctx: Contexte = { acteur: { id: 'machine:reprise', genre: 'machine', nom: '' }, role: 'app', unites: [931] };
  const coupe = (async function* () { yield Buffer.from(corps.slice(0, Math.floor(corps.length * 0.8))); throw new Error('coupure'); })();
  await expect(app.get(Imports).recevoir(ctx, 'assures', 'import-coupe-1', 'csv', coupe)).rejects.toThrow('coupure');
  const r = await p.appeler('repertoire', 'machine:reprise', 'POST', '/imports?flux=assures', corps, { 'content-type': 'text/csv', 'idempotency-key': 'import-coupe-1' });
  expect(r).toMatchObject({ statut: 202, corps: { statut: 'termine', lues: 1500, acceptees: 1500 } });
  expect(await p.voir('repertoire', "SELECT count(*)::int AS n FROM origine WHERE numero LIKE 'R%'")).toEqual([{ n: 1500 }]);
});

test('un numéro d’attente devient un NIR définitif : même personne, les deux mènent à elle, l’ancien reste daté', async () => {
  const [nia, definitif] = [nir('7850193900030'), nir('1850193900031')];
  await importer(p, fichier(ligne({ numero: 'E1', nir: nia })));
  const id = await resolue({ nir: nia });
  await importer(p, fichier(ligne({ numero: 'E1', nir: definitif })));
  expect([await resolue({ nir: nia }), await resolue({ nir: definitif })]).toEqual([id, id]);
  expect(await p.voir('repertoire', 'SELECT genre, au IS NULL AS actif FROM identifiant WHERE personne = $1 ORDER BY genre', [id])).toEqual([{ genre: 'nia', actif: false }, { genre: 'nir', actif: true }]);
});

test('un ayant droit qui reçoit son NIR, fût-ce sous un autre numéro, reste la même personne', async () => {
  await importer(p, fichier(ligne({ numero: 'F1', nir: nir('1700193900040'), naissance: '1970-01-01' }), ligne({ numero: 'F2', ...ENFANT, ouvreur_nir: nir('1700193900040') })));
  const parOuvreur = { nir: nir('1700193900040'), naissance: '2010-05-06', rang: 1 };
  const id = await resolue(parOuvreur);
  await importer(p, fichier(ligne({ numero: 'F3', ...ENFANT, ouvreur_nir: nir('1700193900040'), nir: nir('2100593900041') })));
  expect([await resolue(parOuvreur), await resolue({ nir: nir('2100593900041') })]).toEqual([id, id]);
});

test('un NIR corrigé ne mène plus à personne', async () => {
  await importer(p, fichier(ligne({ numero: 'G1', nir: nir('1850193900050') })));
  await importer(p, fichier(ligne({ numero: 'G1', nir: nir('1850193900051') })));
  expect([await resolue({ nir: nir('1850193900050') }), typeof (await resolue({ nir: nir('1850193900051') }))]).toEqual([undefined, 'string']);
});

test('le même NIR deux fois : rattaché si les traits concordent, refusé sinon, y compris dans un seul lot', async () => {
  const n = nir('1850193900060');
  const b = await importer(p, fichier(ligne({ numero: 'H1', nir: n }), ligne({ numero: 'H2', nir: n }), ligne({ numero: 'H3', nir: n, naissance: '1985-01-13' }), ligne({ numero: 'H1', nir: n, adresse: '5 rue' })));
  expect(b).toMatchObject({ acceptees: 3, rejetees: 1 });
  expect(await rejets(p, b)).toEqual(['4 nir nir-deja-connu']);
  const id = (await resolue({ nir: n }))!;
  expect((await types(id)).map((t) => t.type)).toEqual(['PersonneEnregistree', 'NumeroAttache', 'PersonneModifiee']);
  expect(await p.voir('repertoire', "SELECT numero FROM origine WHERE personne = $1 ORDER BY 1", [id])).toEqual([{ numero: 'H1' }, { numero: 'H2' }]);
});

test('la caisse absorbée mène à l’unité d’aujourd’hui ; une autre unité a sa propre fiche', async () => {
  const n = nir('1850193900070');
  await importer(p, fichier(ligne({ numero: 'I1', nir: n, caisse: '939' }), ligne({ numero: 'I1', nir: n, caisse: '921' })));
  const [ici, la] = [(await resoudre(p, [{ nir: n }], [931]))[0], (await resoudre(p, [{ nir: n }], [921]))[0]];
  expect([ici, la]).toMatchObject([{ unite: 931, caisse: '939' }, { unite: 921, caisse: '921' }]);
  expect(ici!.id).not.toBe(la!.id);
});

test('deux mille NIR sont résolus en une requête ; seul un compte de service de la liste y a droit', async () => {
  const cles = Array.from({ length: 2000 }, (_, i) => ({ nir: i % 2 ? A : nir('2850193900999') }));
  const personnes = await resoudre(p, cles);
  expect(personnes.filter((x) => x !== null)).toHaveLength(1000);
  for (const sub of ['agent:tsm931', 'machine:reprise', 'service:pilotage']) expect(await p.appeler('repertoire', sub, 'POST', '/resolutions', { unites: [931], cles: [{ nir: A }] })).toMatchObject({ statut: 403, corps: { code: 'interdit' } });
  expect(await p.appeler('repertoire', 'service:prestations', 'POST', '/resolutions', { unites: [931], cles: [...cles, { nir: A }] })).toMatchObject({ statut: 400, corps: { code: 'requete-invalide' } });
});

test('avec le vrai rôle de la base, une autre unité ne voit rien et ne peut rien écrire', async () => {
  const db = p.services.get('repertoire')!.app.get(Db);
  const autre: Contexte = { acteur: { id: 'agent:x', genre: 'agent', nom: '' }, role: 'app', unites: [921] };
  const compter = (ctx: Contexte) => db.inTransaction(ctx, (tx) => tx.query('SELECT (SELECT count(*) FROM personne WHERE unite = 931)::int + (SELECT count(*) FROM origine WHERE unite = 931)::int + (SELECT count(*) FROM identifiant WHERE unite = 931)::int AS n'));
  expect(await compter(autre)).toEqual([{ n: 0 }]);
  expect((await compter({ ...autre, unites: [931] }))[0].n).toBeGreaterThan(0);
  await expect(db.inTransaction(autre, (tx) => tx.query("INSERT INTO origine (unite, source, numero, personne, empreinte) VALUES (931, 'x', 'y', gen_random_uuid(), '')"))).rejects.toMatchObject({ code: '42501' });
  await expect(db.inTransaction({ ...autre, role: 'horloge' }, (tx) => tx.query('SELECT 1 FROM personne'))).rejects.toMatchObject({ code: '42501' });
  expect(await resoudre(p, [{ nir: A }], [921])).toEqual([null]);
});
