import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vivant } from '@sm/platform/postgres';
import { jusqua } from '@sm/testing';
import { Processus, type OptionsProcessus } from './processus';

/** A service in small: ready at once, gone when its supervisor is, deaf to SIGTERM when asked. */
const ENFANT = `
process.stdout.write('{"msg":"' + process.env.SM_ESSAI + '","ctx":"' + (process.env.SM_AUTRE ?? '') + '"}\\n');
if (process.env.SM_ESSAI === 'panne') { process.stderr.write('essai : SM_PORT : ce port est déjà pris\\n'); process.exit(1); }
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.env.SM_ESSAI === 'sourd' || process.exit(0));
setInterval(() => undefined, 1000);
process.send({ pret: 'http://127.0.0.1:1' });
`;
let dossier: string;
const dits: string[] = [];
const ouverts: Processus[] = [];

beforeEach(() => {
  dossier = mkdtempSync(join(tmpdir(), 'sm-processus-'));
  writeFileSync(join(dossier, 'enfant.cjs'), ENFANT);
  dits.length = 0;
});
afterEach(async () => {
  await Promise.all(ouverts.splice(0).map((p) => p.arreter()));
  rmSync(dossier, { recursive: true, force: true });
});

function creer(mode: string, reste: Partial<OptionsProcessus> = {}): Processus {
  const p = new Processus({
    nom: 'essai', script: join(dossier, 'enfant.cjs'), variables: { SM_ESSAI: mode }, journal: join(dossier, 'journal'), erreurs: join(dossier, 'erreurs'), dire: (t) => void dits.push(t),
    delais: { relanceMs: 20, arretMs: 300 }, ...reste,
  });
  ouverts.push(p);
  return p;
}

test('un enfant tué est relancé, on le dit, et son nouveau numéro est connu', async () => {
  let changements = 0;
  const p = creer('bon', { surRelance: () => void changements++ });
  await p.demarrer();
  for (let i = 1; i <= 3; i++) {
    const { pid } = p;
    process.kill(pid, 'SIGKILL');
    await jusqua(() => dits.length === 2 * i, { delaiMs: 10_000 });
    expect(p.pid).not.toBe(pid);
    expect(dits.slice(-2)).toEqual([expect.stringContaining(`essai (processus ${pid}) s'est arrêté (SIGKILL) : relance dans`), `essai est relancé (processus ${p.pid})`]);
  }
  expect(changements).toBe(3);
});

test('l’arrêt demandé n’est suivi d’aucune relance, même pendant l’attente d’une relance', async () => {
  const p = creer('bon', { delais: { relanceMs: 60_000 } });
  await p.demarrer();
  process.kill(p.pid, 'SIGKILL');
  await jusqua(() => dits.length === 1, { delaiMs: 5000 });
  const { pid } = p;
  await p.arreter();
  expect(p.pid).toBe(pid);
  expect(vivant(pid)).toBe(false);
});

test('un enfant qui n’obéit pas est forcé', async () => {
  const p = creer('sourd');
  await p.demarrer();
  await p.arreter();
  expect(vivant(p.pid)).toBe(false);
  expect(dits).toEqual([]);
});

test('un premier démarrage qui échoue donne la phrase de l’enfant, sans relance', async () => {
  await expect(creer('panne').demarrer()).rejects.toThrow('essai ne démarre pas (code 1) : essai : SM_PORT : ce port est déjà pris');
  expect(dits).toEqual([]);
});

test('un enfant qui ne se dit jamais prêt est arrêté', async () => {
  writeFileSync(join(dossier, 'muet.cjs'), 'setInterval(() => undefined, 1000);');
  await expect(creer('muet', { script: join(dossier, 'muet.cjs'), delais: { demarrageMs: 200 } }).demarrer()).rejects.toThrow('SIGKILL');
});

test('l’enfant ne reçoit de notre environnement que ce qui lui est donné', async () => {
  process.env['SM_AUTRE'] = 'secret';
  await creer('bon').demarrer();
  delete process.env['SM_AUTRE'];
  expect(readFileSync(join(dossier, 'journal'), 'utf8')).toBe('{"msg":"bon","ctx":""}\n');
});
