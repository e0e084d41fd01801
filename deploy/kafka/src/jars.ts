import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { baseCommune, creerDossier, sousVerrou } from '@sm/platform/postgres';
import { executer, surLeChemin } from './java';
import table from './jars.json';

/** One runtime jar of the broker: Maven coordinates `group:artifact:version`, size in bytes, SHA-256. */
export interface Jar {
  readonly jar: string;
  readonly octets: number;
  readonly sha256: string;
}

type Dire = (message: string) => void;

/** Public address of Maven Central. */
const CENTRAL = 'https://repo1.maven.org/maven2';
const GREFFON = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const ESSAIS = 3;

const morceaux = ({ jar }: Jar): [string, string, string] => jar.split(':') as [string, string, string];
export const cheminMaven = (jar: Jar): string => {
  const [groupe, nom, version] = morceaux(jar);
  return `${groupe.replaceAll('.', '/')}/${nom}/${version}/${nom}-${version}.jar`;
};
const nomDe = (jar: Jar): string => basename(cheminMaven(jar));
const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');
const conforme = (fichier: string, jar: Jar): boolean => existsSync(fichier) && sha256(readFileSync(fichier)) === jar.sha256;

/** What is still to be found; a file that does not have its hash is thrown away. */
function manquants(dossier: string, jars: readonly Jar[]): Jar[] {
  return jars.filter((jar) => {
    const fichier = join(dossier, nomDe(jar));
    if (conforme(fichier, jar)) return false;
    rmSync(fichier, { force: true });
    return true;
  });
}

function reprendreDepot(dossier: string, jars: readonly Jar[], depot: string): void {
  for (const jar of jars) {
    const local = join(depot, cheminMaven(jar));
    if (existsSync(local)) copyFileSync(local, join(dossier, nomDe(jar)));
  }
}

/** Maven follows the mirror of its user's settings, where Central itself may be closed. */
async function parMaven(dossier: string, jars: readonly Jar[], mvn: string): Promise<void> {
  const travail = mkdtempSync(join(dossier, 'maven-'));
  const dependances = jars.map((jar) => {
    const [groupe, nom, version] = morceaux(jar);
    return `<dependency><groupId>${groupe}</groupId><artifactId>${nom}</artifactId><version>${version}</version><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>`;
  });
  const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>sm</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging><dependencies>${dependances.join('')}</dependencies></project>`;
  writeFileSync(join(travail, 'pom.xml'), pom);
  try {
    await executer(mvn, ['-q', '-B', '-f', join(travail, 'pom.xml'), GREFFON, `-DoutputDirectory=${dossier}`], 300_000, travail);
  } finally {
    rmSync(travail, { recursive: true, force: true });
  }
}

async function telecharger(dossier: string, jar: Jar, central: string): Promise<void> {
  for (let essai = 1; ; essai++) {
    try {
      const reponse = await fetch(`${central}/${cheminMaven(jar)}`, { signal: AbortSignal.timeout(120_000) });
      if (!reponse.ok) throw new Error(`réponse ${reponse.status}`);
      const octets = new Uint8Array(await reponse.arrayBuffer());
      if (sha256(octets) !== jar.sha256) throw new Error("empreinte différente de celle de la table");
      writeFileSync(join(dossier, nomDe(jar)), octets);
      return;
    } catch (e) {
      if (essai === ESSAIS) throw new Error(`${nomDe(jar)} : ${(e as Error).message}`);
    }
  }
}

async function parHttps(dossier: string, jars: readonly Jar[], central: string): Promise<void> {
  const file = [...jars];
  const ouvrier = async (): Promise<void> => {
    for (let jar = file.shift(); jar; jar = file.shift()) await telecharger(dossier, jar, central);
  };
  await Promise.all(Array.from({ length: 6 }, ouvrier));
}

/** Where the jars come from and go to; the defaults are the public repository and the common state folder. */
export interface Provenance {
  readonly jars: readonly Jar[];
  readonly base: string;
  readonly depot: string;
  readonly mvn: string | null;
  readonly central: string;
}

/** Brings every jar into the folder by each way in turn, and keeps only those that have their hash. */
async function rassembler(dossier: string, { jars, depot, mvn, central }: Provenance, dire: Dire): Promise<void> {
  reprendreDepot(dossier, jars, depot);
  let reste = manquants(dossier, jars);
  if (reste.length === 0) return;
  dire(`Kafka : ${reste.length} archives à prendre sur Maven Central (${Math.ceil(reste.reduce((n, j) => n + j.octets, 0) / 1e6)} Mo, une seule fois)…`);
  if (mvn) {
    await parMaven(dossier, reste, mvn).catch((e: Error) => dire(`Maven n'a pas abouti (${e.message.split('\n')[0]}) : prise directe.`));
    reste = manquants(dossier, jars);
  }
  await parHttps(dossier, reste, central);
}

const habituelle = (): Provenance => ({ jars: table, base: baseCommune(), depot: join(homedir(), '.m2', 'repository'), mvn: surLeChemin('mvn'), central: CENTRAL });

/**
 * Folder that holds every jar of the table, taken once and shared by every clone of this account; its name is the hash of the table.
 * Filled as a draft, then renamed: a half-made folder is never used. Hashes are verified before the renaming, whatever the way.
 * @throws Error in French when a jar cannot be had
 */
export async function dossierJars(dire: Dire = () => undefined, provenance = habituelle()): Promise<string> {
  const parent = join(provenance.base, 'kafka');
  const cible = join(parent, sha256(Buffer.from(JSON.stringify(provenance.jars))).slice(0, 16));
  if (existsSync(cible)) return cible;
  creerDossier(parent, 0o755);
  return sousVerrou(`${cible}.verrou`, 900_000, async () => {
    if (existsSync(cible)) return cible;
    for (const nom of readdirSync(parent)) if (nom.startsWith(`${basename(cible)}.ebauche`)) rmSync(join(parent, nom), { recursive: true, force: true });
    const ebauche = `${cible}.ebauche-${process.pid}`;
    mkdirSync(ebauche);
    await rassembler(ebauche, provenance, dire).catch((e: Error) => {
      rmSync(ebauche, { recursive: true, force: true });
      throw new Error(`Les archives de Kafka n'ont pu être prises sur Maven Central : ${e.message}.`);
    });
    renameSync(ebauche, cible);
    return cible;
  });
}
