import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  readonly comptes: {
    readonly demandes: number; readonly initiales: number; readonly prolongations: number; readonly pse: number; readonly moinsDe25Jours: number;
    readonly avisArret: number; readonly surPersonne: number; readonly notices: number; readonly doublons: number; readonly atmp: number; readonly reconnaissancesMp: number;
  };
  readonly delai: { readonly numerateur: number; readonly denominateur: number; readonly pourcentage: string };
  readonly detail: { readonly sens: Readonly<Record<string, number>>; readonly regimes: Readonly<Record<string, number>>; readonly complements: number; readonly secondsAvis: number } & Readonly<Record<'risques' | 'modes' | 'conclusions' | 'objets', Readonly<Record<string, number>>>>;
}

/** The three ways to put the platform together; `SM_ASSEMBLAGE` says on which one the stories run. */
export type NomAssemblage = 'embarque' | 'kafka' | 'services';

interface Demande {
  readonly assemblage: NomAssemblage;
  readonly taille: number;
  /** Other options of the host, as `--portefeuille`. */
  readonly options?: readonly string[];
}

/** The running platform, the sample loaded. */
export interface Hote {
  readonly url: string;
  /** Its state folder. */
  readonly etat: string;
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

/** The run itself, whose folder bears its number: a worker may end before the others, and the host is theirs too. */
const essais = (): string => /essais-(\d+)$/.exec(process.env['SM_TEST_ETAT'] ?? '')?.[1] ?? String(process.pid);

async function lancer(etat: string, { assemblage, taille, options = [] }: Demande): Promise<void> {
  const racine = join(__dirname, '..', '..');
  const hote = [join(racine, 'deploy/tranche/dist/main.js'), '--etat', etat, '--port', String(await portLibre()), '--taille', String(taille), '--assemblage', assemblage, ...options];
  const env = { ...process.env };
  for (const nom of ['SM_TEST_BASE', 'DATABASE_URL', 'NODE_OPTIONS']) delete env[nom];
  spawn(process.execPath, [join(__dirname, 'gardien.mjs'), essais(), etat, ...hote], { cwd: racine, detached: true, stdio: 'ignore', env }).unref();
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

/** @throws Error on an assembly that does not exist: the stories would silently run on another */
function assemblageVoulu(): NomAssemblage {
  const voulu = process.env['SM_ASSEMBLAGE'] || 'embarque';
  if (voulu !== 'embarque' && voulu !== 'kafka' && voulu !== 'services') throw new Error(`SM_ASSEMBLAGE : « ${voulu} » n'est pas un assemblage`);
  return voulu;
}

/** One host by run and by assembly. */
function dossierDe({ assemblage, taille, options = [] }: Demande): string {
  const cle = createHash('sha256').update(process.env['SM_TEST_BASE'] ?? String(process.ppid)).digest('hex').slice(0, 16);
  return join(tmpdir(), `sm-scenarios-${cle}-${[assemblage, taille, ...options].join('-')}`);
}

const sortieDe = (etat: string): string => (existsSync(join(etat, 'hote.sortie')) ? readFileSync(join(etat, 'hote.sortie'), 'utf8') : '');

async function attendre(etat: string, taille: number): Promise<Hote> {
  const dossier = join(etat, `echantillon-${taille}`);
  await jusqua(() => existsSync(join(dossier, 'charge.json')) || existsSync(join(etat, 'hote.fin')), { delaiMs: DELAI_MS, pasMs: 100, quoi: `le chargement de l'hôte (${etat})` });
  if (existsSync(join(etat, 'hote.fin'))) throw new Error(`L'hôte ne démarre pas :\n${sortieDe(etat)}`);
  const lire = (fichier: string): string => readFileSync(join(etat, fichier), 'utf8');
  const echantillon = (fichier: string): string => readFileSync(join(dossier, fichier), 'utf8');
  const { url } = JSON.parse(lire('plateforme.json')) as { url: string };
  return { url, etat, lire, echantillon, manifeste: JSON.parse(echantillon('manifeste.json')) as Manifeste };
}

/**
 * The host of this run, shared by every story: started by the first that asks, stopped with the run. `SM_HOTE_ETAT` names the state folder of one that runs already.
 * @throws Error with what the host said when it does not start
 */
export async function ouvrirHote(): Promise<Hote> {
  const demande = { assemblage: assemblageVoulu(), taille: TAILLE };
  const etat = process.env['SM_HOTE_ETAT'] ?? dossierDe(demande);
  if (!process.env['SM_HOTE_ETAT'] && premier(etat)) await lancer(etat, demande);
  return attendre(etat, TAILLE);
}

/** A host of one's own, while `fn` runs; it is stopped in good order before this resolves. `relancer` starts it again on its state, once it was killed. @throws Error when its stop fails */
export async function avecHote<T>(demande: Demande, fn: (hote: Hote, relancer: () => Promise<Hote>) => Promise<T>): Promise<T> {
  const etat = dossierDe(demande);
  premier(etat);
  await lancer(etat, demande);
  const fin = join(etat, 'hote.fin');
  const relancer = async (): Promise<Hote> => {
    await jusqua(() => existsSync(fin), { delaiMs: 60_000, quoi: `la fin de l'hôte (${etat})` });
    for (const f of [fin, join(etat, 'plateforme.json')]) rmSync(f);
    await lancer(etat, demande);
    await jusqua(() => existsSync(join(etat, 'plateforme.json')) || existsSync(fin), { delaiMs: DELAI_MS, pasMs: 100, quoi: `la relance de l'hôte (${etat})` });
    return attendre(etat, demande.taille);
  };
  const finir = async (): Promise<void> => {
    writeFileSync(join(etat, 'hote.arret'), '');
    await jusqua(() => existsSync(fin), { delaiMs: 60_000, quoi: `l'arrêt de l'hôte (${etat})` });
    const [code, sortie] = [readFileSync(fin, 'utf8'), sortieDe(etat)];
    rmSync(etat, { recursive: true, force: true });
    if (code !== '0') throw new Error(`L'hôte s'est mal arrêté (${code}) :\n${sortie}`);
  };
  const resultat = await attendre(etat, demande.taille).then((hote) => fn(hote, relancer)).catch(async (e: unknown) => {
    await finir().catch(() => undefined);
    throw e;
  });
  await finir();
  return resultat;
}
