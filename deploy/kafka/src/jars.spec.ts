import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cheminMaven, dossierJars } from './jars';
import type { Jar, Provenance } from './jars';
import table from './jars.json';

const jar = (nom: string, contenu: string): Jar => ({ jar: `fr.essai:${nom}:1.0`, octets: contenu.length, sha256: createHash('sha256').update(contenu).digest('hex') });
const A = jar('a', 'contenu a');
const B = jar('b', 'contenu b');

let base: string;
let central: Server;
let servis: string[];
let contenus: Record<string, string>;

const provenance = (jars: readonly Jar[]): Provenance => ({ jars, base, depot: join(base, 'depot'), mvn: null, central: `http://127.0.0.1:${(central.address() as AddressInfo).port}` });

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'sm-jars-'));
  servis = [];
  contenus = { [`/${cheminMaven(A)}`]: 'contenu a', [`/${cheminMaven(B)}`]: 'contenu b' };
  central = createServer((q, r) => {
    servis.push(q.url ?? '');
    const contenu = contenus[q.url ?? ''];
    r.writeHead(contenu === undefined ? 404 : 200).end(contenu);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => central.once('listening', resolve));
});
afterEach(() => {
  central.close();
  rmSync(base, { recursive: true });
});

test('deux démarrages à la fois ne prennent chaque archive qu’une fois, et le suivant n’en prend aucune', async () => {
  const [un, deux] = await Promise.all([dossierJars(undefined, provenance([A, B])), dossierJars(undefined, provenance([A, B]))]);
  expect(un).toBe(deux);
  expect(readdirSync(un).sort()).toEqual(['a-1.0.jar', 'b-1.0.jar']);
  await dossierJars(undefined, provenance([A, B]));
  expect(servis).toHaveLength(2);
});

test('une archive altérée est refusée, et rien n’en reste', async () => {
  contenus[`/${cheminMaven(B)}`] = 'contenu piégé';
  await expect(dossierJars(undefined, provenance([A, B]))).rejects.toThrow(/b-1\.0\.jar : empreinte différente/);
  expect(readdirSync(join(base, 'kafka'))).toEqual([]);
});

test('le dépôt local sert d’abord, sauf ce qui n’y a pas la bonne empreinte', async () => {
  for (const [j, contenu] of [[A, 'contenu a'], [B, 'abîmé']] as const) {
    mkdirSync(dirname(join(base, 'depot', cheminMaven(j))), { recursive: true });
    writeFileSync(join(base, 'depot', cheminMaven(j)), contenu);
  }
  const dossier = await dossierJars(undefined, provenance([A, B]));
  expect(servis).toEqual([`/${cheminMaven(B)}`]);
  expect(readFileSync(join(dossier, 'b-1.0.jar'), 'utf8')).toBe('contenu b');
});

test('une prise interrompue n’est jamais reprise telle quelle', async () => {
  const dossier = await dossierJars(undefined, provenance([A]));
  rmSync(dossier, { recursive: true });
  mkdirSync(`${dossier}.ebauche-1`);
  writeFileSync(join(`${dossier}.ebauche-1`, 'a-1.0.jar'), 'moitié');
  expect(readFileSync(join(await dossierJars(undefined, provenance([A])), 'a-1.0.jar'), 'utf8')).toBe('contenu a');
  expect(existsSync(`${dossier}.ebauche-1`)).toBe(false);
});

test('la table fige version et empreinte de chaque archive, le courtier et sa journalisation compris', () => {
  for (const { jar: nom, octets, sha256 } of table) {
    expect(nom).toMatch(/^[a-z0-9._-]+:[A-Za-z0-9._-]+:\d[\w.-]*$/);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(octets).toBeGreaterThan(0);
  }
  const noms = table.map((j) => j.jar);
  expect(noms).toEqual(expect.arrayContaining(['org.apache.kafka:kafka_2.13:4.3.1', 'org.apache.logging.log4j:log4j-slf4j-impl:2.25.4']));
  expect(new Set(noms.map((n) => n.split(':').slice(0, 2).join(':'))).size).toBe(noms.length);
});
