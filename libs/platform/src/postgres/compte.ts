import { readFileSync } from 'node:fs';

/** System account under which the server runs. */
export interface Compte {
  readonly nom: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root: root lends it the account `postgres`, or `nobody`. An ordinary user keeps its own.
 * @returns null when the server runs as ourselves
 * @throws Error when root finds neither account
 */
export function compteServeur(passwd = '/etc/passwd', uid = process.getuid?.()): Compte | null {
  if (uid !== 0) return null;
  const lignes = readFileSync(passwd, 'utf8').split('\n').map((ligne) => ligne.split(':'));
  for (const nom of ['postgres', 'nobody']) {
    const ligne = lignes.find((champs) => champs[0] === nom);
    if (ligne) return { nom, uid: Number(ligne[2]), gid: Number(ligne[3]) };
  }
  throw new Error(`Aucun compte « postgres » ni « nobody » dans ${passwd} : PostgreSQL ne peut pas tourner en root.`);
}
