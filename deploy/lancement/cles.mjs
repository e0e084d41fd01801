// Operator's commands on keys: npm run cles -- <etat|tourner-maitre|tourner-unite|effacer|sequestrer|restaurer>
import { randomUUID } from 'crypto';
import fs from 'fs';
import { createRequire } from 'module';
import path from 'path';
import { fileURLToPath } from 'url';

const racine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const USAGE = `Usage : npm run cles -- <commande>
  etat                                             versions qui enveloppent, et ce qui reste à réenvelopper
  tourner-maitre [--reprendre]                     nouvelle version de la clé maître (--reprendre : sans en ajouter une)
  tourner-unite --unite 931 [--service prestations] [--cle <clé d’idempotence, pour reprendre>]
  effacer --dossier <id> --motif <motif>           au nom de la personne dont SM_JETON porte le jeton
  sequestrer --parts 5 --quorum 3 --vers <dossier> une part de la clé maître par fichier
  restaurer <part>...                              rend la clé maître ; refuse d’en remplacer une autre
SM_ETAT désigne le dossier d’état ; SM_CLE_MAITRE_FICHIER le fichier de clé ; SM_JETON un jeton d’exploitation.`;
const DELAI_MS = 120_000;

/** A failure told in a sentence, with its exit code: 1 refused, 2 misused, 3 nothing runs. */
class Arret extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function lireArguments([commande, ...reste]) {
  const options = {};
  const autres = [];
  for (let i = 0; i < reste.length; i++) {
    if (reste[i] === '--reprendre') options.reprendre = true;
    else if (reste[i].startsWith('--')) options[reste[i].slice(2)] = reste[++i];
    else autres.push(reste[i]);
  }
  return { commande: commande === 'état' ? 'etat' : commande, options, autres };
}

const charger = (fichier) => {
  try {
    return createRequire(import.meta.url)(path.join(racine, 'libs', 'platform', 'dist', fichier));
  } catch (e) {
    if (e.code === 'MODULE_NOT_FOUND') throw new Arret(3, 'La plateforme n’est pas compilée : lancez « npm start » une fois.');
    throw e;
  }
};

const dossierEtat = () => process.env.SM_ETAT || charger('postgres/etat.js').dossierEtatDe(racine);
const fichierCle = () => process.env.SM_CLE_MAITRE_FICHIER || path.join(dossierEtat(), 'cle-maitre');

function lireJson(fichier) {
  try {
    return JSON.parse(fs.readFileSync(fichier, 'utf8'));
  } catch (e) {
    throw new Arret(3, `${fichier} ne se lit pas (${e.code || 'ce n’est pas du JSON'}).`);
  }
}

async function appeler(adresse, options) {
  let reponse;
  try {
    reponse = await fetch(adresse, { ...options, redirect: 'error', signal: globalThis.AbortSignal.timeout(DELAI_MS) });
  } catch (e) {
    throw new Arret(3, `La plateforme ne répond pas (${e.cause?.code || e.name}).`);
  }
  const corps = await reponse.json().catch(() => ({}));
  if (!reponse.ok) throw new Arret(1, `Refusé (${reponse.status}) : ${corps.title || corps.error || 'sans motif'}`);
  return corps;
}

/** A token that may operate: the one given, or that of the installation's own account, whose secret only its owner can read. */
async function jetonExploitation(url) {
  if (process.env.SM_JETON) return process.env.SM_JETON;
  const { clients } = lireJson(path.join(dossierEtat(), 'secrets.json'));
  const basic = Buffer.from(`amorce:${encodeURIComponent(clients.amorce)}`).toString('base64');
  const { access_token: jeton } = await appeler(`${url}/oidc/token`, {
    method: 'POST', headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials&resource=urn%3Asm%3Aapi',
  });
  return jeton;
}

async function plateforme() {
  const { url, services } = lireJson(path.join(dossierEtat(), 'plateforme.json'));
  const jeton = await jetonExploitation(url);
  const demander = (service, methode, chemin, { corps, cle } = {}) => appeler(`${services[service]}${chemin}`, {
    method: methode, headers: { authorization: `Bearer ${jeton}`, ...(cle ? { 'idempotency-key': cle } : {}), ...(corps ? { 'content-type': 'application/json' } : {}) }, ...(corps ? { body: JSON.stringify(corps) } : {}),
  });
  return { services: Object.keys(services), demander };
}

function dire(service, { courante, unites, aReenvelopper }) {
  console.log(`${service} : la clé maître ${courante} enveloppe ; ${aReenvelopper} clé(s) sous une autre`);
  for (const u of unites) console.log(`  unité ${u.unite} : version ${u.version} (${u.maitres.join(', ')}), ${u.anciennes} dossier(s) sous une version plus ancienne`);
}

async function etat() {
  const { services, demander } = await plateforme();
  for (const s of services) dire(s, await demander(s, 'GET', '/exploitation/cles'));
}

