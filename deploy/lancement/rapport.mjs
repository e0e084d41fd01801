// Prints the yearly report of a unit, asked of the running platform: npm run report -- --unite ELSM-931 --annee 2016 [--format texte|json|csv|html]
import fs from 'fs';
import { createRequire } from 'module';
import path from 'path';
import { fileURLToPath } from 'url';
import { rapportEnTexte } from './rapport-texte.mjs';

const racine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const FORMATS = ['texte', 'json', 'csv', 'html'];
const USAGE = 'Usage : npm run report -- --unite ELSM-931 --annee 2016 [--format texte|json|csv|html]';
const DELAI_MS = 30_000;

/** A failure told in a sentence, with its exit code: 1 refused, 2 misused, 3 nothing runs. */
class Arret extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const rienNeTourne = (detail) => new Arret(3, `La plateforme ne répond pas${detail ? ` (${detail})` : ''}. Démarrez-la avec « npm start », ou désignez-la par SM_URL.`);

function lireArguments(args) {
  const lus = { format: 'texte' };
  for (let i = 0; i < args.length; i += 2) {
    const nom = (args[i] || '').replace(/^--/, '');
    if (!['unite', 'annee', 'format'].includes(nom) || args[i + 1] === undefined) throw new Arret(2, USAGE);
    lus[nom] = args[i + 1];
  }
  if (!/^[A-Z0-9-]{2,32}$/.test(lus.unite || '') || !/^\d{4}$/.test(lus.annee || '') || !FORMATS.includes(lus.format)) throw new Arret(2, USAGE);
  return lus;
}

/** The file that the host writes in the state folder, found by the platform's own rule; null when there is none. */
function etatEnCours() {
  const regle = path.join(racine, 'libs', 'platform', 'dist', 'postgres', 'etat.js');
  if (!process.env.SM_ETAT && !fs.existsSync(regle)) return null;
  const dossier = process.env.SM_ETAT || createRequire(import.meta.url)(regle).dossierEtatDe(racine);
  const fichier = path.join(dossier, 'plateforme.json');
  try {
    return JSON.parse(fs.readFileSync(fichier, 'utf8'));
  } catch (e) {
    if (e.code === 'ENOENT') return null;
    throw new Arret(3, `Le fichier ${fichier} est illisible : ${e.code || 'ce n’est pas du JSON'}.`);
  }
}

/** Accounts of the state file: the one meant for reports ({ client, secret }), then those listed as { nom: secret } or { nom: { id, secret } }. */
function comptes({ client, secret, clients } = {}) {
  const listes = Object.entries(clients || {}).map(([nom, c]) => (typeof c === 'string' ? { id: nom, secret: c } : { id: c.id || nom, secret: c.secret }));
  return client ? [{ id: client, secret }, ...listes] : listes.sort((a, b) => Number(b.id === 'rapport') - Number(a.id === 'rapport'));
}

function trouverPlateforme() {
  const { SM_URL, SM_CLIENT_ID, SM_CLIENT_SECRET } = process.env;
  const etat = (SM_URL && SM_CLIENT_ID && SM_CLIENT_SECRET ? null : etatEnCours()) || {};
  const url = SM_URL || etat.url;
  if (!url) throw rienNeTourne();
  const connu = comptes(etat).find((c) => !SM_CLIENT_ID || c.id === SM_CLIENT_ID) || {};
  const compte = { id: SM_CLIENT_ID || connu.id, secret: SM_CLIENT_SECRET || connu.secret };
  if (!compte.id || !compte.secret) throw new Arret(1, 'Aucun compte pour lire le rapport : donnez SM_CLIENT_ID et SM_CLIENT_SECRET.');
  return { url: url.replace(/\/$/, ''), compte };
}

async function appeler(adresse, options) {
  try {
    return await fetch(adresse, { ...options, redirect: 'error', signal: globalThis.AbortSignal.timeout(DELAI_MS) });
  } catch (e) {
    const code = e.cause && e.cause.code;
    throw rienNeTourne(code || (e.name === 'TimeoutError' ? 'délai dépassé' : new URL(adresse).origin));
  }
}

async function demanderJeton(url, { id, secret }) {
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
  const reponse = await appeler(`${url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: 'grant_type=client_credentials&resource=urn%3Asm%3Aapi',
  });
  const corps = await reponse.json().catch(() => ({}));
  if (!reponse.ok || !corps.access_token) throw new Arret(1, `Le compte ${id} est refusé (${corps.error || reponse.status}).`);
  return corps.access_token;
}

async function lireRapport({ unite, annee, format }) {
  const { url, compte } = trouverPlateforme();
  const jeton = await demanderJeton(url, compte);
  const voulu = format === 'texte' ? 'json' : format;
  const reponse = await appeler(`${url}/api/pilotage/rapports/${unite}/${annee}?format=${voulu}`, { headers: { authorization: `Bearer ${jeton}` } });
  if (!reponse.ok) {
    const probleme = await reponse.json().catch(() => ({}));
    throw new Arret(reponse.status >= 500 ? 3 : 1, probleme.title || `La plateforme a répondu ${reponse.status}.`);
  }
  // The BOM of the CSV is part of the file: `text()` would drop it.
  if (format === 'csv') return Buffer.from(await reponse.arrayBuffer());
  const texte = await reponse.text();
  return format === 'texte' ? rapportEnTexte(JSON.parse(texte)) : format === 'json' ? `${JSON.stringify(JSON.parse(texte), null, 2)}\n` : texte;
}

try {
  process.stdout.write(await lireRapport(lireArguments(process.argv.slice(2))));
} catch (e) {
  console.error(e instanceof Arret ? e.message : e);
  process.exitCode = e instanceof Arret ? e.code : 1;
}
