// The worklist and the summary of prestations on a million dossiers, by the code that serves them, under the real role: a unit, a region, the country.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';

const requis = createRequire(import.meta.url);
requis('reflect-metadata');
const { Db, Tenancy, migrationsPlateforme, migrer, preparerBase } = requis('@sm/platform');
const { demarrerPostgres } = requis('@sm/platform/postgres');
const { peut, perimetre, absorbees } = requis('@sm/kernel');
const { definitionPrestations } = requis('@sm/prestations-app');
const prestations = '../../services/prestations/app/dist';
const { TravailQuery } = requis(`${prestations}/travail.query.js`);
const { FaitsReader } = requis(`${prestations}/faits.reader.js`);
const { arbreDepuisLignes } = requis('../../services/organisation/app/dist/arbre.js');
const { lireLignesOrganisation } = requis('../../services/organisation/app/dist/donnees.reader.js');

const JOUR = '2026-01-15';
const MAINTENANT = () => new Date(`${JOUR}T10:00:00Z`);
const CIBLE_MS = 30;
const BRUIT_MS = 0.3;
/** Closed for the most part, as after some years; one in thirty is worked on. */
const REMPLIR = `
INSERT INTO dossier (id, unite_origine, unite_en_charge, procedure, statut, nature, canal, regime, caisse, personne, praticien, en_main, source, numero, jour_recu, complet_le, retard_le, jour_avis, version, etat, medical, version_medicale, cle)
SELECT gen_random_uuid(), u, u, p, s, 'initiale', 'pse', 'liste', '931', gen_random_uuid(), 'agent:' || u || '-' || (i / 107 % 12), s IN ('affectee', 'complement_demande'), 'BANC', 'B-' || i,
  j, j + 2, CASE WHEN s IN ('recevable', 'affectee', 'complement_demande') THEN j + 30 END, CASE WHEN s NOT IN ('recevable', 'affectee', 'complement_demande') THEN j + 20 END, 5, jsonb_build_object('statut', s, 'demande', repeat('x', 600)), sha256('x'), 1, sha256('y')
FROM (SELECT i, ($2::int[])[1 + (hashint4(i) & 2147483647) % cardinality($2::int[])] AS u, (ARRAY['ald', 'arret', 'atmp'])[1 + i % 3] AS p, '2016-01-01'::date + (i::bigint * 3660 / $1::int)::int AS j,
  CASE WHEN i % 60 = 0 THEN 'affectee' WHEN i % 60 = 1 THEN 'recevable' WHEN i % 120 = 2 THEN 'complement_demande' WHEN i % 5 = 0 THEN 'refusee' ELSE 'exoneration_active' END AS s
  FROM generate_series(0, $1::int - 1) AS i) x`;

const centile = (tries, p) => tries[Math.min(tries.length - 1, Math.ceil(p * tries.length) - 1)];

async function preparer(urlAdmin, nombre, arbre) {
  const adresses = await preparerBase(urlAdmin, 'prestations', 'banc_portee', { connexion: 'banc', proprietaire: 'banc', lecteur: 'banc' });
  await migrer(adresses.urlProprietaire, [...migrationsPlateforme('prestations'), ...definitionPrestations({ urlRepertoire: () => '' }).migrations]);
  const url = new URL(urlAdmin);
  url.pathname = '/banc_portee';
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  try {
    const locales = arbre.filter((u) => u.type === 'locale' && u.noms.some((n) => n.au === null)).map((u) => u.id);
    await admin.query(REMPLIR, [nombre, locales]);
    await admin.query("INSERT INTO unite_copie (id, version, donnees) SELECT (d->>'id')::int, 1, d FROM jsonb_array_elements($1::jsonb) AS d", [JSON.stringify(arbre)]);
    await admin.query('VACUUM ANALYZE dossier');
  } finally {
    await admin.end();
  }
  return new Db('prestations', adresses.url).ouvrir();
}

/** Largest of each: the busiest unit, the region with most units, everything. */
function portees(arbre) {
  const locale = arbre.find((u) => u.code === 'ELSM-931');
  const regions = arbre.filter((u) => u.type === 'regionale').map((u) => perimetre(arbre, u.id, JOUR)).sort((a, b) => b.length - a.length);
  return [['locale', absorbees(arbre, locale.id, JOUR)], ['régionale', regions[0]], ['nationale', arbre.map((u) => u.id)]];
}

const LISTES = [
  ['première page', {}], ['par statut', { statut: ['recevable', 'affectee'] }], ['confiés à moi', { praticien: 'moi' }], ['en retard', { retard: 'oui' }],
  ['une procédure', { procedure: 'atmp' }], ['page d’après', { curseur: 'milieu' }],
];

