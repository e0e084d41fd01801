import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { avecBase, lignes, valeur } from '../epreuves/base.mjs';
import { Jetons } from '../epreuves/chaos/jetons.mjs';
import { compilerNaif, urlDe } from './naif.mjs';

const CLIENTS = 16;
const PAS_MS = 5;
const LOT = 500;
const FLUX = 'BANC-COMMANDES';
const [CHEF, PRATICIEN, TSM] = ['agent:931001', 'agent:931002', 'agent:931066'];
const BASE_NUE = 'banc_nu';

function poster(agent, url, corps, headers = {}) {
  const texte = typeof corps === 'string' ? corps : JSON.stringify(corps);
  return new Promise((resolve, reject) => {
    const r = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(texte), ...headers } }, (reponse) => {
      const morceaux = [];
      reponse.on('data', (m) => morceaux.push(m));
      reponse.on('end', () => (reponse.statusCode < 300 ? resolve() : reject(new Error(`${reponse.statusCode} ${Buffer.concat(morceaux)}`))));
    });
    r.once('error', reject);
    r.end(texte);
  });
}

/** Sixteen clients that never wait between two requests; returns how long the whole took. */
async function mener(taches) {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const suivantes = taches[Symbol.iterator]();
  const debut = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    for (const tache of suivantes) await tache(agent);
  }));
  agent.destroy();
  return { lignes: taches.length, secondes: (performance.now() - debut) / 1000 };
}

/** Requests of the sample's people, taken in by a file and left complete, waiting for a practitioner. */
async function preparer(hote, jetons, url, nombre) {
  const nirs = readFileSync(join(hote.fichiers, 'assures.csv'), 'utf8').trim().split('\n');
  const entetes = nirs[0].split(';');
  const assures = nirs.slice(1).map((l) => Object.fromEntries(l.split(';').map((v, i) => [entetes[i], v]))).filter((a) => a.nir && a.medecin_traitant);
  const agent = new Agent();
  for (let i = 0; i < nombre; i += LOT) {
    const demandes = Array.from({ length: Math.min(LOT, nombre - i) }, (_, k) => {
      const a = assures[(i + k) % assures.length];
      return JSON.stringify({ source: FLUX, numero: `C-${i + k}`, unite: 'ELSM-931', caisse: '931', type: 'ald', nature: 'initiale', canal: 'pse', nir: a.nir, medecin: a.medecin_traitant, recu_le: new Date(Date.now() - 60_000).toISOString(), ald: 8, diagnostics: ['E11'], debut_soins: '2026-01-05', pieces: [] });
    });
    await poster(agent, `${url}/imports?flux=demandes`, `${demandes.join('\n')}\n`, { authorization: `Bearer ${jetons.de(TSM)}`, 'content-type': 'application/x-ndjson', 'idempotency-key': randomUUID() });
  }
  agent.destroy();
}

/** Notes when each rank of the unit's chain was first seen. */
function guetter(c, unite) {
  const vus = [];
  let actif = true;
  const boucle = (async () => {
    for (; actif; await pause(PAS_MS)) {
      const rang = await valeur(c, 'SELECT rang::float8 FROM chaine WHERE unite = $1', [unite]);
      if (rang !== vus.at(-1)?.rang) vus.push({ rang, instant: Date.now() });
    }
  })();
  return { vus, arreter: () => ((actif = false), boucle) };
}

const centile = (tries, p) => tries[Math.min(tries.length - 1, Math.ceil(p * tries.length) - 1)];

async function mesurerPlateforme(hote, nombre) {
  const { url: origine, services } = hote.adresse();
  const jetons = new Jetons(hote.etat, origine);
  await preparer(hote, jetons, services.prestations, nombre);
  return avecBase(hote.etat, 'prestations', async (c) => {
    const dossiers = await lignes(c, "SELECT id, version, unite_en_charge AS unite FROM dossier WHERE source = $1 AND statut = 'recevable' ORDER BY id", [FLUX]);
    if (!dossiers.length) throw new Error('aucun dossier à instruire');
    const { unite } = dossiers[0];
    const acte = (sub, { id }, version, chemin, corps) => (agent) =>
      poster(agent, `${services.prestations}/dossiers/${id}/${chemin}`, corps, { authorization: `Bearer ${jetons.de(sub)}`, 'idempotency-key': randomUUID(), 'if-match': `"${version}"` });
    const depuis = await valeur(c, 'SELECT rang::float8 FROM chaine WHERE unite = $1', [unite]);
    const guet = guetter(c, unite);
    const affectations = await mener(dossiers.map((d) => acte(CHEF, d, d.version, 'affectation', { praticien: PRATICIEN })));
    const avis = await mener(dossiers.map((d) => acte(PRATICIEN, d, d.version + 1, 'avis', { sens: 'defavorable_medical', motif: 'Critères de sévérité absents à ce jour.' })));
    await pause(3000);
    await guet.arreter();
    const rangs = await lignes(c, "SELECT l.rang::float8 AS rang, (extract(epoch FROM l.enregistre_le) * 1000)::float8 AS ms FROM log_index l WHERE unite = $1 AND rang > $2 ORDER BY rang", [unite, depuis]);
    let i = 0;
    const delais = rangs.map(({ rang, ms }) => {
      while (guet.vus[i].rang < rang) i++;
      return guet.vus[i].instant - ms;
    }).sort((a, b) => a - b);
    const [modele] = await lignes(c, "SELECT id, unite_en_charge AS unite, version, statut, etat, encode(medical, 'base64') AS medical FROM dossier WHERE id = $1", [dossiers[0].id]);
    return { affectations, avis, lignes: affectations.lignes + avis.lignes, secondes: affectations.secondes + avis.secondes, chainage: { n: delais.length, p50: centile(delais, 0.5), p99: centile(delais, 0.99), max: delais.at(-1) }, modele };
  });
}

/** The same row by a bare Nest and a bare `pg`, in a process of its own on the same server. */
async function mesurerNue(hote, nombre, modele) {
  await avecBase(hote.etat, 'postgres', (c) => c.query(`CREATE DATABASE ${BASE_NUE}`));
  const enfant = spawn(process.execPath, [compilerNaif('nu.js'), await urlDe(hote.etat, BASE_NUE)], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await new Promise((resolve, reject) => {
      createInterface({ input: enfant.stdout }).once('line', resolve);
      enfant.once('exit', () => reject(new Error('la base nue ne démarre pas')));
    });
    return await mener(Array.from({ length: nombre }, () => (agent) => poster(agent, `${url}/lignes`, { ...modele, id: randomUUID() })));
  } finally {
    enfant.kill('SIGKILL');
    await avecBase(hote.etat, 'postgres', (c) => c.query(`DROP DATABASE IF EXISTS ${BASE_NUE} WITH (FORCE)`));
  }
}

/** Commands of an instruction through HTTP with everything on, one dossier after another, beside the bare insert of the dossier's row. */
export async function mesurerCommandes(hote, nombre, sansHote) {
  const { modele, ...plateforme } = await mesurerPlateforme(hote, nombre);
  return { plateforme, nue: await sansHote(hote, () => mesurerNue(hote, nombre, modele)) };
}
