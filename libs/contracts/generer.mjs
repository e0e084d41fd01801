// Generates src/gen from proto/ with buf and the local protoc-gen-es plugin, offline; does nothing when nothing changed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ici = dirname(fileURLToPath(import.meta.url));
const racine = join(ici, '..', '..');
const proto = join(racine, 'proto');
const gen = join(ici, 'src', 'gen');
const bin = join(racine, 'node_modules', '.bin');

const lister = (dossier, prefixe = '') =>
  readdirSync(join(dossier, prefixe), { withFileTypes: true })
    .flatMap((e) => (e.isDirectory() ? lister(dossier, `${prefixe}${e.name}/`) : [`${prefixe}${e.name}`]))
    .sort();

const sources = () => ['buf.yaml', 'buf.gen.yaml', ...lister(proto, 'sm/')].map((f) => join(proto, f));

function empreinte() {
  const h = createHash('sha256');
  for (const paquet of ['buf', 'protobuf', 'protoc-gen-es']) {
    h.update(JSON.parse(readFileSync(join(racine, 'node_modules', '@bufbuild', paquet, 'package.json'), 'utf8')).version);
  }
  for (const f of [fileURLToPath(import.meta.url), ...sources()]) h.update(f.slice(racine.length)).update('\0').update(readFileSync(f)).update('\0');
  return h.digest('hex');
}

function aJour(attendue) {
  const registre = join(gen, 'registre.ts');
  return existsSync(registre) && readFileSync(registre, 'utf8').startsWith(`// ${attendue}\n`);
}

/** Runs buf with the Node of node_modules first on the PATH: the plugin needs Node 22 or later, the caller may be older. */
export function buf(args, options = {}) {
  const node = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
  const env = { ...process.env, NODE_OPTIONS: '', PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, BUF_CACHE_DIR: join(racine, 'node_modules', '.cache', 'buf') };
  return execFileSync(existsSync(node) ? node : process.execPath, [join(racine, 'node_modules', '@bufbuild', 'buf', 'bin', 'buf'), ...args], {
    cwd: racine, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26, ...options,
  });
}

/** The topics, read from the options of the descriptors, as static types and as the list of files to load. */
function registre(signature, dossier) {
  const image = JSON.parse(buf(['build', 'proto', '-o', '-#format=json']));
  const fichiers = lister(dossier).map((f) => f.replace(/\.ts$/, ''));
  const topics = image.file.flatMap((f) =>
    (f.messageType ?? []).flatMap((m) => {
      const nom = m.options?.['[sm.commun.v1.topic]']?.nom;
      return nom ? [{ nom, message: m.name, fichier: f.name.replace(/\.proto$/, '_pb') }] : [];
    }),
  );
  const variable = (f) => `file_${f.replace(/_pb$/, '').replace(/[^a-z0-9]/gi, '_')}`;
  return [
    `// ${signature}`,
    '/* eslint-disable */',
    ...fichiers.map((f) => `import { ${variable(f)} } from './${f}';`),
    ...topics.map((t) => `import type { ${t.message} } from './${t.fichier}';`),
    '',
    `export const fichiers = [${fichiers.map(variable).join(', ')}];`,
    'export interface Racines {',
    ...topics.map((t) => `  '${t.nom}': ${t.message};`),
    '}',
    '',
  ].join('\n');
}

/** Brings src/gen up to date. Returns true when it had to generate. */
export function generer() {
  const signature = empreinte();
  if (aJour(signature)) return false;
  const tmp = mkdtempSync(join(ici, '.gen-'));
  try {
    buf(['generate', 'proto', '--template', 'proto/buf.gen.yaml', '-o', tmp]);
    writeFileSync(join(tmp, 'gen', 'registre.ts'), registre(signature, join(tmp, 'gen')));
    if (aJour(signature)) return false;
    rmSync(gen, { recursive: true, force: true });
    renameSync(join(tmp, 'gen'), gen);
  } catch (erreur) {
    // Another process may have generated the same files meanwhile.
    if (!aJour(signature)) throw erreur;
  } finally {
    rmSync(tmp, { recursive: true, force: true });
  }
  return true;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) console.log(generer() ? 'contrats générés' : 'contrats à jour');
