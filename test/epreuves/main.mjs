// Kills of the host and of PostgreSQL in the middle of the import (the report and the journals must be those of a run that nobody disturbed), clocks, marks in medical fields, kills of services.
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eprouverAcces } from './acces/epreuve.mjs';
import { Avancement, enRepos, finsDuJournal } from './avancement.mjs';
import { BASES, avecBase, lignes } from './base.mjs';
import { Bilan } from './bilan.mjs';
import { eprouverCanaris } from './canaris/epreuve.mjs';
import { chaos } from './chaos/commande.mjs';
import { lireOptions as optionsDuChaos } from './chaos/options.mjs';
import { comparerHistoires, controlesDe, figures, histoires, rapportExact } from './controles.mjs';
import { eprouverSeule } from './falsifications/main.mjs';
import { FAUTES, FAUTE_DE_RAPPORT, FAUTE_D_HISTOIRE } from './fautes.mjs';
import { hasard, tirer } from './hasard.mjs';
import { eprouverHorloges } from './horloges/epreuve.mjs';
import { Hote } from './hote.mjs';
import { eprouverPortefeuille } from './portefeuille.mjs';
import { attendre } from './processus.mjs';

const CHARGE_MS = 1_800_000;
const STAGNATION_MS = 90_000;
const COURT = { taille: 3000, kills: 2 };
const bilan = new Bilan();
const { dire, noter } = bilan;

function entier(nom, texte) {
  if (texte === undefined) return undefined;
  const n = Number(texte);
  if (!Number.isInteger(n) || n < 0) throw new Error(`--${nom} attend un entier`);
  return n;
}

function lireOptions() {
  const { values } = parseArgs({ options: { court: { type: 'boolean' }, kills: { type: 'string' }, graine: { type: 'string' }, taille: { type: 'string' } } });
  return {
    court: values.court ?? false,
    kills: entier('kills', values.kills) ?? (values.court ? COURT.kills : 5),
    taille: entier('taille', values.taille) ?? (values.court ? COURT.taille : null),
    graine: entier('graine', values.graine) ?? Math.floor(Math.random() * 2 ** 32),
  };
}

async function reposer(hote) {
  if (!(await attendre(() => enRepos(hote.etat), 60_000, 200))) throw new Error('les journaux ne sont pas numérotés ou publiés à temps');
}

/** What a run that nobody disturbs gives: the oracle of the trial. */
async function reference(hote) {
  await hote.demarrer();
  const { secondes } = await hote.attendreCharge(CHARGE_MS);
  await reposer(hote);
  const avancement = new Avancement(hote.etat);
  const total = await avancement.lire();
  await avancement.fermer();
  const rapport = await hote.rapport();
  const resultat = { secondes, total, rapport: figures(rapport), histoires: await avecBase(hote.etat, 'prestations', histoires) };
  noter('référence sans coupure : le rapport dit ce que disent les fichiers', rapportExact(rapport, hote.manifeste().comptes));
  return resultat;
}

/** Waits until the import has gone that far; false when it ended or stood still before. */
async function atteindre(hote, avancement, voulu) {
  let dernier = -1;
  let depuis = performance.now();
  for (;;) {
    const lu = await avancement.lire();
    if (lu !== null && lu >= voulu) return true;
    if (existsSync(hote.marque) || hote.fin !== null) return false;
    if (lu !== null && lu !== dernier) [dernier, depuis] = [lu, performance.now()];
    if (performance.now() - depuis > STAGNATION_MS) throw new Error(`l'import n'avance plus (${lu})\n${hote.queue()}`);
    await pause(15);
  }
}

/** SIGKILL of the host alone: PostgreSQL goes on, the next start finds it again. */
async function couperHote(hote) {
  await hote.tuer();
  await hote.demarrer();
  return 'hôte relancé';
}

/** SIGKILL of the whole server; the host is left standing where the system lets us start the server again as it was. */
async function couperPostgres(hote) {
  const { commande, mort, victimes } = await hote.tuerPostgres();
  if (commande && hote.fin === null) await hote.relancerPostgres(commande, mort);
  else await hote.tuer();
  await pause(500);
  if (hote.fin === null) return `${victimes} processus tués, serveur relancé sous l'hôte resté debout`;
  await hote.demarrer();
  return `${victimes} processus tués, l'hôte s'est arrêté, il est relancé`;
}

async function couper(hote, avancement, { avancement: part, cible, retardMs }, total, numero) {
  const enCours = await atteindre(hote, avancement, Math.floor(part * total));
  const avant = hote.fin === null ? "l'import était fini avant la coupure" : `l'hôte s'est arrêté (${hote.fin}) avant la coupure\n${hote.queue()}`;
  await pause(retardMs);
  const lu = (await avancement.lire()) ?? 0;
  const suite = await (cible === 'hôte' ? couperHote(hote) : couperPostgres(hote));
  await avancement.fermer();
  noter(`kill -9 n° ${numero} : ${cible} à ${((100 * lu) / total).toFixed(1)} % de l'import ; ${suite}`, enCours ? [] : [avant]);
}

