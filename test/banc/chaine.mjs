import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ouvrirAdmin } from '../epreuves/horloges/terrain.mjs';

const requis = createRequire(import.meta.url);
const { Db, Journal, Sequenceur, VerificateurChaine, contexteSysteme, migrationsPlateforme, migrer, preparerBase, uuidv7 } = requis('@sm/platform');
const interne = (nom) => requis(join(import.meta.dirname, '..', '..', 'libs', 'platform', 'dist', 'journal', nom));
const { lireMaillons } = interne('chaines.js');
const { ORIGINE, suivre } = interne('maillons.js');

const SERVICE = 'banc';
const BASE = 'banc_chaine';
const UNITE = 931;
const LOT = 2000;
const REPRISES = 8;

/** A row like those of the sample year: 350 bytes of private JSON, a sealed content two times in five, a public message. */
const ligne = (i) => ({
  topic: 'sm.banc', dossier: uuidv7(), version: 1 + (i % 9), unite: UNITE, type: 'AvisRendu', survenuLe: new Date(1_460_000_000_000 + i * 1000), prive: { etat: 'recevable', motif: 'x'.repeat(300), n: i },
  medical: i % 5 < 2 ? Buffer.alloc(260, i % 251) : null, public: Buffer.alloc(90, i % 13),
});

async function remplir(db, nombre) {
  const ctx = { acteur: { id: 'agent:banc', genre: 'agent', nom: '' }, role: 'app', unites: [UNITE] };
  const journal = new Journal();
  const sequenceur = new Sequenceur(db);
  for (let i = 0; i < nombre; i += LOT) await db.inTransaction(ctx, (tx) => journal.ajouter(tx, ctx, Array.from({ length: LOT }, (_, k) => ligne(i + k)), `lot-${i}`));
  while (await sequenceur.tic());
}

/** Processor time, best of several: what a core can do, whoever else is on the machine. */
function meilleur(faire) {
  let microsecondes = Infinity;
  for (let i = 0; i < REPRISES; i++) {
    const debut = process.cpuUsage();
    faire();
    const { user, system } = process.cpuUsage(debut);
    microsecondes = Math.min(microsecondes, user + system);
  }
  return microsecondes / 1e6;
}

/** What a row makes the verifier hash, and nothing else: its canonical form, then two links. */
function octetsDe(m) {
  const texte = [m.evenement, m.topic, m.part, m.dossier, m.cle, m.version, m.unite, m.type, m.survenu, m.enregistre, m.acteur, m.commande, m.prive].map((c) => (c === null ? '-' : `${String(c).length}:${c}`)).join('|');
  return Buffer.concat([Buffer.from(`${texte}|${m.medical?.length ?? '-'}|${m.public?.length ?? '-'}|`), m.medical ?? Buffer.alloc(0), m.public ?? Buffer.alloc(0)]);
}

/** One core on rows already read, beside raw SHA-256 of the same bytes; then from the database, PostgreSQL and the driver included. */
export async function mesurerVerification(urlAdmin, nombre) {
  const adresses = await preparerBase(urlAdmin, SERVICE, BASE, { connexion: 'banc', proprietaire: 'banc', lecteur: 'banc' });
  await migrer(adresses.urlProprietaire, migrationsPlateforme(SERVICE));
  const db = await new Db(SERVICE, adresses.url).ouvrir();
  try {
    await remplir(db, nombre);
    const maillons = (await db.inTransaction(contexteSysteme('journal'), (tx) => lireMaillons(tx, [{ unite: UNITE, depuis: 0, jusqua: Math.min(nombre, 20_000) }]))).get(UNITE);
    const coeur = meilleur(() => {
      if (suivre(UNITE, ORIGINE, maillons, maillons.length).rupture) throw new Error('la chaîne du banc est rompue');
    });
    const formes = maillons.map(octetsDe);
    const lien = Buffer.alloc(64);
    const brut = meilleur(() => {
      for (const f of formes) {
        hash('sha256', f, 'hex');
        hash('sha256', lien, 'hex');
      }
    });
    const { lignes, dureeMs, ruptures } = await new VerificateurChaine(db).verifierTout();
    if (ruptures.length || lignes !== nombre) throw new Error(`${lignes} lignes vérifiées sur ${nombre}, ${ruptures.length} rupture(s)`);
    return { coeur: { lignes: maillons.length, secondes: coeur }, brut: { lignes: maillons.length, secondes: brut, octets: formes.reduce((n, f) => n + f.length, 0) }, base: { lignes, secondes: dureeMs / 1000 } };
  } finally {
    await db.fermer();
    const serveur = await ouvrirAdmin(urlAdmin);
    await serveur.query(`DROP DATABASE IF EXISTS ${BASE} WITH (FORCE)`);
    await serveur.end();
  }
}
