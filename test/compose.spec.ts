import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';

interface Conteneur {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly args: { readonly SERVICE: string } };
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[] | Readonly<Record<string, unknown>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly deploy: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
}
interface Compose {
  readonly services: Readonly<Record<string, Conteneur>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

jest.setTimeout(60_000);
const racine = join(__dirname, '..');
const lire = (fichier: string): string => readFileSync(join(racine, fichier), 'utf8');
const compose = parse(lire('deploy/compose/compose.yaml'), { merge: true }) as Compose;
const conteneurs = Object.entries(compose.services);
const notres = conteneurs.filter(([, c]) => c.build).map(([nom, c]) => [nom, c, c.build?.args.SERVICE ?? ''] as const);
const dockerfile = lire('deploy/Dockerfile');
const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) => (sources ?? '').split(' '));

const secrets = mkdtempSync(join(tmpdir(), 'sm-compose-'));
const tirer = (): void => void execFileSync(process.execPath, [join(racine, 'deploy/compose/secrets.mjs')], { env: { ...process.env, SM_COMPOSE_SECRETS: secrets } });
const variablesDe = (fichier: string): Record<string, string> =>
  Object.fromEntries(readFileSync(join(secrets, fichier.replace(/^secrets\//, '')), 'utf8').trim().split('\n').map((l) => [l.slice(0, l.indexOf('=')), l.slice(l.indexOf('=') + 1)]));

/** What the container would receive, its mounted secrets read where they were drawn. */
function environnement({ environment = {}, env_file = [] }: Conteneur): Record<string, string> {
  const tout = Object.assign({}, ...env_file.map(variablesDe), environment) as Record<string, string>;
  return Object.fromEntries(Object.entries(tout).map(([nom, v]) => [nom, String(v).replace(/^\/run\/secrets\/(.+)$/, (_, s: string) => join(secrets, (compose.secrets[s]?.file ?? '').replace(/^secrets\//, '')))]));
}

const nomsDeclares = (dossier: string): string[] => globSync(`${dossier}/src/**/*.ts`, { cwd: racine }).flatMap((f) => [...lire(f).matchAll(/(?:@Variable\('|env\['|exiger\(')(SM_[A-Z_]+)'/g)].map(([, nom]) => nom ?? ''));

beforeAll(tirer);
afterAll(() => rmSync(secrets, { recursive: true }));

test('chaque conteneur a une image figée, un réseau, des bornes, et trouve ce qu’il nomme', () => {
  for (const [, c] of conteneurs) {
    expect(c.image).toMatch(/^[a-z/-]+:\d+\.\d+(\.\d+)?$/);
    expect(Array.isArray(c.networks) ? c.networks : Object.keys(c.networks)).toEqual(['interne']);
    expect(c.deploy.resources.limits).toEqual({ cpus: expect.any(String), memory: expect.stringMatching(/^\d+[mg]$/) });
    for (const port of c.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const volume of c.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    for (const secret of c.secrets ?? []) expect(Object.keys(compose.secrets)).toContain(secret);
    for (const autre of Object.keys(c.depends_on ?? {})) {
      expect(compose.services[autre]).toBeDefined();
      expect(compose.services[autre]?.profiles ?? c.profiles).toEqual(expect.arrayContaining([...(c.profiles ?? [])]));
    }
  }
  expect(new Set(conteneurs.flatMap(([, c]) => c.profiles ?? []))).toEqual(new Set(['embarque', 'kafka', 'services']));
});

test('chaque image se construit d’un service qui existe, et les paquets qu’elle atteint suffisent à ses imports', async () => {
  const { atteints } = (await import(pathToFileURL(join(racine, 'deploy/compose/assembler.mjs')).href)) as { atteints(service: string): string[] };
  expect(() => atteints('kernel')).toThrow('« kernel »');
  const dossierDe = new Map(globSync('{libs/*,services/*/*,deploy/*}/package.json', { cwd: racine }).map((f) => [(JSON.parse(lire(f)) as { name: string }).name, dirname(f)]));
  for (const [, c, service] of notres) {
    expect(existsSync(join(racine, 'deploy/compose', c.build?.context ?? '', c.build?.dockerfile ?? ''))).toBe(true);
    const dossiers = atteints(service);
    const sources = dossiers.flatMap((d) => globSync(`${d}/src/**/*.ts`, { cwd: racine })).filter((f) => !f.endsWith('.spec.ts'));
    const importes = new Set(sources.flatMap((f) => [...lire(f).matchAll(/from '(@sm\/[a-z-]+)/g)].map(([, nom]) => dossierDe.get(nom ?? ''))));
    expect([...importes].filter((d) => !d || !dossiers.includes(d))).toEqual([]);
    expect(dossiers).not.toContain('libs/testing');
    const script = c.command?.find((mot) => mot.includes('/dist/'));
    if (script) expect(existsSync(join(racine, script.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
  }
});

test.each(notres)('les variables de %s existent, et son processus les accepte', (nom, c, service) => {
  const dossiers = ['libs/platform', service === 'tranche' ? 'deploy/tranche' : `services/${service}/app`];
  const connues = new Set([...dossiers.flatMap(nomsDeclares), 'DATABASE_URL', 'NODE_ENV']);
  const env = environnement(c);
  expect(Object.keys(env).filter((variable) => !connues.has(variable))).toEqual([]);
  if (service === 'tranche' || nom === 'portail') return;
  const depart = spawnSync(process.execPath, [join(racine, `services/${service}/app/dist/main.js`)], { env: { ...env, SM_PORT: '0', SM_HOTE: '127.0.0.1', PATH: process.env['PATH'] }, encoding: 'utf8', timeout: 4_000 });
  expect(`${depart.stdout}${depart.stderr}`).not.toMatch(/Configuration refusée|SyntaxError|Cannot find module/);
});

test('les secrets se tirent une fois, et aucun n’est dans le dépôt', () => {
  const avant = readdirSync(secrets).map((f) => readFileSync(join(secrets, f), 'utf8'));
  tirer();
  expect(readdirSync(secrets).map((f) => readFileSync(join(secrets, f), 'utf8'))).toEqual(avant);
  for (const { file } of Object.values(compose.secrets)) expect(existsSync(join(secrets, file.replace(/^secrets\//, '')))).toBe(true);
  expect(lire('.gitignore').split('\n')).toContain('deploy/compose/secrets/');
  for (const s of ['organisation', 'repertoire', 'prestations', 'pilotage']) {
    const { SM_URL_BASE: base = '', SM_URL_BASE_PROPRIETAIRE: proprietaire = '' } = variablesDe(`${s}.env`);
    expect([new URL(base), new URL(proprietaire)].map((u) => `${u.username} ${u.pathname}`)).toEqual([`sm_${s} /sm_${s}`, `sm_${s}_proprietaire /sm_${s}`]);
  }
  expect(conteneurs.flatMap(([, c]) => Object.keys(c.environment ?? {})).filter((v) => /SECRET|PASSWORD$|MOT_DE_PASSE|^SM_CLE_MAITRE$/.test(v))).toEqual([]);
});

test('le Dockerfile copie ce qui existe, et tous les manifestes que l’installation demande', () => {
  for (const source of copies) expect(existsSync(join(racine, source))).toBe(true);
  const manifestes = (JSON.parse(lire('package.json')) as { workspaces: string[] }).workspaces.flatMap((motif) => globSync(`${motif}/package.json`, { cwd: racine }));
  expect(copies.filter((s) => s.endsWith('/package.json')).sort()).toEqual(manifestes.sort());
  const ignores = lire('deploy/Dockerfile.dockerignore').split('\n');
  expect(copies.filter((s) => !s.includes('/')).filter((s) => !ignores.includes(`!${s}`))).toEqual([]);
});

test('le Dockerfile part d’une image figée, sans outil de développement, sans root, avec un contrôle de santé', () => {
  expect(dockerfile).toMatch(/^ARG NODE=node:24\.\d+\.\d+-bookworm-slim$/m);
  const finale = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  expect(finale).toContain('COPY --from=dependances /app/node_modules node_modules');
  expect(finale).toMatch(/^USER node$/m);
  expect(finale).toMatch(/^ENV NODE_ENV=production$/m);
  expect(finale).toMatch(/^HEALTHCHECK .*"sante\.cjs"/m);
  expect(dockerfile).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
  expect(statSync(join(racine, 'deploy/compose/assembler.mjs')).isFile()).toBe(true);
});