/** After the last kill the host must end by itself; one that stands still or stops is a failure, and is started again. */
async function finir(hote) {
  const charge = await hote.attendreCharge(CHARGE_MS).then(() => true, (e) => e.message);
  if (charge === true) return noter("l'import s'achève après la dernière coupure", []);
  noter("l'import s'achève après la dernière coupure", [charge]);
  await hote.tuer();
  await hote.demarrer();
  await hote.attendreCharge(CHARGE_MS);
}

const attendus = async (hote) => ({ fins: await finsDuJournal(hote.etat), fichiers: Object.fromEntries(hote.manifeste().fichiers.map((f) => [f.nom, f.lignes])), comptes: hote.manifeste().comptes });

/** Runs a check in a transaction that is rolled back, after the faults given. */
const eprouver = (hote, service, sqls, verifier) =>
  avecBase(hote.etat, service, async (c) => {
    await c.query('BEGIN');
    try {
      for (const sql of sqls) if ((await c.query(sql)).rowCount === 0) throw new Error(`la faute n'a rien changé : ${sql}`);
      return await verifier(c);
    } finally {
      await c.query('ROLLBACK');
    }
  });

async function controler(hote, ref) {
  const a = await attendus(hote);
  for (const service of BASES) for (const { nom, verifier } of controlesDe(service)) noter(`${service} : ${nom}`, await eprouver(hote, service, [], (c) => verifier(c, a)));
  noter('prestations : histoires identiques à la référence, dossier par dossier', comparerHistoires(ref.histoires, await avecBase(hote.etat, 'prestations', histoires)));
  noter('rapport identique à la référence, octet pour octet', figures(await hote.rapport()) === ref.rapport ? [] : ['le rapport diffère']);
  dire(`${a.maillons.toLocaleString('fr-FR')} maillons recalculés`);
}

const vue = (anomalies) => (anomalies.length ? [] : ['la faute passe inaperçue']);

async function planter(hote, ref) {
  const a = await attendus(hote);
  for (const { nom, service, controle, sql } of FAUTES) {
    const { verifier } = controlesDe(service).find((c) => c.nom === controle);
    noter(`faute plantée : ${nom}`, vue(await eprouver(hote, service, sql, (c) => verifier(c, a))));
  }
  const h = FAUTE_D_HISTOIRE;
  noter(`faute plantée : ${h.nom}`, vue(await eprouver(hote, h.service, h.sql, async (c) => comparerHistoires(ref.histoires, await histoires(c)))));
  await avecBase(hote.etat, FAUTE_DE_RAPPORT.service, async (c) => {
    const [{ unite, indicateur, jour, axe }] = await lignes(c, FAUTE_DE_RAPPORT.choisir);
    await c.query(FAUTE_DE_RAPPORT.doubler, [unite, indicateur, jour, axe]);
    noter(`faute plantée : ${FAUTE_DE_RAPPORT.nom}`, figures(await hote.rapport()) === ref.rapport ? ['la faute passe inaperçue'] : []);
    await c.query(FAUTE_DE_RAPPORT.remettre, [unite, indicateur, jour, axe]);
    noter('fautes retirées : le rapport est de nouveau celui de la référence', figures(await hote.rapport()) === ref.rapport ? [] : ['le rapport diffère']);
  });
}

/** The trial takes in the very files of the reference. */
function memesFichiers(de, vers) {
  cpSync(de.fichiers, vers.fichiers, { recursive: true });
  rmSync(join(vers.fichiers, 'charge.json'), { force: true });
}

async function eprouverCoupures({ kills, taille, graine }) {
  dire(`épreuve de coupures : ${kills} kill -9, ${taille ?? 'année entière'}${taille ? ' demandes' : ''}, --graine ${graine}`);
  const temoin = new Hote(taille);
  const ref = await reference(temoin);
  dire(`référence chargée en ${ref.secondes.toFixed(1)} s`);
  const hote = new Hote(taille);
  memesFichiers(temoin, hote);
  await temoin.arreter();
  await hote.demarrer();
  const avancement = new Avancement(hote.etat);
  for (const [i, kill] of tirer(kills, hasard(graine)).entries()) await couper(hote, avancement, kill, ref.total, i + 1);
  await finir(hote);
  await reposer(hote);
  await controler(hote, ref);
  await planter(hote, ref);
  noter("l'hôte s'arrête proprement", (await hote.arreter()) ? [] : ['il a fallu le forcer']);
}

/** The short form breaks the separate processes too, for a few minutes. */
async function executer() {
  const options = lireOptions();
  await eprouverCoupures(options);
  await eprouverHorloges(options, bilan);
  await eprouverPortefeuille(options, bilan);
  await eprouverAcces(options, bilan);
  await eprouverSeule({ nombre: options.court ? undefined : 10_000, graine: options.graine }, bilan);
  await eprouverCanaris({}, bilan);
  if (options.court) await chaos(optionsDuChaos(['--court', '--seed', String(options.graine)]), bilan);
}

await bilan.conclure('épreuve', executer);
