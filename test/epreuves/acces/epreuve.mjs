// The rights table against the documents, then row level security against the rights, on the real tree at four dates.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { hasard } from '../hasard.mjs';
import { carteDu, chargerCarte } from './carte.mjs';
import { Comparaison, FAUTES_DE_DECISION, ROLES, actionsOubliees, comparerAuHasard, comparerLeJour, genresDe, unitesPour } from './decisions.mjs';
import { TROUS, compterParUnite, ecarts, planterTrou, preparerService, vus } from './lignes.mjs';
import { attendu } from './oracle.mjs';

const requis = createRequire(import.meta.url);
const { demarrerPostgres } = requis('@sm/platform/postgres');
const { arbreDepuisLignes } = requis('../../../services/organisation/app/dist/arbre.js');
const { lireLignesOrganisation } = requis('../../../services/organisation/app/dist/donnees.reader.js');

export const DATES = ['2008-06-30', '2016-12-31', '2021-12-31', '2026-01-15'];
/** Days around which the map changes, for the random pairs. */
const AUTRES_JOURS = ['2009-12-31', '2010-01-01', '2013-03-14', '2019-12-31', '2020-01-01', '2024-02-29', '2025-09-30', '2025-10-01'];
/** Each service with the action whose scope its reading takes. */
const SERVICES = [
  ['prestations', 'dossier.lire', 'ald', (d) => d.definitionPrestations({ urlRepertoire: () => '' })],
  ['pilotage', 'rapport.lire', '*', (d) => d.definitionPilotage],
  ['organisation', 'organisation.gerer', '*', (d) => d.definitionOrganisation({ amorceSub: '' })],
];
const COURT = { paires: 100_000, roles: ['MC', 'CAISSE', 'MCCS', 'DRSM', 'ADMIN', 'ASSURE'], pas: 9 };
const MAX_DITES = 5;
const ENTIER = { paires: 1_000_000, roles: ROLES, pas: 1 };

const affectation = (role, uniteId) => ({ id: 'e', acteurId: 'agent:E', uniteId, role, activite: 'CPR', du: '2000-01-01', au: null, quotite: 1, habilitations: [], rpps: null });

function eprouverDecisions(arbre, cartes, { paires, graine }, { noter }) {
  noter('accès : l’oracle et la table ont les mêmes actions', actionsOubliees());
  for (const jour of DATES) {
    const comparaison = new Comparaison();
    comparerLeJour(comparaison, jour, arbre, cartes.get(jour));
    noter(`accès : ${comparaison.n} décisions comparées au ${jour}, ${genresDe(arbre.map((u) => u.id), cartes.get(jour)).size} genres de relation, ${comparaison.ouvertes} ouvertes`, comparaison.ouvertes ? comparaison.ecarts : ['rien n’est ouvert']);
  }
  const tirage = new Comparaison();
  comparerAuHasard(tirage, paires, arbre, cartes, hasard(graine));
  noter(`accès : ${tirage.n} paires réelles au hasard, ${tirage.ouvertes} ouvertes`, tirage.ouvertes ? tirage.ecarts : ['rien n’est ouvert']);
  for (const [nom, peut] of FAUTES_DE_DECISION) {
    const fautive = new Comparaison(peut, true);
    for (const jour of DATES) if (!fautive.assez) comparerLeJour(fautive, jour, arbre, cartes.get(jour));
    noter(`accès, faute plantée : ${nom}`, fautive.ecarts.length ? [] : ['la faute passe inaperçue']);
  }
}

/** Each (role, unit, date) with the units that the documents allow. */
function* casDe(action, procedure, arbre, cartes, { roles, pas }) {
  for (const jour of DATES) {
    for (const role of roles) {
      for (let i = 0; i < arbre.length; i += pas) {
        const siennes = [affectation(role, arbre[i].id)];
        const permises = arbre.map((u) => u.id).filter((u) => attendu(siennes, action, procedure, u, jour, cartes.get(jour))).sort((a, b) => a - b);
        yield { nom: `${jour} ${role}@${arbre[i].id}`, permises, portee: unitesPour(siennes, action, procedure, arbre, jour) };
      }
    }
  }
}

