import { randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jusqua, ouvrirServiceDeTest, type ServiceDeTest } from '@sm/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Commandes } from '../commande/commandes';
import { Db } from '../db/db';
import { proteger } from '../db/protection';
import type { Contexte } from '../db/roles';
import { Journal } from '../journal/journal';
import { ajouterVersion, cleDepuisFichier, ecrireTrousseauMaitre, lireTrousseauMaitre } from './fichier';
import { RotationCles, type EtatUnite } from './rotation';
import { ouvrirAvec, scellerAvec } from './sceau';
import { Scellement, versionEnveloppe } from './scellement';
import { Secrets } from './secrets';
import { Trousseau } from './trousseau';

class Coffres1763900000000 implements MigrationInterface {
  name = 'Coffres1763900000000';

  async up(q: QueryRunner): Promise<void> {
    await q.query('CREATE TABLE coffre (id uuid PRIMARY KEY, unite int NOT NULL, n int NOT NULL DEFAULT 0, cle bytea NOT NULL, scelle bytea NOT NULL)');
    for (const sql of proteger('prestations', 'coffre', { unite: 'unite', droits: { app: 'select, insert, update' } })) await q.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('rien');
  }
}

const ACTEUR = { id: 'agent:EXPLOITANT', genre: 'agent', nom: '' } as const;
const UNITES = [931, 941];
const ctx: Contexte = { acteur: ACTEUR, role: 'app', unites: UNITES };
const TABLES = [{ table: 'coffre', id: 'id', unite: 'unite', cle: 'cle' }];
const FRAICHEUR = 300;
const dossier = mkdtempSync(join(tmpdir(), 'sm-rotation-'));
const fichier = join(dossier, 'cle');
let s: ServiceDeTest;
let cleCommandes: KeyObject;

/** What one process holds: its own memory of the keys, over the same base and the same file. */
function processus(db: Db = s.db): { trousseau: Trousseau; scellement: Scellement; rotation: RotationCles } {
  const scellement = new Scellement(cleDepuisFichier(fichier));
  const trousseau = new Trousseau(scellement, FRAICHEUR);
  const pieces = { db, scellement, trousseau, journal: new Journal(), commandes: new Commandes(db, cleCommandes), tables: TABLES, unites: () => UNITES, maintenant: () => new Date() };
  return { trousseau, scellement, rotation: new RotationCles(pieces) };
}
type Processus = ReturnType<typeof processus>;

const deposer = (p: Processus, unite: number, n: number): Promise<string[]> => s.db.inTransaction(ctx, async (tx) => {
  const cleUnite = await p.trousseau.cleUnite(tx, unite);
  const ids = Array.from({ length: n }, () => randomUUID());
  for (const id of ids) {
    const { enveloppe, cle } = p.scellement.nouvelleCleDossier(cleUnite, id);
    await tx.query('INSERT INTO coffre (id, unite, cle, scelle) VALUES ($1, $2, $3, $4)', [id, unite, enveloppe, scellerAvec(cle, id, `secret de ${id}`)]);
  }
  return ids;
});

/** Reads a row and writes it: a command. */
const commander = (p: Processus, id: string): Promise<string> => s.db.inTransaction(ctx, async (tx) => {
  const [l]: [{ unite: number; cle: Buffer; scelle: Buffer }] = await tx.query('SELECT unite, cle, scelle FROM coffre WHERE id = $1', [id]);
  const cle = p.scellement.ouvrirCleDossier(await p.trousseau.cleUnite(tx, l.unite, [l.cle]), id, l.cle);
  await tx.query('UPDATE coffre SET n = n + 1 WHERE id = $1', [id]);
  return ouvrirAvec(cle, id, l.scelle).toString();
});

const scelles = async (): Promise<Map<string, string>> => new Map((await s.voir<{ id: string; h: string }>("SELECT id, encode(sha256(scelle), 'hex') AS h FROM coffre")).map((l) => [l.id, l.h]));
const etatDe = async (p: Processus, unite: number): Promise<EtatUnite> => (await p.rotation.etat()).unites.find((u) => u.unite === unite)!;
const nouvelleMaitre = (): void => ecrireTrousseauMaitre(fichier, ajouterVersion(trousseauMaitre()));
const trousseauMaitre = (): ReturnType<typeof lireTrousseauMaitre> => lireTrousseauMaitre(readFileSync(fichier, 'utf8'));

beforeAll(async () => {
  writeFileSync(fichier, randomBytes(32).toString('hex'), { mode: 0o600 });
  s = await ouvrirServiceDeTest('prestations', [Coffres1763900000000]);
  cleCommandes = (await new Secrets().ouvrir(s.db, cleDepuisFichier(fichier), ['commandes'])).cle('commandes');
}, 60_000);
afterAll(async () => {
  await s.fermer();
  rmSync(dossier, { recursive: true });
});

