import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Compte } from './compte';

export type Environnement = Readonly<Record<string, string | undefined>>;

/** Twelve hexadecimal digits that name a folder after a path. */
export const empreinte = (chemin: string): string => createHash('sha256').update(chemin).digest('hex').slice(0, 12);

/** Creates every missing directory of the path with this mode, whatever the umask. */
export function creerDossier(chemin: string, mode: number): void {
  if (existsSync(chemin)) return;
  creerDossier(dirname(chemin), mode);
  mkdirSync(chemin, { mode });
  chmodSync(chemin, mode);
}

/** May this account walk down to the directory? Group membership beyond the main group is ignored. */
export function traversable(chemin: string, compte: Compte | null): boolean {
  if (!compte) return true;
  const { mode, uid, gid } = statSync(chemin);
  const bit = uid === compte.uid ? 0o100 : gid === compte.gid ? 0o010 : 0o001;
  if (!(mode & bit)) return false;
  return chemin === dirname(chemin) || traversable(dirname(chemin), compte);
}

function utilisable(chemin: string, mode: number): boolean {
  try {
    creerDossier(chemin, mode);
    const { uid } = lstatSync(chemin);
    accessSync(chemin, constants.W_OK | constants.X_OK);
    // A folder of a shared /tmp that somebody else made in advance is not ours to trust.
    return lstatSync(chemin).isDirectory() && uid === (process.getuid?.() ?? uid);
  } catch {
    return false;
  }
}

/**
 * Folder shared by every clone of this account: /var/lib/service-medical for root, the XDG state folder otherwise, a folder of /tmp when neither can be written.
 * @throws Error when none of them can be written
 */
export function baseCommune(env: Environnement = process.env): string {
  const racine = process.getuid?.() === 0;
  const provisoire = join(tmpdir(), `service-medical-${process.getuid?.() ?? 0}`);
  const personnel = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  const candidats = racine ? ['/var/lib/service-medical', provisoire] : [join(personnel, 'service-medical'), provisoire];
  const retenu = candidats.find((chemin) => utilisable(chemin, racine ? 0o711 : 0o700));
  if (!retenu) throw new Error(`Aucun dossier d'état accessible en écriture parmi : ${candidats.join(', ')}. Donnez-en un par SM_ETAT.`);
  return retenu;
}

/** State folder of one clone: SM_ETAT when given, else one named after the path of the clone. Not created. */
export function dossierEtatDe(clone: string, env: Environnement = process.env): string {
  if (env['SM_ETAT']) return resolve(env['SM_ETAT']);
  return join(baseCommune(env), empreinte(realpathSync(clone)));
}

/** Where the server's own files live: the state folder, or a twin in the common base when the server's account cannot reach it. */
export function dossierServeur(dossierEtat: string, compte: Compte | null, env: Environnement = process.env): string {
  creerDossier(dossierEtat, compte ? 0o711 : 0o700);
  if (traversable(realpathSync(dossierEtat), compte)) return dossierEtat;
  const jumeau = join(baseCommune(env), empreinte(realpathSync(dossierEtat)));
  creerDossier(jumeau, 0o711);
  if (!traversable(jumeau, compte)) throw new Error(`Le compte ${compte?.nom} ne peut atteindre ni ${dossierEtat} ni ${jumeau}.`);
  return jumeau;
}
