// Two schedulers of the platform on due clocks, killed at random moments and started again: read from outside, each clock has fired once, in order.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { valeur } from '../base.mjs';
import { hasard } from '../hasard.mjs';
import { attendre, signaler } from '../processus.mjs';
import { CONTROLES, FAUTES, controler } from './controle.mjs';
import { armerTerrain, ouvrirAdmin, ouvrirOrdonnanceur, preparerTerrain } from './terrain.mjs';

const { demarrerPostgres } = createRequire(import.meta.url)('@sm/platform/postgres');
const TIREUR = join(import.meta.dirname, 'tireur.mjs');
const RESTE = "SELECT count(*)::int FROM horloge WHERE statut = 'armee'";
const DELAI_MS = 300_000;
const COURT = { nombre: 8_000, kills: 6 };
const ENTIER = { nombre: 100_000, kills: 40 };

/** A scheduler in its own process, started again when it is killed. */
class Tireur {
  constructor(url) {
    this.url = url;
    this.sortie = '';
    this.lancer();
  }

  lancer() {
    const env = { ...process.env };
    delete env.NODE_OPTIONS;
    const enfant = (this.enfant = spawn(process.execPath, [TIREUR, this.url], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
    this.pret = false;
    this.fini = false;
    enfant.stdout.on('data', () => (this.pret = true));
    enfant.stderr.on('data', (texte) => (this.sortie = `${this.sortie}${texte}`.slice(-2000)));
    enfant.once('exit', () => (this.fini = true));
  }

  async arreter(signal) {
    const { enfant } = this;
    signaler(enfant.pid, signal);
    if (!(await attendre(() => this.fini, 20_000, 5))) signaler(enfant.pid, 'SIGKILL');
  }
}

/** Blocks of 400 by one effect, then by the other; one clock in fifty arms another, one in thirty of those fired alone is announced. */
const forme = (rang) => {
  const nature = Math.floor(rang / 400) % 2 ? 'un' : 'lot';
  return { nature, suite: rang % 50 === 0, alerte: nature === 'un' && rang % 30 === 0 };
};

async function tuer(tireurs, admin, kills, alea) {
  let vrais = 0;
  for (let i = 0; i < kills; i += 1) {
    const tireur = tireurs[Math.floor(alea() * tireurs.length)];
    if (!(await attendre(() => tireur.pret || tireur.fini, 30_000, 5))) throw new Error(`un ordonnanceur ne démarre pas\n${tireur.sortie}`);
    await pause(Math.floor(alea() * 400));
    if ((await valeur(admin, RESTE)) > 0) vrais += 1;
    await tireur.arreter('SIGKILL');
    tireur.lancer();
  }
  return vrais;
}

async function planter(admin, noter) {
  for (const { nom, controle, sql } of FAUTES) {
    await admin.query('BEGIN');
    const { rowCount } = await admin.query(sql);
    const vues = rowCount ? await controler(admin, CONTROLES.find((c) => c.nom === controle)) : [];
    await admin.query('ROLLBACK');
    noter(`horloges, faute plantée : ${nom}`, vues.length ? [] : [rowCount ? 'la faute passe inaperçue' : 'la faute n’a rien changé']);
  }
}

async function eprouverSur(urlAdmin, { nombre, kills, graine }, { dire, noter }) {
  const { url, admin: adresse } = await preparerTerrain(urlAdmin, 'epreuve_horloges');
  // Armed long before, or the alerts, already past, would be recorded as missed.
  const armeur = await ouvrirOrdonnanceur(url, () => undefined, () => new Date(0));
  await armerTerrain(armeur, nombre, forme);
  await armeur.db.fermer();
  const admin = await ouvrirAdmin(adresse);
  const tireurs = [new Tireur(url), new Tireur(url)];
  try {
    const debut = performance.now();
    const vrais = await tuer(tireurs, admin, kills, hasard(graine));
    const finie = await attendre(async () => (await valeur(admin, RESTE)) === 0, DELAI_MS, 50);
    const secondes = (performance.now() - debut) / 1000;
    const tirees = await valeur(admin, "SELECT count(*)::int FROM horloge WHERE statut = 'echue'");
    noter(`horloges : ${tirees} tirées en ${secondes.toFixed(1)} s sous ${kills} kill -9 de l’un des deux ordonnanceurs, dont ${vrais} en plein tir`, [...(finie ? [] : [`il en reste\n${tireurs.map((t) => t.sortie).join('\n')}`]), ...(vrais ? [] : ['aucun n’est tombé pendant le tir'])]);
    await admin.query('ANALYZE');
    for (const c of CONTROLES) noter(`horloges : ${c.nom}`, await controler(admin, c));
    await planter(admin, noter);
    dire(`horloges : retard le plus court ${await valeur(admin, 'SELECT min(retard)::text FROM horloge')}, le plus long ${await valeur(admin, 'SELECT max(retard)::text FROM horloge')}`);
  } finally {
    await Promise.all(tireurs.map((t) => t.arreter('SIGTERM')));
    await admin.end();
  }
}

/** The trial on a throw-away cluster. @param options.court the short form (under a minute), @param options.graine of the kills */
export async function eprouverHorloges({ court, graine }, bilan) {
  const mesure = court ? COURT : ENTIER;
  bilan.dire(`épreuve des horloges : ${mesure.nombre} échéances, ${mesure.kills} kill -9, --graine ${graine}`);
  const dossierEtat = mkdtempSync(join(tmpdir(), 'sm-horloges-'));
  // PostgreSQL runs under another account when we are root: it must be able to walk in.
  chmodSync(dossierEtat, 0o711);
  const postgres = await demarrerPostgres({ dossierEtat });
  try {
    await eprouverSur(postgres.url, { ...mesure, graine }, bilan);
  } finally {
    await postgres.arreter();
    rmSync(dossierEtat, { recursive: true, force: true, maxRetries: 5 });
  }
}
