import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { creerCleRacine, ecrireTrousseauMaitre, lireTrousseauMaitre, type MotsDePasse } from '@sm/platform';

export const SERVICES = ['organisation', 'repertoire', 'prestations', 'pilotage'] as const;
export type NomService = (typeof SERVICES)[number];

/** Secrets of one installation, drawn at its first start and kept where only its account can read them. */
export interface Secrets {
  readonly cleMaitre: string;
  readonly bases: Readonly<Record<NomService, MotsDePasse>>;
  readonly clients: Readonly<Record<string, string>>;
}

export const COMPTES_MACHINE = ['amorce', 'reprise-931', 'rapport', 'demonstration', 'caisse-931', 'courrier-931'] as const;

const tirer = (): string => randomBytes(24).toString('base64url');

function synchroniser(chemin: string): void {
  const fd = openSync(chemin, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** All or nothing, and on the disk before it returns: without the master key, what was sealed under it stays closed for ever. */
function ecrireTexte(dossier: string, nom: string, texte: string): void {
  const fichier = join(dossier, nom);
  writeFileSync(`${fichier}.neuf`, texte, { mode: 0o600 });
  chmodSync(`${fichier}.neuf`, 0o600);
  synchroniser(`${fichier}.neuf`);
  renameSync(`${fichier}.neuf`, fichier);
  synchroniser(dossier);
}

const ecrire = (dossier: string, nom: string, contenu: object): void => ecrireTexte(dossier, nom, `${JSON.stringify(contenu, null, 2)}\n`);

/** What was drawn stays; what a later version of the slice needs is added. */
function completer(connus: Partial<Secrets>): Secrets {
  const comptes = [...COMPTES_MACHINE, ...SERVICES.map((s) => `service-${s}`)];
  return {
    cleMaitre: connus.cleMaitre ?? randomBytes(32).toString('hex'),
    bases: Object.fromEntries(SERVICES.map((s) => [s, connus.bases?.[s] ?? { connexion: tirer(), proprietaire: tirer(), lecteur: tirer() }])) as Secrets['bases'],
    clients: { ...connus.clients, ...Object.fromEntries(comptes.map((c) => [c, connus.clients?.[c] ?? tirer()])) },
  };
}

/** @throws Error when the file exists and cannot be read: drawing new secrets would lose every sealed content */
export function lireSecrets(dossier: string): Secrets {
  mkdirSync(dossier, { recursive: true });
  const fichier = join(dossier, 'secrets.json');
  let connus: Partial<Secrets> = {};
  if (existsSync(fichier)) {
    chmodSync(fichier, 0o600);
    try {
      connus = JSON.parse(readFileSync(fichier, 'utf8')) as Partial<Secrets>;
    } catch {
      throw new Error(`${fichier} est illisible ; rétablissez-le d'une sauvegarde, ou supprimez le dossier pour repartir de zéro`);
    }
    if (!connus.cleMaitre) throw new Error(`${fichier} ne contient plus la clé maître ; rétablissez-le d'une sauvegarde`);
  }
  const secrets = completer(connus);
  if (JSON.stringify(secrets) !== JSON.stringify(connus)) ecrire(dossier, 'secrets.json', secrets);
  return secrets;
}

/** File of the key that signs the roots of the chains, drawn at the first start. One who owns the databases must not be able to read it. */
export function cleRacine(dossier: string): string {
  const fichier = join(dossier, 'racine.pem');
  if (!existsSync(fichier)) ecrireTexte(dossier, 'racine.pem', creerCleRacine());
  return fichier;
}

/** File of the master key's versions; that of an installation which had a single one begins with it. */
export function fichierCleMaitre(dossier: string, { cleMaitre }: Secrets): string {
  const fichier = join(dossier, 'cle-maitre');
  if (!existsSync(fichier)) ecrireTrousseauMaitre(fichier, lireTrousseauMaitre(cleMaitre));
  return fichier;
}

/** Tells the commands of the project (`npm run report`…) where the running platform is and how to sign in. */
export const annoncer = (dossier: string, contenu: object): void => ecrire(dossier, 'plateforme.json', contenu);
