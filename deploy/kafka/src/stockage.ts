import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executer, optionsJava } from './java';
import type { Archives } from './java';
import { UTILISATEUR, proprietes } from './reglages';
import type { Securite } from './securite';

/** Where one broker keeps its files. */
export interface Lieux {
  readonly dossier: string;
  readonly donnees: string;
  readonly reglages: string;
  readonly journalisation: string;
  readonly trace: string;
  readonly sortie: string;
  readonly ports: string;
  readonly securite: string;
}

export function lieux(dossierEtat: string): Lieux {
  const dossier = join(realpathSync(dossierEtat), 'kafka');
  const ici = (nom: string): string => join(dossier, nom);
  return { dossier, donnees: ici('donnees'), reglages: ici('server.properties'), journalisation: ici('log4j2.xml'), trace: ici('kafka.log'), sortie: ici('kafka.sortie'), ports: ici('ports.json'), securite: ici('securite') };
}

/** Cluster id of a formatted storage. */
export const grappeDe = (donnees: string): string => /^cluster\.id=(.+)$/m.exec(readFileSync(join(donnees, 'meta.properties'), 'utf8'))?.[1] ?? '';

/** Sixteen random bytes; a leading dash would read as an option. */
function nouvelleGrappe(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? nouvelleGrappe() : id;
}

/** Formats the storage, all or nothing: an interrupted one leaves a draft that the next start removes. */
export async function formater(l: Lieux, java: string, archives: Archives, securite: Securite | null): Promise<void> {
  const ebauche = join(l.dossier, 'donnees.ebauche');
  const reglages = join(l.dossier, 'format.properties');
  rmSync(ebauche, { recursive: true, force: true });
  mkdirSync(ebauche, { mode: 0o700 });
  writeFileSync(reglages, proprietes({ clair: 9092, controleur: 9093 }, ebauche, null), { mode: 0o600 });
  const comptes = securite ? ['256', '512'].flatMap((n) => ['--add-scram', `SCRAM-SHA-${n}=[name=${UTILISATEUR},password=${securite.motDePasse}]`]) : [];
  await executer(java, [...optionsJava(archives, 64), 'kafka.tools.StorageTool', 'format', '-t', nouvelleGrappe(), '-c', reglages, ...comptes], 60_000);
  rmSync(reglages);
  renameSync(ebauche, l.donnees);
}
