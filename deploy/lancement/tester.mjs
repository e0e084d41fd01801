import { spawnSync } from 'child_process';
import fs from 'fs';
import path from 'path';
import { Empechement, aborder, node24, preparer, racine } from './preparer.mjs';
import { moyens } from './moyens.mjs';

const PROJETS = { unite: /(?<!\.(?:int|e2e|nav))\.spec\.ts$/, integration: /\.int\.spec\.ts$/, scenarios: /\.e2e\.spec\.ts$/, navigateur: /\.nav\.spec\.ts$/ };
/** The stories again, on the other assemblies; the first run is on the embedded log. */
const REPRISES = { 'scenarios-kafka': 'kafka', 'scenarios-services': 'services' };
const ETAPES = ['types', 'lint', ...Object.keys(PROJETS), ...Object.keys(REPRISES)];
/** Spec files at a time, each worker begun again when it holds too much: in one process, two hundred files slow one another down more than they do side by side. */
const OUVRIERS = ['--maxWorkers=2', '--workerIdleMemoryLimit=1GB'];
const SORTIE = path.join(racine, 'node_modules', '.cache', 'sm-jest.json');

function demandees(args) {
  const choix = args.filter((a) => a.startsWith('--only=')).flatMap((a) => a.slice(7).split(',')).filter(Boolean);
  const inconnue = choix.find((nom) => !ETAPES.includes(nom));
  if (inconnue) throw new Empechement(`Étape inconnue « ${inconnue} ». Étapes : ${ETAPES.join(', ')}.`);
  return choix.length > 0 ? choix : ETAPES;
}

function lancer(script, args, variables = {}) {
  const env = Object.assign({}, process.env, variables, { NODE_OPTIONS: `${process.env.NODE_OPTIONS || ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(), PATH: path.dirname(node24) + path.delimiter + process.env.PATH });
  return spawnSync(node24, [path.join(racine, script)].concat(args), { cwd: racine, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

const OUTILS = {
  types: () => lancer('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json']),
  lint: () => lancer('node_modules/eslint/bin/eslint.js', ['.', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '--cache-strategy', 'content']),
};

function ligne(nom, reussis, echoues, ms, remarque = '') {
  return { nom, reussis, echoues, ms, remarque };
}

function outil(nom) {
  const debut = Date.now();
  const bon = OUTILS[nom]();
  return ligne(nom, bon ? 1 : 0, bon ? 0 : 1, Date.now() - debut);
}

const exiges = () => (process.env.SM_EXIGER || '').split(',').filter(Boolean);

/** Files left out because this machine lacks what they need; SM_EXIGER turns a lack into a failure. */
function manques() {
  return moyens().filter((m) => !m.present).map((m) => Object.assign({ exige: exiges().includes(m.nom) }, m));
}

function jest(projets, absents, variables) {
  const ignores = absents.map((m) => m.motif.source);
  const retenus = projets.filter((p) => !absents.some((m) => m.projet === p));
  if (retenus.length === 0) return { resultats: [], bon: true };
  fs.mkdirSync(path.dirname(SORTIE), { recursive: true });
  fs.rmSync(SORTIE, { force: true });
  const options = ['--selectProjects', ...retenus, ...OUVRIERS, '--passWithNoTests', '--forceExit', '--json', `--outputFile=${SORTIE}`];
  if (ignores.length > 0) options.push('--testPathIgnorePatterns', '/node_modules/', '/dist/', ...ignores);
  const bon = lancer('node_modules/jest/bin/jest.js', options, variables);
  if (!fs.existsSync(SORTIE)) return { resultats: [], bon: false };
  return { resultats: JSON.parse(fs.readFileSync(SORTIE, 'utf8')).testResults, bon };
}

function compter(nom, resultats) {
  const fichiers = resultats.filter((r) => PROJETS[nom].test(r.name));
  const tests = fichiers.flatMap((r) => r.assertionResults);
  const illisibles = fichiers.filter((r) => r.status === 'failed' && !r.assertionResults.some((t) => t.status === 'failed')).length;
  const sautes = tests.filter((t) => t.status !== 'passed' && t.status !== 'failed').length;
  const ms = fichiers.reduce((total, r) => total + r.endTime - r.startTime, 0);
  const echoues = tests.filter((t) => t.status === 'failed').length + illisibles;
  return ligne(nom, tests.filter((t) => t.status === 'passed').length, echoues, ms, sautes > 0 ? `${sautes} test(s) sauté(s)` : '');
}

function essais(projets) {
  const absents = manques().filter((m) => !m.projet || projets.includes(m.projet));
  const { resultats, bon } = jest(projets, absents);
  const lignes = projets.map((nom) => compter(nom, resultats));
  for (const m of absents) lignes.push(ligne(m.nom, 0, m.exige ? 1 : 0, 0, `${m.exige ? 'EXIGÉ mais absent' : 'sauté'} : ${m.raison}`));
  // Jest may fail outside any test: a global setup, a leaked worker, a crash.
  if (!bon && lignes.every((l) => l.echoues === 0)) lignes.push(ligne('jest', 0, 1, 0, "Jest s'est arrêté en erreur hors de tout test"));
  return lignes;
}

/** Every story of the embedded run, on another assembly; what compares the assemblies starts its own hosts and is not run again. */
function reprise(nom, demandee) {
  if (!demandee && !exiges().includes('kafka')) return ligne(nom, 0, 0, 0, `sauté : quatre minutes de plus ; mené par .ci/run, ou par npm test -- --only=${nom}`);
  const manque = manques().find((m) => m.nom === 'kafka');
  if (manque) return ligne(nom, 0, manque.exige ? 1 : 0, 0, `${manque.exige ? 'EXIGÉ mais absent' : 'sauté'} : ${manque.raison}`);
  const { resultats, bon } = jest(['scenarios'], [{ motif: /\.kafka\.e2e\.spec\.ts$/ }], { SM_ASSEMBLAGE: REPRISES[nom] });
  const compte = compter('scenarios', resultats);
  const vide = compte.reussis === 0 || (!bon && compte.echoues === 0);
  return Object.assign(compte, { nom, echoues: compte.echoues + (vide ? 1 : 0), remarque: vide ? "Jest s'est arrêté en erreur hors de tout test" : compte.remarque });
}

function bilan(lignes, debut) {
  console.log('\nBilan');
  for (const { nom, reussis, echoues, ms, remarque } of lignes) {
    console.log(`  ${nom.padEnd(18)} ${String(reussis).padStart(5)} réussis ${String(echoues).padStart(4)} échoués ${(ms / 1000).toFixed(1).padStart(7)} s  ${remarque}`);
  }
  const somme = (champ) => lignes.reduce((total, l) => total + l[champ], 0);
  console.log(`  durée totale ${((Date.now() - debut) / 1000).toFixed(1)} s\n`);
  console.log(`${somme('reussis')} passed, ${somme('echoues')} failed`);
  if (somme('echoues') > 0 || somme('reussis') === 0) process.exitCode = 1;
}

aborder(() => {
  const debut = Date.now();
  const etapes = demandees(process.argv.slice(2));
  preparer();
  const lignes = [ligne('préparation', 0, 0, Date.now() - debut)];
  for (const nom of etapes.filter((e) => OUTILS[e])) lignes.push(outil(nom));
  const projets = etapes.filter((e) => PROJETS[e]);
  if (projets.length > 0) lignes.push(...essais(projets));
  for (const nom of etapes.filter((e) => REPRISES[e])) lignes.push(reprise(nom, process.argv.length > 2));
  bilan(lignes, debut);
});