/** One query a (role, unit, date), a few at a time. Stops at the first gap when `premier`. */
async function parcourir(terrain, cas, premier = false) {
  const parUnite = await compterParUnite(terrain);
  const fait = { requetes: 0, pleines: 0, fautes: [] };
  const suivre = async () => {
    for (const { nom, permises, portee } of cas) {
      const vues = ecarts(await vus(terrain, portee), permises, parUnite);
      fait.requetes++;
      if (permises.length) fait.pleines++;
      if (vues.length && fait.fautes.length < MAX_DITES) fait.fautes.push(`${nom} : ${vues.join(' ; ')}`);
      if (premier && vues.length) return;
    }
  };
  await Promise.all(Array.from({ length: premier ? 1 : 4 }, suivre));
  return fait;
}

async function eprouverOctroi(terrain, { noter }) {
  const { rows } = await terrain.admin.query('SELECT id FROM dossier ORDER BY id LIMIT 200');
  const anomalies = [];
  for (let i = 0; i < rows.length; i += 7) {
    const octroyes = rows.slice(i, i + (i % 5)).map((r) => r.id);
    const lus = await terrain.db.inTransaction({ acteur: { id: 'agent:E', genre: 'agent', nom: 'E' }, role: 'octroi', unites: [1000, 1001], dossiers: octroyes }, (tx) => tx.query('SELECT id FROM dossier ORDER BY id'));
    if (lus.map((l) => l.id).join() !== octroyes.join()) anomalies.push(`${lus.length} dossiers vus, ${octroyes.length} octroyés`);
  }
  noter(`accès : sous le rôle des octrois, les dossiers nommés et eux seuls (${Math.ceil(rows.length / 7)} tirages)`, anomalies.slice(0, 5));
}

async function planter(terrain, cas, { noter }) {
  const [premiers, aveugles] = [[], []];
  for (const c of cas) if (c.permises.length && premiers.length < 3) premiers.push(c);
  for (const { table } of terrain.tables) {
    for (const [trou, sql] of TROUS) {
      const remettre = await planterTrou(terrain, table, sql(table, terrain.service));
      const { fautes } = await parcourir(terrain, premiers[Symbol.iterator](), true);
      await remettre();
      if (!fautes.some((f) => f.includes(`${table} :`))) aveugles.push(`${table}, ${trou}`);
    }
  }
  const { fautes } = await parcourir(terrain, premiers[Symbol.iterator]());
  noter(`accès, trous plantés : ${TROUS.length} dans les politiques de chacune des ${terrain.tables.length} tables de ${terrain.service}`, [...aveugles, ...fautes]);
}

async function eprouverLignes(url, [nom, action, procedure, definir], arbre, cartes, mesure, bilan) {
  const terrain = await preparerService(url, definir(requis(`@sm/${nom}-app`)), arbre.map((u) => u.id));
  try {
    const { requetes, pleines, fautes } = await parcourir(terrain, casDe(action, procedure, arbre, cartes, mesure));
    bilan.noter(`accès : ${nom}, garde retirée, ${requetes} requêtes (rôle, unité, date) sur ${terrain.tables.length} tables, dont ${pleines} qui voient quelque chose`, pleines ? fautes : ['rien n’est visible']);
    if (nom === 'prestations') await eprouverOctroi(terrain, bilan);
    await planter(terrain, casDe(action, procedure, arbre, cartes, { roles: ROLES, pas: 1 }), bilan);
  } finally {
    await terrain.db.fermer();
    await terrain.admin.end();
  }
}

async function eprouverSur(url, options, bilan) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const cartes = new Map();
  try {
    await chargerCarte(client);
    for (const jour of [...DATES, ...AUTRES_JOURS]) cartes.set(jour, await carteDu(client, jour));
  } finally {
    await client.end();
  }
  const arbre = arbreDepuisLignes(lireLignesOrganisation());
  eprouverDecisions(arbre, cartes, options, bilan);
  for (const service of SERVICES) await eprouverLignes(url, service, arbre, cartes, options, bilan);
}

/** The trial on a throw-away cluster. @param options.court the short form, @param options.graine of the random pairs */
export async function eprouverAcces({ court, graine }, bilan) {
  bilan.dire(`épreuve des accès, --graine ${graine}`);
  const dossierEtat = mkdtempSync(join(tmpdir(), 'sm-acces-'));
  // PostgreSQL runs under another account when we are root: it must be able to walk in.
  chmodSync(dossierEtat, 0o711);
  const postgres = await demarrerPostgres({ dossierEtat });
  try {
    await eprouverSur(postgres.url, { ...(court ? COURT : ENTIER), graine }, bilan);
  } finally {
    await postgres.arreter();
    rmSync(dossierEtat, { recursive: true, force: true, maxRetries: 5 });
  }
}
