// A simulated caisse beside the running platform: npm run activite -- [--periode 5] [--ouvertes 150] [--demandes N] [--duree SECONDES]
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mener } from './enfant.mjs';

const racine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const charger = createRequire(import.meta.url);
const USAGE = 'Usage : npm run activite -- [--periode 5] [--ouvertes 150] [--demandes N] [--duree SECONDES]';

/** A failure told in a sentence, with its exit code: 1 refused, 2 misused, 3 nothing runs. */
class Arret extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function nombre(nom, texte, min) {
  if (texte === undefined) return {};
  const n = Number(texte);
  if (!Number.isFinite(n) || n < min) throw new Arret(2, `--${nom} attend un nombre d'au moins ${min}.\n${USAGE}`);
  return { [nom]: n };
}

function lireArguments(args) {
  try {
    const texte = { type: 'string' };
    const { values } = parseArgs({ args, options: { periode: texte, ouvertes: texte, demandes: texte, duree: texte } });
    return { ...nombre('periode', values.periode, 0.1), ...nombre('ouvertes', values.ouvertes, 1), ...nombre('demandes', values.demandes, 0), ...nombre('duree', values.duree, 1) };
  } catch (e) {
    throw e instanceof Arret ? e : new Arret(2, USAGE);
  }
}

/** State of the running platform, which says its address and the accounts of the simulation. */
function plateforme() {
  const regle = path.join(racine, 'libs', 'platform', 'dist', 'postgres', 'etat.js');
  if (!process.env.SM_ETAT && !fs.existsSync(regle)) throw new Arret(3, 'La plateforme n’a jamais tourné ici : démarrez-la avec « npm start ».');
  const dossier = process.env.SM_ETAT || charger(regle).dossierEtatDe(racine);
  try {
    return { dossier, ...JSON.parse(fs.readFileSync(path.join(dossier, 'plateforme.json'), 'utf8')) };
  } catch (e) {
    throw new Arret(3, e.code === 'ENOENT' ? 'La plateforme ne tourne pas : démarrez-la avec « npm start ».' : 'L’état de la plateforme est illisible.');
  }
}

async function animerIci() {
  const { demandes, duree, ...rythme } = lireArguments(process.argv.slice(2));
  const { dossier, url, activite } = plateforme();
  const { animer, FICHIERS_VIVANTS } = charger(path.join(racine, 'deploy', 'echantillon', 'dist', 'index.js'));
  const assures = path.join(dossier, 'portefeuille', FICHIERS_VIVANTS.assures);
  if (!activite || !fs.existsSync(assures)) throw new Arret(3, 'Le portefeuille vivant n’est pas chargé : démarrez la plateforme par « npm start ».');
  const arret = new globalThis.AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => arret.abort());
  if (duree) setTimeout(() => arret.abort(), 1000 * duree).unref();
  const bilan = await animer({ url, portee: 'api', secrets: activite, assures, dire: console.log, signal: arret.signal, ...rythme, ...(demandes === undefined ? {} : { maximum: demandes }) });
  return Object.keys(bilan.refus).length === 0 ? 0 : 1;
}

if (Number(process.versions.node.split('.')[0]) < 24) await mener(process.argv.slice(1));
else {
  await animerIci().then((code) => (process.exitCode = code), (e) => {
    console.error(e instanceof Arret ? e.message : `activité : ${e.message}`);
    process.exitCode = e instanceof Arret ? e.code : 1;
  });
}