async function tournerMaitre({ reprendre }) {
  const { services, demander } = await plateforme();
  const { ajouterVersion, ecrireTrousseauMaitre, lireTrousseauMaitre } = charger('scellement/fichier.js');
  if (!reprendre) {
    const neuf = ajouterVersion(lireTrousseauMaitre(fs.readFileSync(fichierCle(), 'utf8')));
    ecrireTrousseauMaitre(fichierCle(), neuf);
    console.log(`Version ${neuf.courante} ajoutée à ${fichierCle()}. Séquestrez-la : les parts d’avant ne la rendent pas.`);
  }
  for (const s of services) dire(s, await demander(s, 'POST', '/exploitation/cles/maitre/rotation'));
}

async function tournerUnite({ unite, service = 'prestations', cle = randomUUID() }) {
  if (!/^[1-9]\d*$/.test(unite || '')) throw new Arret(2, USAGE);
  const { demander } = await plateforme();
  console.log(`Pour reprendre : npm run cles -- tourner-unite --unite ${unite} --service ${service} --cle ${cle}`);
  const { version } = await demander(service, 'POST', `/exploitation/cles/unites/${unite}/rotation`, { cle });
  for (;;) {
    const e = await demander(service, 'GET', '/exploitation/cles');
    const u = e.unites.find((x) => x.unite === Number(unite));
    console.log(`unité ${unite}, version ${version} : ${u.anciennes} dossier(s) à réenvelopper`);
    if (!e.enCours && u.anciennes === 0) return;
    await new Promise((ok) => setTimeout(ok, 1_000));
  }
}

async function effacer({ dossier, motif, cle = randomUUID() }) {
  if (!dossier || !motif) throw new Arret(2, USAGE);
  if (!process.env.SM_JETON) throw new Arret(2, 'Un effacement se fait au nom d’une personne qui en a le droit : donnez son jeton dans SM_JETON.');
  const { demander } = await plateforme();
  await demander('prestations', 'POST', `/effacements/${encodeURIComponent(dossier)}`, { corps: { motif }, cle });
  console.log(`Le contenu médical du dossier ${dossier} est effacé.`);
}

async function sequestrer({ parts, quorum, vers }) {
  if (!parts || !quorum || !vers) throw new Arret(2, USAGE);
  const { deposer } = charger('scellement/sequestre.js');
  const cle = charger('scellement/fichier.js').lireTrousseauMaitre(fs.readFileSync(fichierCle(), 'utf8'));
  const lot = await deposer(cle, Number(parts), Number(quorum));
  fs.mkdirSync(vers, { recursive: true, mode: 0o700 });
  for (const p of lot) fs.writeFileSync(path.join(vers, `part-${p.rang}-sur-${p.parts}.json`), `${JSON.stringify(p, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  console.log(`Clé ${lot[0].identite} : ${parts} parts dans ${vers}, ${quorum} suffisent. Donnez chacune à son détenteur, puis effacez ce dossier.`);
}

async function restaurer(fichiers) {
  if (!fichiers.length) throw new Arret(2, USAGE);
  const { ecrireTrousseauMaitre, identiteTrousseau, lireTrousseauMaitre } = charger('scellement/fichier.js');
  const { partsFausses, reunir } = charger('scellement/sequestre.js');
  const parts = fichiers.map(lireJson);
  const fausses = partsFausses(parts);
  if (fausses.length) throw new Arret(1, `Part fausse ou d’un autre dépôt : ${fausses.map((n) => fichiers[n - 1]).join(', ')}`);
  const cle = await reunir(parts);
  const cible = fichierCle();
  if (fs.existsSync(cible)) {
    if (identiteTrousseau(lireTrousseauMaitre(fs.readFileSync(cible, 'utf8'))) !== identiteTrousseau(cle)) throw new Arret(1, `${cible} tient une autre clé : écartez ce fichier d’abord.`);
    console.log(`${cible} tient déjà cette clé (${identiteTrousseau(cle)}).`);
    return;
  }
  ecrireTrousseauMaitre(cible, cle);
  console.log(`Clé ${identiteTrousseau(cle)} rendue à ${cible}.`);
}

const { commande, options, autres } = lireArguments(process.argv.slice(2));
const COMMANDES = {
  etat, 'tourner-maitre': () => tournerMaitre(options), 'tourner-unite': () => tournerUnite(options), effacer: () => effacer(options), sequestrer: () => sequestrer(options), restaurer: () => restaurer(autres),
};
try {
  if (!Object.hasOwn(COMMANDES, commande || '')) throw new Arret(2, USAGE);
  await COMMANDES[commande]();
} catch (e) {
  console.error(e instanceof Arret ? e.message : `Échec : ${e.message}`);
  process.exitCode = e instanceof Arret ? e.code : 1;
}
