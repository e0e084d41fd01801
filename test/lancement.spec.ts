import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

jest.setTimeout(60_000);
const racine = join(__dirname, '..');
let clone: string;

/** A stand-in for npm: writes down how it was called and lays what the launch needs, or fails. */
const NPM = `#!/bin/sh
echo "$@" >> "$PWD/appels"
[ -e "$PWD/panne" ] && exit 1
mkdir -p node_modules/@swc node_modules/${process.platform === 'darwin' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}/bin
ln -sf "${process.execPath}" node_modules/${process.platform === 'darwin' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}/bin/node
for p in core types counter core-${process.platform}-${process.arch} core-linux-${process.arch}-gnu; do ln -sfn "${racine}/node_modules/@swc/$p" node_modules/@swc/$p; done
`;

const MAIN = `process.on('SIGTERM', () => process.exit(7));
console.log('prete', JSON.stringify(process.argv.slice(2)), process.version);
setTimeout(() => process.exit(3), process.argv.includes('--bref') ? 0 : 30000);
`;

const environnement = (): NodeJS.ProcessEnv => ({ HOME: clone, PATH: `${join(clone, 'outils')}:${dirname(process.execPath)}:/usr/bin:/bin` });
const lancer = (script: string, ...args: string[]): { status: number | null; texte: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'deploy/lancement', script), ...args], { env: environnement(), encoding: 'utf8' });
  return { status, texte: stdout + stderr };
};
const appels = (): string[] => (existsSync(join(clone, 'appels')) ? readFileSync(join(clone, 'appels'), 'utf8').trim().split('\n') : []);

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'sm-clone-'));
  chmodSync(clone, 0o700);
  for (const fichier of ['package.json', 'package-lock.json', '.npmrc', '.swcrc', 'deploy/lancement']) cpSync(join(racine, fichier), join(clone, fichier), { recursive: true });
  mkdirSync(join(clone, 'outils'));
  writeFileSync(join(clone, 'outils/npm'), NPM, { mode: 0o755 });
  mkdirSync(join(clone, 'deploy/tranche/dist'), { recursive: true });
  writeFileSync(join(clone, 'deploy/tranche/dist/main.js'), MAIN);
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

test('le premier lancement installe sans script, les suivants ne font rien, un verrou changé réinstalle', () => {
  expect(lancer('preparer.mjs')).toMatchObject({ status: 0 });
  expect(appels()).toEqual([expect.stringMatching(/^ci --ignore-scripts .*--include=optional/)]);
  expect(execFileSync(join(clone, 'node_modules/.bin/node'), ['--version'], { encoding: 'utf8' })).toMatch(/^v24\./);
  lancer('preparer.mjs');
  expect(appels()).toHaveLength(1);
  appendFileSync(join(clone, 'package-lock.json'), '\n');
  lancer('preparer.mjs');
  expect(appels()).toHaveLength(2);
});

test('la tranche reçoit les arguments, et son code de sortie est rendu', () => {
  const { status, texte } = lancer('demarrer.mjs', '--bref', '--port', '8081');
  expect(texte).toMatch(/prete \["--bref","--port","8081","--portefeuille","--activite"\] v24\./);
  expect(status).toBe(3);
});

test.each([
  [['--sans-activite'], ['--portefeuille']], [['--sans-portefeuille', '--kafka'], ['--kafka']], [['--sans-echantillon'], ['--sans-echantillon']],
])('la démonstration vit, sauf demande contraire : %j', (demande, recu) => {
  expect(lancer('demarrer.mjs', ...demande).texte).toContain(`prete ${JSON.stringify(recu)} `);
});

test('un signal passe à la tranche', async () => {
  lancer('preparer.mjs');
  const enfant = spawn(process.execPath, [join(clone, 'deploy/lancement/demarrer.mjs')], { env: environnement(), stdio: ['ignore', 'pipe', 'inherit'] });
  const fin = new Promise((resolve) => enfant.once('exit', resolve));
  for await (const morceau of enfant.stdout) if (String(morceau).includes('prete')) enfant.kill('SIGTERM');
  expect(await fin).toBe(7);
});

test('une installation qui échoue se dit en une phrase, et la suivante recommence', () => {
  writeFileSync(join(clone, 'panne'), '');
  const { status, texte } = lancer('preparer.mjs');
  expect(status).toBe(1);
  expect(texte).toContain('« npm ci » a échoué (code 1)');
  expect(texte).not.toContain('    at ');
  rmSync(join(clone, 'panne'));
  expect(lancer('preparer.mjs').status).toBe(0);
});

test('le verrou d’une préparation tuée est repris', () => {
  const mort = spawnSync('true').pid;
  writeFileSync(join(clone, '.preparation'), String(mort));
  expect(lancer('preparer.mjs').status).toBe(0);
  expect(existsSync(join(clone, '.preparation'))).toBe(false);
});

test('une étape de test inconnue est refusée avec la liste des étapes', () => {
  const { status, texte } = lancer('tester.mjs', '--only=tout');
  expect(status).toBe(1);
  expect(texte).toContain('Étape inconnue « tout ». Étapes : types, lint, unite, integration, scenarios, navigateur, scenarios-kafka, scenarios-services.');
});

test('un lien laissé pendant vers l’ancien Node est refait', () => {
  lancer('preparer.mjs');
  rmSync(join(clone, 'node_modules/.bin/node'));
  symlinkSync('../absent/node', join(clone, 'node_modules/.bin/node'));
  expect(lancer('preparer.mjs').status).toBe(0);
  expect(execFileSync(join(clone, 'node_modules/.bin/node'), ['--version'], { encoding: 'utf8' })).toMatch(/^v24\./);
});
