import { randomUUID } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { avecBase, lignes } from '../epreuves/base.mjs';

const PAS_MS = 100;
const GUET_MS = 5;
const TOPIC = 'sm.prestations.dossier.v1';
const FLUX = 'BANC-LATENCE';

/** Histories of the sample under new numbers: the same invented persons ask again. */
async function histoires(fichiers, nombre) {
  const lues = [];
  const flux = createReadStream(join(fichiers, 'ald-2016.ndjson'));
  for await (const ligne of createInterface({ input: flux })) {
    const h = JSON.parse(ligne);
    lues.push(JSON.stringify({ ...h, source: FLUX, numero: `L-${h.numero}` }));
    if (lues.length === nombre) break;
  }
  flux.destroy();
  return lues;
}

async function jetonReprise(hote) {
  const { clients } = JSON.parse(readFileSync(join(hote.etat, 'secrets.json'), 'utf8'));
  const reponse = await fetch(`${hote.adresse().url}/oidc/token`, {
    method: 'POST', body: 'grant_type=client_credentials&resource=urn%3Asm%3Aapi',
    headers: { authorization: `Basic ${Buffer.from(`reprise-931:${clients['reprise-931']}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
  });
  return (await reponse.json()).access_token;
}

async function deposer(hote, jeton, corps) {
  const reponse = await fetch(`${hote.adresse().url}/api/prestations/imports?flux=reprise`, {
    method: 'POST', body: corps, headers: { authorization: `Bearer ${jeton}`, 'content-type': 'application/x-ndjson', 'idempotency-key': randomUUID() },
  });
  if (!reponse.ok) throw new Error(`dépôt refusé : ${reponse.status} ${await reponse.text()}`);
}

/** Notes when each mark of pilotage moved; counters move in the same transaction. Eight rows are read at each look: what is measured keeps the machine to itself. */
function guetter(c) {
  const marques = Array.from({ length: 8 }, () => []);
  let actif = true;
  const boucle = (async () => {
    for (; actif; await pause(GUET_MS)) {
      const lues = await lignes(c, `SELECT part, min(seq)::float8 AS seq FROM consommation WHERE topic = '${TOPIC}' GROUP BY part`);
      const instant = Date.now();
      for (const { part, seq } of lues) if (marques[part].at(-1)?.seq !== seq) marques[part].push({ seq, instant });
    }
  })();
  return { vuLe: (part, seq) => marques[part].find((m) => m.seq >= seq)?.instant, arreter: () => ((actif = false), boucle) };
}

const centile = (tries, p) => tries[Math.min(tries.length - 1, Math.ceil(p * tries.length) - 1)];

/**
 * From the instant written in each event's transaction, before its commit, to the sight of pilotage's mark past it: both ends count against us.
 * A steady stream of small deposits, so many public events a second, over a host whose sample is loaded and projected.
 */
export async function mesurerLatence(hote, { parSeconde = 200, dureeS = 20, evenementsParHistoire = 4.4 } = {}) {
  const jeton = await jetonReprise(hote);
  const nombre = Math.ceil((parSeconde * dureeS) / evenementsParHistoire);
  const corps = await histoires(hote.fichiers, nombre);
  return avecBase(hote.etat, 'pilotage', async (c) => {
    const guet = guetter(c);
    const debut = performance.now();
    const parPas = (parSeconde / evenementsParHistoire) * (PAS_MS / 1000);
    const depots = [];
    for (let [envoyes, pas] = [0, 1]; envoyes < corps.length; pas += 1) {
      const fin = Math.min(corps.length, Math.round(pas * parPas));
      if (fin > envoyes) depots.push(deposer(hote, jeton, `${corps.slice(envoyes, fin).join('\n')}\n`));
      envoyes = fin;
      await pause(Math.max(0, debut + pas * PAS_MS - performance.now()));
    }
    await Promise.all(depots);
    const secondes = (performance.now() - debut) / 1000;
    const lire = () => avecBase(hote.etat, 'prestations', (b) => lignes(b,
      `SELECT j.dossier, l.part, l.seq::float8 AS seq, (extract(epoch FROM j.enregistre_le) * 1000)::float8 AS ms
       FROM journal j JOIN dossier d ON d.id = j.dossier LEFT JOIN log_index l ON l.journal_id = j.id WHERE j.topic = '${TOPIC}' AND j.public IS NOT NULL AND d.source = '${FLUX}'`));
    let ecrits = await lire();
    for (const limite = performance.now() + 60_000; ecrits.some((e) => e.seq === null || !guet.vuLe(e.part, e.seq)); ecrits = await lire()) {
      if (performance.now() > limite) throw new Error('des faits n’arrivent jamais');
      await pause(500);
    }
    await guet.arreter();
    const delais = ecrits.map((e) => guet.vuLe(e.part, e.seq) - e.ms).sort((x, y) => x - y);
    return { dossiers: new Set(ecrits.map((e) => e.dossier)).size, evenements: ecrits.length, parSeconde: ecrits.length / secondes, p50: centile(delais, 0.5), p99: centile(delais, 0.99), max: delais.at(-1) };
  });
}
