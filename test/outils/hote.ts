import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jusqua } from '@sm/testing';

export const TAILLE = 1500;
const DELAI_MS = 240_000;

/** What the sample says of itself: the only source of the expected figures. */
export interface Manifeste {
  readonly unite: string;
  readonly annee: number;
  readonly comptes: { readonly demandes: number; readonly initiales: number; readonly prolongations: number; readonly pse: number; readonly moinsDe25Jours: number };
  readonly delai: { readonly numerateur: number; readonly denominateur: number; readonly pourcentage: string };
  readonly detail: { readonly sens: Readonly<Record<string, number>>; readonly regimes: Readonly<Record<string, number>>; readonly complements: number; readonly secondsAvis: number };
}

/** The running slice host: one process, one Postgres, the sample loaded. */
export interface Hote {
  readonly url: string;
  readonly manifeste: Manifeste;
  /** Text of a file of the state folder, as `secrets.json`. */
  lire(fichier: string): string;
  /** Text of a file of the sample, as `assures.csv`. */
  echantillon(fichier: string): string;
}

const portLibre = (): Promise<number> =>
  new Promise((resoudre) => {
    const essai = createServer().listen(0, '127.0.0.1', () => {
      const { port } = essai.address() as AddressInfo;
      essai.close(() => resoudre(port));
    });
  });

async function lancer(etat: string): Promise<void> {
  const racine = join(__dirname, '..', '..');
  const hote = [join(racine, 'deploy/tranche/dist/main.js'), '--etat', etat, '--port', String(await portLibre()), '--taille', String(TAILLE)];
  const env = { ...process.env };
  for (const nom of ['SM_TEST_BASE', 'DATABASE_URL', 'NODE_OPTIONS']) delete env[nom];
  spawn(process.execPath, [join(__dirname, 'gardien.mjs'), String(process.pid), etat, ...hote], { cwd: racine, detached: true, stdio: 'ignore', env }).unref();
}

/** True for the one process that is to start the host: the first to make the folder. */
function premier(etat: string): boolean {
  try {
    mkdirSync(etat, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    return true;
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
    return false;
  }
}

const sortieDe = (etat: string): string => (existsSync(join(etat, 'hote.sortie')) ? readFileSync(join(etat, 'hote.sortie'), 'utf8') : '');

/**
 * The host of this run, shared by every story: started by the first that asks, stopped with the run. `SM_HOTE_ETAT` names the state folder of one that runs already.
 * @throws Error with what the host said when it does not start
 */
export async function ouvrirHote(): Promise<Hote> {
  const cle = createHash('sha256').update(process.env['SM_TEST_BASE'] ?? String(process.ppid)).digest('hex').slice(0, 16);
  const etat = process.env['SM_HOTE_ETAT'] ?? join(tmpdir(), `sm-scenarios-${cle}`);
  if (!process.env['SM_HOTE_ETAT'] && premier(etat)) await lancer(etat);
  const dossier = join(etat, `echantillon-${TAILLE}`);
  await jusqua(() => existsSync(join(dossier, 'charge.json')) || existsSync(join(etat, 'hote.fin')), { delaiMs: DELAI_MS, pasMs: 100, quoi: `le chargement de l'hôte (${etat})` });
  if (existsSync(join(etat, 'hote.fin'))) throw new Error(`L'hôte ne démarre pas :\n${sortieDe(etat)}`);
  const lire = (fichier: string): string => readFileSync(join(etat, fichier), 'utf8');
  const echantillon = (fichier: string): string => readFileSync(join(dossier, fichier), 'utf8');
  const { url } = JSON.parse(lire('plateforme.json')) as { url: string };
  return { url, lire, echantillon, manifeste: JSON.parse(echantillon('manifeste.json')) as Manifeste };
}
