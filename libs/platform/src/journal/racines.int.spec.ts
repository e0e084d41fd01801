import { ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { Journal } from './journal';
import type { Rupture } from './maillons';
import { ClesRacine, creerCleRacine, racineSigneePar, cleEndossee, type RacineSignee } from './racine';
import { Racines, lireCles } from './racines';
import { Sequenceur } from './sequenceur';
import { uuidv7 } from './uuid';
import { VerificateurChaine } from './verificateur';

const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: 'Essai' }, role: 'app', unites: [1001, 1002] };
const journal = new Journal();
const PEM = creerCleRacine();
const cles = ClesRacine.depuisPem(PEM);
let s: ServiceDeTest;
let contredites: [number, number][];

const signataire = (autres = cles): Racines => new Racines({
  db: s.db, journal, cles: autres, tranche: 'essai', maintenant: () => new Date(), surErreur: (e) => { throw e; }, surContredite: (u, r) => void contredites.push([u, r]),
});
const verificateur = (autres = cles): VerificateurChaine => new VerificateurChaine(s.db, { racines: { cles: autres, source: 'essai/prestations' } });

async function ecrire(n: number, unite = 1001): Promise<void> {
  const ligne = (i: number) => ({ topic: 'sm.prestations.dossier.v1', dossier: uuidv7(), version: i + 1, unite, type: 'Essai', survenuLe: new Date(1_700_000_000_000 + i), prive: { i }, public: null });
  await s.db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, Array.from({ length: n }, (_, i) => ligne(i))));
  const sequenceur = new Sequenceur(s.db);
  while (await sequenceur.tic());
}

/** What a patient owner of the database does: a content changed, its digest and every link after it made again, registers and marks too. */
const TOUT_REFAIRE = (unite: number, rang: number): string => `
DO $$ DECLARE m record; avant bytea; BEGIN
  UPDATE journal SET empreinte = sha256('autre acte') WHERE id = (SELECT journal_id FROM log_index WHERE unite = ${unite} AND rang = ${rang});
  SELECT h INTO avant FROM log_index WHERE unite = ${unite} AND rang = ${rang - 1};
  FOR m IN SELECT l.rang, j.empreinte FROM log_index l JOIN journal j ON j.id = l.journal_id WHERE l.unite = ${unite} AND l.rang >= ${rang} ORDER BY l.rang LOOP
    avant := sha256(avant || m.empreinte);
    UPDATE log_index SET h = avant WHERE unite = ${unite} AND rang = m.rang;
  END LOOP;
  UPDATE chaine SET h = avant WHERE unite = ${unite};
  DELETE FROM chaine_verifiee;
END $$`;


const exporter = async (): Promise<RacineSignee[]> =>
  (await s.voir<{ unite: number; rang: string; h: string; quand: Date; cle: string; signature: string }>("SELECT unite, rang, encode(h, 'hex') AS h, quand, cle, encode(signature, 'hex') AS signature FROM racine ORDER BY unite, rang"))
    .map((r) => ({ ...r, rang: Number(r.rang), source: 'essai/prestations' }));

beforeAll(async () => {
  s = await ouvrirServiceDeTest('prestations');
});
afterAll(() => s.fermer());
beforeEach(async () => {
  contredites = [];
  for (const t of ['log_index', 'chaine', 'chaine_verifiee', 'position_log', 'journal', 'racine', 'cle_racine']) await s.voir(`DELETE FROM ${t}`);
  await ecrire(10);
  await signataire().signer();
  await ecrire(10);
  await ecrire(5, 1002);
  await signataire().signer();
  await ecrire(10);
});

test('une racine par chaîne qui a bougé, aucune pour celles qui n’ont pas bougé, aucune pour les racines elles-mêmes', async () => {
  await new Sequenceur(s.db).tic();
  expect((await exporter()).map((r) => [r.unite, r.rang])).toEqual([[1001, 10], [1001, 20], [1002, 5]]);
  expect(await signataire().signer()).toBe(1);
  expect(await signataire().signer()).toBe(0);
  expect((await exporter()).every((r) => cles.verifier(r) && racineSigneePar(cles.active.publique, r))).toBe(true);
  expect(await s.voir("SELECT cle FROM journal WHERE topic = 'sm.racines.v1' ORDER BY id LIMIT 1")).toEqual([{ cle: 'essai/prestations|1001|10' }]);
});

test('une chaîne intacte concorde avec ses racines', async () => {
  expect((await verificateur().verifierTout()).ruptures).toEqual([]);
  expect((await verificateur().passer()).ruptures).toEqual([]);
  expect(await verificateur().confronterAvec(await exporter())).toMatchObject({ comparees: 3 });
});

test('le propriétaire de la base qui refait toute la chaîne est trouvé, entre deux racines', async () => {
  const anterieures = await exporter();
  await s.voir(TOUT_REFAIRE(1001, 14));
  const attendue: Rupture = { unite: 1001, rang: 11, jusqua: 20, genre: 'racine-contredite' };
  expect((await verificateur().passer()).ruptures).toContainEqual(attendue);
  // Even with the roots kept here removed: those of the level above remain.
  await s.voir('DELETE FROM racine');
  await s.voir('DELETE FROM chaine_verifiee');
  expect([...(await verificateur().confronterAvec(anterieures)).ruptures.values()]).toEqual([attendue]);
});

test('une chaîne qui ne tient plus sa dernière racine n’est pas signée', async () => {
  await s.voir(TOUT_REFAIRE(1001, 14));
  expect(await signataire().signer()).toBe(0);
  expect(contredites).toEqual([[1001, 20]]);
});

test('une racine écrite sans la clé est dite invalide', async () => {
  await s.voir("UPDATE racine SET h = sha256('x') WHERE unite = 1002");
  expect((await verificateur().verifierTout()).ruptures).toEqual([{ unite: 1002, rang: 5, genre: 'racine-invalide' }]);
});

test('une chaîne coupée avec ses marques est trouvée par ses racines', async () => {
  await s.voir('DELETE FROM log_index WHERE unite = 1001 AND rang > 15');
  await s.voir('UPDATE chaine SET (rang, h) = (SELECT rang, h FROM log_index WHERE unite = 1001 AND rang = 15) WHERE unite = 1001');
  expect((await verificateur().verifierTout()).ruptures).toEqual([{ unite: 1001, rang: 11, jusqua: 20, genre: 'racine-contredite' }]);
});

test('une clé neuve est endossée par l’ancienne, qui vérifie encore ce qu’elle a signé', async () => {
  const neuve = ClesRacine.depuisPem(creerCleRacine() + PEM);
  expect(neuve.active.precedente).toBe(cles.active.cle);
  expect(cleEndossee(neuve.active, cles.active.publique)).toBe(true);
  expect(await signataire(neuve).signer()).toBe(1);
  expect((await verificateur(neuve).verifierTout()).ruptures).toEqual([]);
  expect((await lireCles(s.db)).map((k) => [k.cle, k.valideAu === null])).toEqual([[cles.active.cle, false], [neuve.active.cle, true]]);
  expect(() => ClesRacine.depuisPem('rien')).toThrow('cle-de-racine-invalide');
});
