import { drapeaux } from '../../deploy/lancement/preparer.mjs';
import { spawn } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveur } from './base.mjs';
import { attendre, enfants, habitants, lancement, signaler, vivant } from './processus.mjs';

const PRINCIPAL = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'deploy', 'tranche', 'dist', 'main.js');
const DEMARRAGE_MS = 180_000;
const ouverts = new Set();

/** Nothing that a trial started outlives it, however it ends. */
process.on('exit', () => ouverts.forEach((h) => h.jeter()));
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.on(signal, () => process.exit(code));

const portLibre = () =>
  new Promise((resolve, reject) => {
    const essai = createServer();
    essai.once('error', reject);
    essai.listen(0, '127.0.0.1', () => {
      const { port } = essai.address();
      essai.close(() => resolve(port));
    });
  });

/** A slice host in a throw-away state folder, run as its own process and driven from outside. */
export class Hote {
  enfant = null;
  fin = null;
  pg = null;

  /**
   * @param taille number of requests of the sample, or null for the whole year
   * @param options.options of the command line; @param options.env variables added to ours; @param options.drapeaux flags of node
   */
  constructor(taille, { options = [], env = {}, drapeaux: ajoutes = [] } = {}) {
    this.taille = taille;
    Object.assign(this, { options, env, ajoutes });
    this.etat = mkdtempSync(join(tmpdir(), 'sm-epreuve-'));
    // PostgreSQL runs under another account when we are root: it must be able to walk in.
    chmodSync(this.etat, 0o711);
    this.sortie = join(this.etat, 'sortie.log');
    this.fichiers = join(this.etat, `echantillon${taille ? `-${taille}` : ''}`);
    ouverts.add(this);
  }

  get pid() {
    return this.enfant?.pid ?? null;
  }

  /** Starts the host and waits for its address. Throws with the end of its output when it stops before. */
  async demarrer() {
    this.port ??= await portLibre();
    const env = { ...process.env, ...this.env };
    for (const nom of ['DATABASE_URL', 'SM_ETAT', 'NODE_OPTIONS', 'CI']) delete env[nom];
    const fd = openSync(this.sortie, 'a');
    const args = [...drapeaux, ...this.ajoutes, PRINCIPAL, '--etat', this.etat, '--port', String(this.port), ...(this.taille ? ['--taille', String(this.taille)] : []), ...this.options];
    this.fin = null;
    const enfant = (this.enfant = spawn(process.execPath, args, { env, stdio: ['ignore', fd, fd] }));
    closeSync(fd);
    enfant.once('error', (e) => (this.fin = e.message));
    enfant.once('exit', (code, signal) => enfant === this.enfant && (this.fin = String(signal ?? code)));
    await attendre(() => this.fin !== null || this.adresse() !== null, DEMARRAGE_MS, 20);
    if (this.adresse() === null) throw new Error(`l'hôte n'a pas démarré (${this.fin ?? 'délai dépassé'})\n${this.queue()}`);
    this.pg = await serveur(this.etat);
  }

  /** What the running process announced, null until it did. */
  adresse() {
    try {
      const annonce = JSON.parse(readFileSync(join(this.etat, 'plateforme.json'), 'utf8'));
      return annonce.pid === this.pid ? annonce : null;
    } catch {
      return null;
    }
  }

  /** The last words of the host, and the last errors of its technical log. */
  queue(lignes = 12) {
    const lire = (fichier) => (existsSync(fichier) ? readFileSync(fichier, 'utf8').trim().split('\n') : []);
    const erreurs = lire(join(this.etat, 'tranche.log')).filter((l) => /"level":"(error|fatal)"/.test(l));
    return [...lire(this.sortie).slice(-lignes), ...erreurs.slice(-3)].join('\n');
  }

  get marque() {
    return join(this.fichiers, 'charge.json');
  }

  manifeste() {
    return JSON.parse(readFileSync(join(this.fichiers, 'manifeste.json'), 'utf8'));
  }

