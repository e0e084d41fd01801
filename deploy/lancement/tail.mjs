// Shows the messages of a topic with the class of each field: npm run tail -- sm.prestations.dossier.v1 [--depuis N|debut] [--part P] [--suivre] [--json] [--clair] [--service S]
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { node24 } from './preparer.mjs';
import { enJson, enTexte } from './tail-texte.mjs';

const racine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const charger = createRequire(path.join(racine, 'libs', 'platform', 'package.json'));
const USAGE = 'Usage : npm run tail -- <topic> [--depuis N|debut] [--part P] [--suivre] [--json] [--clair] [--service organisation|repertoire|prestations|pilotage]';

/** A failure told in a sentence, with its exit code: 1 refused, 2 misused, 3 nothing runs. */
class Arret extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function entier(nom, texte, min, max) {
  if (!/^\d{1,15}$/.test(texte) || Number(texte) < min || Number(texte) > max) throw new Arret(2, `--${nom} attend un entier de ${min} à ${max}.\n${USAGE}`);
  return Number(texte);
}

/** What the command line asks for. @throws Arret when it cannot be understood */
export function lireArguments(args) {
  let lus;
  try {
    lus = parseArgs({ args, allowPositionals: true, options: { depuis: { type: 'string' }, part: { type: 'string' }, suivre: { type: 'boolean' }, json: { type: 'boolean' }, clair: { type: 'boolean' }, service: { type: 'string' } } });
  } catch {
    throw new Arret(2, USAGE);
  }
  const { depuis, part, suivre = false, json = false, clair = false, service } = lus.values;
  if (lus.positionals.length !== 1 || (service !== undefined && !/^[a-z]{1,30}$/.test(service))) throw new Arret(2, USAGE);
  const debut = depuis === undefined ? {} : { depuis: depuis === 'debut' ? 1 : entier('depuis', depuis, 1, Number.MAX_SAFE_INTEGER) };
  return { topic: lus.positionals[0], demande: { ...debut, ...(part === undefined ? {} : { part: entier('part', part, 0, 7) }), suivre }, json, clair, service };
}

function lireFichier(dossier, nom) {
  try {
    return fs.readFileSync(path.join(dossier, nom), 'utf8').trim();
  } catch (e) {
    throw new Arret(3, e.code === 'EACCES' ? `Ce compte ne peut lire ${path.join(dossier, nom)}.` : 'Aucune plateforme n’a encore tourné ici : démarrez-la avec « npm start ».');
  }
}

/** Address of a service's numbered log in the embedded base, as the reader who sees its public columns and nothing else. */
function adresseLecteur(service) {
  const { dossierEtatDe } = charger('@sm/platform/postgres');
  const dossier = process.env.SM_ETAT || dossierEtatDe(racine);
  const secrets = JSON.parse(lireFichier(dossier, 'secrets.json'));
  const mdp = secrets.bases?.[service]?.lecteur;
  if (!mdp) throw new Arret(2, `Le service ${service} n’a pas de base ici.`);
  return `postgres://sm_${service}_lecteur:${encodeURIComponent(mdp)}@127.0.0.1:${lireFichier(dossier, 'postgres.port')}/sm_${service}`;
}

/** The messages asked for, from Kafka where brokers are configured, else from the embedded log. */
function ouvrir({ topic, demande, service }, contrat, arret) {
  const plateforme = charger('@sm/platform');
  if (process.env.SM_KAFKA_COURTIERS) return plateforme.lireKafka(process.env, topic, { ...demande, arret });
  const nom = service ?? contrat.service;
  return plateforme.lireEmbarque({ service: nom, urlLecteur: adresseLecteur(nom) }, topic, { ...demande, arret });
}

const injoignable = (e) => (e.code === 'ECONNREFUSED' || e.code === '57P03' ? new Arret(3, 'La base de la plateforme ne répond pas. Démarrez la plateforme avec « npm start ».') : e);

async function montrer(options) {
  const { TOPICS, inspecter } = charger('@sm/contracts');
  const contrat = TOPICS[options.topic];
  if (!contrat) throw new Arret(2, `Topic inconnu : ${options.topic}. Topics : ${Object.keys(TOPICS).sort().join(', ')}.`);
  const arret = new globalThis.AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => arret.abort());
  process.stdout.on('error', (e) => (e.code === 'EPIPE' ? process.exit(0) : process.exit(1)));
  const rendre = options.json ? enJson : enTexte;
  const presentation = { clair: options.clair, cleOuverte: ['AGREGATS', 'ADMINISTRATIF'].includes(contrat.plafond) };
  for await (const m of ouvrir(options, contrat, arret.signal)) {
    if (!process.stdout.write(`${rendre(m, lire(inspecter, options.topic, m), presentation)}\n`)) await new Promise((suite) => process.stdout.once('drain', suite));
  }
}

/** A message that cannot be read is shown by its envelope alone. */
function lire(inspecter, topic, m) {
  try {
    return inspecter(topic, m.donnees);
  } catch {
    return { type: 'illisible', scelle: false, champs: [], inconnus: 0 };
  }
}

/** The compiled platform wants the project's Node: the same command again, on it. */
function relancer() {
  if (!fs.existsSync(node24)) throw new Arret(3, 'Ce clone n’a encore rien installé : lancez « npm start » une fois.');
  const enfant = spawn(node24, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || enfant.kill(signal));
  return new Promise((resolve, reject) => {
    enfant.once('error', reject);
    enfant.once('exit', (code) => resolve((process.exitCode = code ?? 1)));
  });
}

async function executer() {
  const options = lireArguments(process.argv.slice(2));
  if (Number(process.versions.node.split('.')[0]) < 24) return relancer();
  if (!fs.existsSync(path.join(racine, 'libs', 'platform', 'dist', 'index.js'))) throw new Arret(3, 'La plateforme n’est pas compilée : lancez « npm start » une fois.');
  return montrer(options).catch((e) => {
    throw injoignable(e);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] || '').href) {
  try {
    await executer();
  } catch (e) {
    console.error(e instanceof Arret ? e.message : e);
    process.exitCode = e instanceof Arret ? e.code : 1;
  }
}
