import { jusqua, ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { Journal } from './journal';
import type { Rupture } from './maillons';
import { Sequenceur } from './sequenceur';
import { uuidv7 } from './uuid';
import { VerificateurChaine } from './verificateur';

const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: 'Essai' }, role: 'app', unites: [1001, 1002] };
const TOPIC = 'sm.prestations.dossier.v1';
let s: ServiceDeTest;
const journal = new Journal();

async function ecrire(n: number, unite = 1001): Promise<void> {
  const ligne = (i: number) => ({ topic: TOPIC, dossier: uuidv7(), version: i + 1, unite, type: 'Essai', survenuLe: new Date(1_700_000_000_000 + i), prive: { texte: 'é𝄞"' }, medical: i % 2 ? Buffer.from([i, 255]) : null, public: i % 3 ? Buffer.from([i]) : null });
  await s.db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, Array.from({ length: n }, (_, i) => ligne(i)), 'commande'));
  const sequenceur = new Sequenceur(s.db);
  while (await sequenceur.tic());
}

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
});
afterAll(() => s.fermer());
beforeEach(async () => {
  for (const t of ['log_index', 'chaine', 'chaine_verifiee', 'position_log', 'journal']) await s.voir(`DELETE FROM ${t}`);
  await ecrire(30);
  await ecrire(20, 1002);
});

const ligneDuRang = (rang: number): string => `(SELECT journal_id FROM log_index WHERE unite = 1001 AND rang = ${rang})`;
const marques = () => s.voir<{ unite: number; rang: string; genre: string | null }>('SELECT unite, rang, genre FROM chaine_verifiee ORDER BY unite');

test('une chaîne intacte passe, ne se relit pas, et reprend après un redémarrage là où elle en était', async () => {
  const v = new VerificateurChaine(s.db);
  expect(await v.passer()).toMatchObject({ lignes: 50, ruptures: [] });
  expect(await v.passer()).toMatchObject({ lignes: 0 });
  expect(await marques()).toEqual([{ unite: 1001, rang: '30', genre: null }, { unite: 1002, rang: '20', genre: null }]);
  await ecrire(7);
  expect(await new VerificateurChaine(s.db).passer()).toMatchObject({ lignes: 7, ruptures: [] });
  expect(await v.verifierTout()).toMatchObject({ lignes: 57, ruptures: [] });
});

type Faute = readonly [nom: string, sql: readonly string[], rupture: Omit<Rupture, 'unite'>];

const FAUTES: readonly Faute[] = [
  ['un contenu privé retouché', [`UPDATE journal SET prive = (prive::text || ' ')::json WHERE id = ${ligneDuRang(12)}`], { rang: 12, genre: 'contenu-modifie' }],
  ['un octet d’un contenu scellé retourné', [`UPDATE journal SET medical = set_byte(medical, 0, 77) WHERE id = ${ligneDuRang(12)}`], { rang: 12, genre: 'contenu-modifie' }],
  ['un acte déplacé d’une microseconde', [`UPDATE journal SET survenu_le = survenu_le + interval '1 us' WHERE id = ${ligneDuRang(12)}`], { rang: 12, genre: 'contenu-modifie' }],
  ['une empreinte refaite', [`UPDATE journal SET empreinte = sha256('faux') WHERE id = ${ligneDuRang(12)}`], { rang: 12, genre: 'contenu-modifie' }],
  ['une ligne du journal effacée', [`DELETE FROM journal WHERE id = ${ligneDuRang(12)}`], { rang: 12, genre: 'ligne-absente' }],
  ['un rang effacé', ['DELETE FROM log_index WHERE unite = 1001 AND rang = 12'], { rang: 12, genre: 'maillon-absent' }],
  ['un rang effacé, les suivants renumérotés', ['DELETE FROM log_index WHERE unite = 1001 AND rang = 12', 'UPDATE log_index SET rang = rang + 1000000 WHERE unite = 1001 AND rang > 12', 'UPDATE log_index SET rang = rang - 1000001 WHERE unite = 1001 AND rang > 1000000', 'UPDATE chaine SET rang = rang - 1 WHERE unite = 1001'], { rang: 12, genre: 'maillon-rompu' }],
  ['deux lignes échangées', ['UPDATE log_index i SET (journal_id, enregistre_le) = (SELECT journal_id, enregistre_le FROM log_index a WHERE a.unite = 1001 AND a.rang = 25 - i.rang) WHERE unite = 1001 AND rang IN (12, 13)'], { rang: 12, genre: 'ordre-change' }],
  ['deux rangs échangés', ['UPDATE log_index SET rang = -rang WHERE unite = 1001 AND rang IN (12, 13)', 'UPDATE log_index SET rang = 25 + rang WHERE unite = 1001 AND rang < 0'], { rang: 12, genre: 'ordre-change' }],
  ['une ligne insérée', ['UPDATE log_index SET rang = rang + 1000000 WHERE unite = 1001 AND rang >= 12', 'UPDATE log_index SET rang = rang - 999999 WHERE unite = 1001 AND rang > 1000000',
    'INSERT INTO log_index SELECT topic, part, NULL, journal_id, enregistre_le, unite, 12, h FROM log_index WHERE unite = 1001 AND rang = 3', 'UPDATE chaine SET rang = rang + 1 WHERE unite = 1001'], { rang: 12, genre: 'ligne-inseree' }],
  ['une ligne ajoutée derrière le registre', ["INSERT INTO log_index SELECT topic, part, NULL, journal_id, enregistre_le, unite, 31, sha256('x') FROM log_index WHERE unite = 1001 AND rang = 30"], { rang: 31, genre: 'ligne-inseree' }],
  ['la fin de la chaîne coupée', ['DELETE FROM log_index WHERE unite = 1001 AND rang > 27'], { rang: 28, genre: 'queue-tronquee' }],
  ['le registre changé', ["UPDATE chaine SET h = sha256('faux') WHERE unite = 1001"], { rang: 30, genre: 'queue-remplacee' }],
  ['le registre effacé', ['DELETE FROM chaine WHERE unite = 1001'], { rang: 1, genre: 'queue-tronquee' }],
];

