// One run: the sample year through the platform, the same plainly written, and the physical limit, on the same server.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BASES, avecBase } from '../epreuves/base.mjs';
import { Hote } from '../epreuves/hote.mjs';
import { signaler } from '../epreuves/processus.mjs';
import { mesurerAnnee } from './annee.mjs';
import { mesurerVerification } from './chaine.mjs';
import { mesurerCommandes } from './commandes.mjs';
import { adresseAdmin, mesurerHorloges } from './horloges.mjs';
import { mesurerProjection, mesurerSequenceur } from './isoles.mjs';
import { mesurerAssemblage, mesurerSauts } from './kafka.mjs';
import { mesurerLimite } from './limite.mjs';
import { machine } from './machine.mjs';
import { mesurerNaif } from './naif.mjs';
import { juger, rediger } from './tableau.mjs';

const OBJECTIFS = { demandes: 86_192, secondes: 60, secondesAnnee: 120, memoireMo: 600, ratio: 20, secondesKafka: 120, secondesAnneeKafka: 200, horloges: 100_000, secondesHorloges: 60, sautParSeconde: 15_000, p99Ms: 300, commandesParSeconde: 500, partDeNue: 0.25, chainageMs: 1000, verificationParSeconde: 200_000 };
const COURT = { taille: 3000, naif: 300, horloges: 5000, commandes: 500, verification: 20_000 };
const ENTIER = { commandes: 3000, verification: 200_000 };
const COEUR = ['journal', 'dossier', 'log_index'];
const depart = performance.now();

const dire = (texte) => console.log(`[${((performance.now() - depart) / 1000).toFixed(1).padStart(6)} s] ${texte}`);

function entier(nom, texte, defaut) {
  if (texte === undefined) return defaut;
  const n = Number(texte);
  if (!Number.isInteger(n) || n < 1) throw new Error(`--${nom} attend un entier positif`);
  return n;
}

function lireOptions() {
  const { values } = parseArgs({ options: { court: { type: 'boolean' }, taille: { type: 'string' }, kafka: { type: 'boolean' }, naif: { type: 'string' }, 'naif-limite': { type: 'string' } } });
  return {
    taille: entier('taille', values.taille, values.court ? COURT.taille : null),
    naif: entier('naif', values.naif, values.court ? COURT.naif : 3000),
    kafka: values.kafka ?? false,
    horloges: values.court ? COURT.horloges : OBJECTIFS.horloges,
    commandes: (values.court ? COURT : ENTIER).commandes,
    verification: (values.court ? COURT : ENTIER).verification,
    limiteS: entier('naif-limite', values['naif-limite'], 180),
  };
}

const reunir = (tables) => ({ tables, secondes: tables.reduce((s, t) => s + t.secondes, 0) });

/** The host is suspended meanwhile: it holds its memory and connections, and takes no time from what is measured. */
async function sansHote(hote, fn) {
  signaler(hote.pid, 'SIGSTOP');
  try {
    await avecBase(hote.etat, 'postgres', (c) => c.query('CHECKPOINT'));
    return await fn();
  } finally {
    signaler(hote.pid, 'SIGCONT');
  }
}

async function mesurerLimites({ etat }) {
  const tables = [];
  for (const service of BASES) tables.push(...(await mesurerLimite(etat, service)));
  return { toutes: reunir(tables), limite: reunir(tables.filter((t) => t.service === 'prestations' && COEUR.includes(t.table))) };
}

/** The same year through a real broker: all services in one process, then one process each, with the delay from commit to counter. */
async function mesurerAssemblages({ taille }) {
  dire('d. la même année par Kafka, tous les services dans un processus…');
  const ensemble = await mesurerAssemblage('kafka', taille);
  dire('d. la même année par Kafka, un processus par service…');
  const separes = await mesurerAssemblage('services', taille);
  return { ensemble, separes };
}

async function mesurer(options) {
  const hote = new Hote(options.taille);
  dire('a. la plateforme : fichiers, envoi, journal, projection, rapport…');
  const annee = await mesurerAnnee(hote);
  const postgres = hote.pg.version;
  dire('c. la limite : les mêmes lignes, unnest brut…');
  const limites = await sansHote(hote, () => mesurerLimites(hote));
  dire(`b. la version simple : ${options.naif} demandes au plus, puis autant d’arrêts, d’avis et d’AT-MP…`);
  const naif = await sansHote(hote, () => mesurerNaif(hote.etat, hote.fichiers, options.naif, options.limiteS));
  naif.secondesAld = (naif.ald.secondes / naif.ald.lignes) * annee.ald.lignes;
  naif.secondesSuite = (naif.suite.secondes / naif.suite.lignes) * annee.suite.lignes;
  dire(`${options.horloges} horloges dues…`);
  const horloges = await sansHote(hote, () => mesurerHorloges(adresseAdmin(hote.etat), options.horloges));
  dire(`${options.verification} lignes vérifiées…`);
  const verification = await sansHote(hote, () => mesurerVerification(adresseAdmin(hote.etat), options.verification));
  dire(`${2 * options.commandes} commandes par HTTP…`);
  const commandes = await mesurerCommandes(hote, options.commandes, sansHote);
  dire('le séquenceur et la projection, chacun seul…');
  const sequenceur = await mesurerSequenceur(hote.etat);
  const projection = await mesurerProjection(hote);
  const sauts = options.kafka && (await mesurerSauts(hote, dire));
  await hote.arreter();
  const kafka = sauts && { sauts, ...(await mesurerAssemblages(options)) };
  return { machine: machine(postgres), objectifs: OBJECTIFS, annee, naif, ...limites, sequenceur, projection, horloges, verification, commandes, kafka };
}

try {
  const resultat = await mesurer(lireOptions());
  console.log(rediger(resultat));
  const sortie = join(mkdtempSync(join(tmpdir(), 'sm-banc-')), 'banc.json');
  writeFileSync(sortie, `${JSON.stringify({ ...resultat, jugement: resultat.annee.demandes >= OBJECTIFS.demandes ? juger(resultat) : null }, null, 2)}\n`);
  console.log(`  résultats en JSON : ${sortie}`);
  process.exit(0);
} catch (e) {
  console.error(e instanceof Error ? e.message : e);
  process.exit(1);
}
