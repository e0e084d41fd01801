import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prendreVerrou, sousVerrou } from './verrou';

let dossier: string;
let fichier: string;

beforeEach(() => {
  dossier = mkdtempSync(join(tmpdir(), 'sm-verrou-'));
  fichier = join(dossier, 'hote.verrou');
});
afterEach(() => rmSync(dossier, { recursive: true }));

test('le second apprend qui tient le verrou et à quelle adresse il répond', () => {
  const premier = prendreVerrou(fichier);
  if (!premier.obtenu) throw new Error('le verrou devait être libre');
  premier.annoncer('http://127.0.0.1:8080');
  expect(prendreVerrou(fichier)).toMatchObject({ obtenu: false, tenant: { pid: process.pid, adresse: 'http://127.0.0.1:8080' } });
  premier.liberer();
  expect(existsSync(fichier)).toBe(false);
});

test.each([
  ['d’un processus mort', () => ({ pid: spawnSync('true').pid, naissance: '1', adresse: null })],
  ['d’un processus dont le numéro a été donné à un autre', () => ({ pid: process.pid, naissance: 'hier', adresse: null })],
])('le verrou %s est repris', (_, tenant) => {
  writeFileSync(fichier, JSON.stringify(tenant()));
  expect(prendreVerrou(fichier).obtenu).toBe(true);
  expect(JSON.parse(readFileSync(fichier, 'utf8'))).toMatchObject({ pid: process.pid });
});

test('un verrou illisible est repris', () => {
  writeFileSync(fichier, '{');
  expect(prendreVerrou(fichier).obtenu).toBe(true);
});

test('sous un même verrou, un seul travaille à la fois, et l’échec de l’un n’arrête pas l’autre', async () => {
  let ensemble = 0;
  let plus = 0;
  const travail = (echoue: boolean) => async (): Promise<void> => {
    plus = Math.max(plus, ++ensemble);
    await new Promise((resolve) => setTimeout(resolve, 20));
    ensemble--;
    if (echoue) throw new Error('panne');
  };
  const fins = await Promise.allSettled([true, false, false].map((echoue) => sousVerrou(fichier, 5_000, travail(echoue))));
  expect(fins.map((f) => f.status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(plus).toBe(1);
});

test('une attente trop longue se dit', async () => {
  prendreVerrou(fichier);
  await expect(sousVerrou(fichier, 60, async () => undefined)).rejects.toThrow('depuis trop longtemps');
});