/** The tail cut with its register, or chained again from another digest: coherent, and yet not what was. */
const COUPER = ['DELETE FROM log_index WHERE unite = 1001 AND rang > 27', 'UPDATE chaine SET (rang, h) = (SELECT rang, h FROM log_index WHERE unite = 1001 AND rang = 27) WHERE unite = 1001'];
const REFAIRE = [
  `UPDATE log_index SET h = sha256((SELECT h FROM log_index WHERE unite = 1001 AND rang = 29) || (SELECT empreinte FROM journal WHERE id = ${ligneDuRang(5)})),
    (journal_id, enregistre_le) = (SELECT journal_id, enregistre_le FROM log_index WHERE unite = 1001 AND rang = 5) WHERE unite = 1001 AND rang = 30`,
  'UPDATE chaine SET h = (SELECT h FROM log_index WHERE unite = 1001 AND rang = 30) WHERE unite = 1001'];
const APRES: readonly Faute[] = [
  ['la fin de la chaîne coupée, registre compris', COUPER, { rang: 28, genre: 'queue-tronquee' }],
  ['la fin de la chaîne refaite, registre compris', REFAIRE, { rang: 30, genre: 'queue-remplacee' }],
  ['toute la chaîne effacée, registre compris', ['DELETE FROM log_index WHERE unite = 1001', 'DELETE FROM chaine WHERE unite = 1001'], { rang: 1, genre: 'queue-tronquee' }],
];

const fauter = async (sql: readonly string[]): Promise<void> => {
  for (const q of sql) await s.voir(q);
};

test.each(FAUTES)('avant d’être vérifiée : %s, trouvée à sa place', async (_, sql, rupture) => {
  await fauter(sql);
  const v = new VerificateurChaine(s.db);
  expect((await v.passer()).ruptures).toEqual([{ unite: 1001, ...rupture }]);
  expect(v.etat().rompue).toBe(true);
  expect((await marques()).find((m) => m.unite === 1002)).toEqual({ unite: 1002, rang: '20', genre: null });
});

test.each([...FAUTES, ...APRES])('une fois vérifiée : %s, trouvée à sa place par une vérification complète', async (_, sql, rupture) => {
  const v = new VerificateurChaine(s.db);
  await v.passer();
  await fauter(sql);
  expect((await v.verifierTout()).ruptures).toEqual([{ unite: 1001, ...rupture }]);
});

test.each(APRES)('une fois vérifiée : %s, trouvée sans rien relire', async (_, sql, rupture) => {
  const v = new VerificateurChaine(s.db);
  await v.passer();
  await fauter(sql);
  expect(await v.passer()).toMatchObject({ lignes: 0, ruptures: [{ unite: 1001, ...rupture }] });
});

test('une ligne glissée dans le journal sans passer par la chaîne est trouvée', async () => {
  await s.voir("INSERT INTO journal (evenement, xid, topic, part, version, unite, type, survenu_le, enregistre_le, acteur, prive, empreinte) SELECT gen_random_uuid(), xid, topic, part, version, unite, type, survenu_le, enregistre_le, acteur, prive, empreinte FROM journal WHERE unite = 1002 LIMIT 1");
  const v = new VerificateurChaine(s.db);
  expect((await v.passer()).ruptures).toEqual([]);
  expect((await v.verifierTout()).ruptures).toEqual([{ unite: 1002, rang: 0, genre: 'ligne-hors-chaine' }]);
});

test('une rupture reste dite après un redémarrage, une seule fois, et jusqu’à ce que tout soit revérifié', async () => {
  const dites: Rupture[] = [];
  const neuf = () => new VerificateurChaine(s.db, { surRupture: (r) => void dites.push(r) });
  await s.voir(`UPDATE journal SET type = 'Autre' WHERE id = ${ligneDuRang(12)}`);
  await neuf().passer();
  await s.voir(`UPDATE journal SET type = 'Essai' WHERE id = ${ligneDuRang(12)}`);
  const v = neuf();
  expect((await v.passer()).ruptures).toEqual([{ unite: 1001, rang: 12, genre: 'contenu-modifie' }]);
  expect(dites).toHaveLength(1);
  expect((await v.verifierTout()).ruptures).toEqual([]);
  expect(v.etat()).toMatchObject({ rompue: false, derniereComplete: { lignes: 50 } });
  expect((await v.passer()).ruptures).toEqual([]);
  expect(await marques()).toMatchObject([{ rang: '30' }, { rang: '20' }]);
});

test('en arrière-plan, la vérification laisse passer ce qui s’écrit, puis vient au premier calme', async () => {
  const v = new VerificateurChaine(s.db, { periodeMs: 300 });
  v.demarrer();
  for (const fin = performance.now() + 1500; performance.now() < fin; ) await ecrire(2);
  expect(await marques()).toEqual([]);
  await jusqua(async () => (await marques()).length === 2, { delaiMs: 10_000 });
  await v.arreter();
});

test('un service qui n’a jamais de repos est vérifié quand même, la patience passée', async () => {
  const v = new VerificateurChaine(s.db, { periodeMs: 100, patienceMs: 400 });
  v.demarrer();
  for (const fin = performance.now() + 1500; performance.now() < fin; ) await ecrire(2);
  expect(await marques()).toHaveLength(2);
  await v.arreter();
});
