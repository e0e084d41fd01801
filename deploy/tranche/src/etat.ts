import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MotsDePasse } from '@sm/platform';

export const SERVICES = ['organisation', 'repertoire', 'prestations', 'pilotage'] as const;
export type NomService = (typeof SERVICES)[number];

/** Secrets of one installation, drawn at its first start and kept where only its account can read them. */
export interface Secrets {
  readonly cleMaitre: string;
  readonly bases: Readonly<Record<NomService, MotsDePasse>>;
  readonly clients: Readonly<Record<string, string>>;
}

export const COMPTES_MACHINE = ['amorce', 'reprise-931', 'rapport'] as const;

const tirer = (): string => randomBytes(24).toString('base64url');

function ecrire(fichier: string, contenu: object): void {
  writeFileSync(`${fichier}.neuf`, `${JSON.stringify(contenu, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${fichier}.neuf`, fichier);
}

export function lireSecrets(dossier: string): Secrets {
  mkdirSync(dossier, { recursive: true });
  const fichier = join(dossier, 'secrets.json');
  if (existsSync(fichier)) {
    chmodSync(fichier, 0o600);
    return JSON.parse(readFileSync(fichier, 'utf8')) as Secrets;
  }
  const comptes = [...COMPTES_MACHINE, ...SERVICES.map((s) => `service-${s}`)];
  const secrets: Secrets = {
    cleMaitre: randomBytes(32).toString('hex'),
    bases: Object.fromEntries(SERVICES.map((s) => [s, { connexion: tirer(), proprietaire: tirer(), lecteur: tirer() }])) as Secrets['bases'],
    clients: Object.fromEntries(comptes.map((c) => [c, tirer()])),
  };
  ecrire(fichier, secrets);
  return secrets;
}

/** Tells the commands of the project (`npm run report`…) where the running platform is and how to sign in. */
export const annoncer = (dossier: string, contenu: object): void => ecrire(join(dossier, 'plateforme.json'), contenu);