  /** Waits for the sample to be taken in. Throws when the host stops before, or when `delaiMs` runs out. */
  async attendreCharge(delaiMs) {
    const obtenu = await attendre(() => existsSync(this.marque) || this.fin !== null, delaiMs, 20);
    if (!existsSync(this.marque)) throw new Error(`${obtenu ? `l'hôte s'est arrêté (${this.fin})` : "l'échantillon n'est pas chargé à temps"}\n${this.queue()}`);
    return JSON.parse(readFileSync(this.marque, 'utf8'));
  }

  /** The report of the sample's unit for a year, that of the sample by default, as the public door gives it. */
  async rapport(voulue) {
    const { url, client, secret } = this.adresse();
    const jeton = await fetch(`${url}/oidc/token`, {
      method: 'POST', body: 'grant_type=client_credentials&resource=urn%3Asm%3Aapi',
      headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
    });
    const { access_token: acces } = await jeton.json();
    const { unite, annee: sienne } = this.manifeste();
    const reponse = await fetch(`${url}/api/pilotage/rapports/${unite}/${voulue ?? sienne}`, { headers: { authorization: `Bearer ${acces}`, accept: 'application/json' } });
    if (!reponse.ok) throw new Error(`le rapport répond ${reponse.status}`);
    return reponse.json();
  }

  async tuer() {
    const { pid } = this;
    signaler(pid, 'SIGKILL');
    await attendre(() => !vivant(pid), 10_000, 5);
  }

  /** SIGKILL of the postmaster and of every backend; returns how the server had been started. */
  async tuerPostgres() {
    this.pg = (await serveur(this.etat)) ?? this.pg;
    const { pid, donnees } = this.pg;
    const commande = lancement(pid);
    const victimes = new Set();
    // A backend may be born while its parent dies.
    const restants = () => [...new Set([pid, ...enfants(pid), ...habitants(donnees)])].filter(vivant);
    await attendre(() => {
      const vus = restants();
      for (const victime of vus) {
        victimes.add(victime);
        signaler(victime, 'SIGKILL');
      }
      return vus.length === 0;
    }, 10_000, 5);
    return { commande, mort: pid, victimes: victimes.size };
  }

  /** Starts the server again as it was, under the host that still runs. `mort`: pid of the one killed. */
  async relancerPostgres({ commande, args, cwd, uid, gid }, mort) {
    // Until its parent has reaped it, PostgreSQL takes the dead postmaster for a living one.
    if (!(await attendre(() => !signaler(mort, 0), 30_000))) throw new Error(`le postmaster ${mort}, mort, n'est pas relevé par son parent`);
    const fd = openSync(this.sortie, 'a');
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
    const enfant = spawn(commande, args, { cwd, env, detached: true, stdio: ['ignore', fd, fd], ...(process.getuid() === 0 ? { uid, gid } : {}) });
    closeSync(fd);
    enfant.unref();
    if (!(await attendre(async () => (this.pg = await serveur(this.etat)) !== null, 60_000))) throw new Error(`PostgreSQL ne se relève pas\n${this.queue()}`);
  }

  /** Orderly stop of the host, which stops its server. Returns false when it had to be forced. */
  async arreter() {
    const { pid } = this;
    signaler(pid, 'SIGTERM');
    const propre = await attendre(() => !vivant(pid), 40_000);
    this.jeter();
    return propre;
  }

  /** Data directory, even before the server ever answered. */
  donnees() {
    const nom = readdirSync(this.etat).find((n) => /^pg\d+$/.test(n));
    return this.pg?.donnees ?? (nom ? join(this.etat, nom) : null);
  }

  /** Kills what is left and removes every file. */
  jeter() {
    if (!ouverts.delete(this)) return;
    if (this.fin === null && this.pid) signaler(this.pid, 'SIGKILL');
    const donnees = this.donnees();
    try {
      const maitre = Number(readFileSync(join(donnees, 'postmaster.pid'), 'utf8').split('\n')[0]);
      const victimes = [maitre, ...enfants(maitre)];
      for (const pid of victimes) signaler(pid, 'SIGKILL');
      for (const limite = performance.now() + 10_000; victimes.some(vivant) && performance.now() < limite; ) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    } catch {
      // Stopped already.
    }
    for (const dossier of [this.etat, donnees && dirname(donnees)]) if (dossier) rmSync(dossier, { recursive: true, force: true, maxRetries: 5 });
  }
}