test('la clé d’une unité tourne pendant que l’on écrit et lit : aucune commande n’échoue, rien de scellé ne bouge', async () => {
  const [a, b] = [processus(), processus()];
  const ids = await deposer(a, 931, 600);
  const avant = await scelles();
  let enMarche = true;
  const charge = [a, b].flatMap((p) => [0, 1].map(async (n) => {
    let faites = 0;
    for (let i = n; enMarche; i += 2, faites++) {
      const id = ids[(i * 7) % ids.length]!;
      expect(await commander(p, id)).toBe(`secret de ${id}`);
      if (i % 10 === n) ids.push(...(await deposer(p, 931, 1)));
    }
    return faites;
  }));
  for (const cle of ['rotation-charge-1', 'rotation-charge-2']) {
    await a.rotation.nouvelleVersion(ACTEUR, 931, cle);
    await Promise.all([a.rotation.suivre(931), b.rotation.suivre(931)]);
  }
  enMarche = false;
  const faites = await Promise.all(charge);
  expect(Math.min(...faites)).toBeGreaterThan(10);
  expect(await etatDe(b, 931)).toMatchObject({ version: 3, anciennes: 0 });
  const apres = await scelles();
  for (const [id, h] of avant) expect(apres.get(id)).toBe(h);
  const frais = processus();
  for (const id of ids) expect(await commander(frais, id)).toBe(`secret de ${id}`);
  const versions = await s.voir<{ cle: Buffer }>('SELECT cle FROM coffre WHERE unite = 931');
  expect(new Set(versions.map((l) => versionEnveloppe(l.cle)))).toEqual(new Set([3]));
}, 60_000);

test('la même demande répétée ne crée qu’une version, et la rotation se journalise', async () => {
  const p = processus();
  await deposer(p, 941, 3);
  const premiere = await p.rotation.nouvelleVersion(ACTEUR, 941, 'rotation-une-fois');
  expect(await processus().rotation.nouvelleVersion(ACTEUR, 941, 'rotation-une-fois')).toEqual(premiere);
  await Promise.all([p.rotation.suivre(941), processus().rotation.suivre(941)]);
  expect(await p.rotation.suivre(941)).toBe(0);
  expect(await etatDe(p, 941)).toMatchObject({ version: 2, anciennes: 0 });
  expect(await s.voir("SELECT acteur, prive FROM journal WHERE unite = 941 AND type = 'CleUniteTournee'")).toEqual([{ acteur: ACTEUR.id, prive: { version: 2 } }]);
});

test('la clé maître tourne pendant que l’on lit, deux opérateurs à la fois ; la clé d’index ne change pas', async () => {
  const [a, b] = [processus(), processus()];
  const ids = await deposer(a, 931, 20);
  nouvelleMaitre();
  let enMarche = true;
  const charge = (async () => {
    while (enMarche) for (const id of ids) await commander(processus(), id);
  })();
  const faites = await Promise.all([a.rotation.tournerMaitre(ACTEUR), b.rotation.tournerMaitre(ACTEUR)]);
  expect(faites[0]! + faites[1]!).toBeGreaterThanOrEqual(5);
  enMarche = false;
  await charge;
  expect(await a.rotation.etat()).toMatchObject({ courante: 'fichier:2', aReenvelopper: 0 });
  expect(await a.rotation.tournerMaitre(ACTEUR)).toBe(0);
  const cle = (await new Secrets().ouvrir(s.db, cleDepuisFichier(fichier), ['commandes'])).cle('commandes');
  expect(cle.equals(cleCommandes)).toBe(true);
  const { versions } = trousseauMaitre();
  ecrireTrousseauMaitre(fichier, { courante: 2, versions: { 2: versions['2']! } });
  for (const id of ids) expect(await commander(processus(), id)).toBe(`secret de ${id}`);
});

test('tuée net au milieu, la rotation reprend où elle en était et finit', async () => {
  const p = processus();
  const ids = await deposer(p, 941, 1_500);
  await p.rotation.nouvelleVersion(ACTEUR, 941, 'rotation-tuee');
  const tue = await new Db('prestations', s.adresses.url).ouvrir();
  const rotation = processus(tue).rotation;
  const marche = rotation.suivre(941).then(() => 'finie', () => 'tuee');
  while ((await etatDe(p, 941)).anciennes >= 1_500) await new Promise((ok) => setTimeout(ok, 2));
  await s.voir('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
  const sort = await marche;
  await tue.fermer();
  // Its own connections died too: the pool finds it out at the next question.
  await jusqua(() => etatDe(p, 941).then(() => true, () => false));
  const { anciennes } = await etatDe(p, 941);
  expect(sort === 'finie' ? anciennes === 0 : anciennes > 0).toBe(true);
  await p.rotation.suivre(941);
  expect((await etatDe(p, 941)).anciennes).toBe(0);
  for (const id of ids.slice(0, 50)) expect(await commander(p, id)).toBe(`secret de ${id}`);
}, 60_000);