async function chronometrer(fois, faire) {
  const durees = [];
  for (let i = 0; i < fois; i++) {
    const debut = performance.now();
    await faire();
    durees.push(performance.now() - debut);
  }
  durees.sort((a, b) => a - b);
  return { p50: centile(durees, 0.5), p95: centile(durees, 0.95) };
}

/** Time of one decision on the real tree, each measured alone. */
function decisions(arbre, fois = 200_000) {
  const affectations = [{ id: 'a', acteurId: 'agent:B', uniteId: 1, role: 'MCN', activite: 'CPR', du: '2015-01-01', au: null, quotite: 1, habilitations: [], rpps: null },
    ...arbre.slice(40, 43).map((u, i) => ({ id: `b${i}`, acteurId: 'agent:B', uniteId: u.id, role: 'MC', activite: 'CPR', du: '2015-01-01', au: null, quotite: 1, habilitations: [], rpps: null }))];
  const durees = new Float64Array(fois);
  for (let i = -5000; i < fois; i++) {
    const unite = arbre[(i + 5000) % arbre.length].id;
    const debut = performance.now();
    peut(affectations, 'dossier.lire', { procedure: 'ald', uniteId: unite, arbre, jour: JOUR });
    if (i >= 0) durees[i] = (performance.now() - debut) * 1000;
  }
  durees.sort();
  return { p50: centile(durees, 0.5), p99: centile(durees, 0.99) };
}

/** @returns {Promise<{listes: object[], decision: object}>} times in milliseconds, of a decision in microseconds */
export async function mesurerPortee(urlAdmin, { nombre = 1_000_000, fois = 60, dire = console.log } = {}) {
  const arbre = arbreDepuisLignes(lireLignesOrganisation());
  const decision = decisions(arbre);
  dire(`décision : p50 ${decision.p50.toFixed(1)} µs, p99 ${decision.p99.toFixed(1)} µs`);
  const db = await preparer(urlAdmin, nombre, arbre);
  const listes = [];
  try {
    const tenancy = new Tenancy(db, MAINTENANT);
    await tenancy.charger();
    const travail = new TravailQuery(db, tenancy, new FaitsReader(tenancy, MAINTENANT), MAINTENANT);
    for (const [quoi, demande] of LISTES) {
      const milieu = Buffer.from(JSON.stringify({ jour: '2024-06-01', id: '7f000000-0000-4000-8000-000000000000' })).toString('base64url');
      const filtre = { limite: 50, ...demande, ...(demande.curseur ? { curseur: milieu } : {}) };
      const ligne = { quoi };
      const [[, [siege]]] = portees(arbre);
      for (const [portee, unites] of portees(arbre)) {
        const ctx = { acteur: { id: `agent:${siege}-3`, genre: 'agent', nom: 'B' }, role: 'app', unites };
        await chronometrer(3, () => travail.lister(ctx, filtre));
        ligne[portee] = await chronometrer(fois, () => travail.lister(ctx, filtre));
      }
      dire(`${quoi.padEnd(15)} ${Object.entries(ligne).filter(([k]) => k !== 'quoi').map(([k, v]) => `${k} p50 ${v.p50.toFixed(1)} p95 ${v.p95.toFixed(1)} ms`).join(' | ')}`);
      listes.push(ligne);
    }
  } finally {
    await db.fermer();
  }
  return { listes, decision };
}

async function seul() {
  const { values } = parseArgs({ options: { nombre: { type: 'string' }, fois: { type: 'string' } } });
  const dossierEtat = mkdtempSync(join(tmpdir(), 'sm-portee-'));
  // PostgreSQL runs under another account when we are root: it must be able to walk in.
  chmodSync(dossierEtat, 0o711);
  const postgres = await demarrerPostgres({ dossierEtat });
  try {
    const { listes, decision } = await mesurerPortee(postgres.url, { ...(values.nombre ? { nombre: Number(values.nombre) } : {}), ...(values.fois ? { fois: Number(values.fois) } : {}) });
    const lentes = listes.filter((l) => l.locale.p95 > CIBLE_MS || l.régionale.p95 > CIBLE_MS || l.nationale.p95 > CIBLE_MS);
    const inverses = listes.filter((l) => l.locale.p50 > l.nationale.p50 * 1.1 + BRUIT_MS);
    console.log(`au-delà de ${CIBLE_MS} ms : ${lentes.map((l) => l.quoi).join(', ') || 'aucune'} ; locale plus lente que nationale : ${inverses.map((l) => l.quoi).join(', ') || 'jamais'} ; décision au-delà de 20 µs : ${decision.p99 > 20 ? 'oui' : 'non'}`);
    return lentes.length || inverses.length || decision.p99 > 20 ? 1 : 0;
  } finally {
    await postgres.arreter();
    rmSync(dossierEtat, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exit(await seul());
