import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseCommune, sousVerrou } from '@sm/platform/postgres';
import { dossierJars } from './jars';
import { optionsJava, trouverJava, versionJava } from './java';
import type { Archives } from './java';
import { choisirPorts } from './ports';
import { ARRET, MORT, arreterProcessus, attacher, attendrePret, lancer } from './processus';
import { journalisation, proprietes } from './reglages';
import { formater, grappeDe, lieux } from './stockage';

/** Starts a broker on a storage of its own, only to keep the classes it loads. */
async function graver(java: string, classes: string, base: string, cible: string): Promise<void> {
  const essai = mkdtempSync(join(base, 'gravure-'));
  try {
    const nues = { classes, partage: null };
    const l = { ...lieux(essai), dossier: essai, donnees: join(essai, 'donnees'), reglages: join(essai, 'server.properties'), journalisation: join(essai, 'log4j2.xml'), sortie: join(essai, 'sortie') };
    await formater(l, java, nues, null);
    const ports = await choisirPorts(null, 0, false, () => undefined);
    writeFileSync(l.journalisation, journalisation(join(essai, 'kafka.log')));
    writeFileSync(l.reglages, proprietes(ports, l.donnees, null));
    const brouillon = join(essai, 'classes.jsa');
    const pid = lancer({ ...l, java, jvm: [`-XX:ArchiveClassesAtExit=${brouillon}`, ...optionsJava(nues, 256)] }).pid ?? 0;
    const detacher = attacher(pid, l.dossier);
    const panne = await attendrePret(pid, ports.clair, grappeDe(l.donnees), 60_000);
    await arreterProcessus(pid, panne ? MORT : ARRET);
    detacher();
    if (!panne && existsSync(brouillon)) renameSync(brouillon, cible);
  } finally {
    rmSync(essai, { recursive: true, force: true });
  }
}

/** The archive of classes of this Java for these jars: made once (some ten seconds), it divides each start by two or three. Null when it could not be made. */
async function archiver(java: string, jars: string, classes: string, base: string): Promise<string | null> {
  const cible = `${jars}.${createHash('sha256').update(versionJava(java)).digest('hex').slice(0, 12)}.jsa`;
  if (existsSync(cible)) return cible;
  await sousVerrou(`${cible}.verrou`, 300_000, async () => {
    if (!existsSync(cible)) await graver(java, classes, base, cible).catch(() => undefined);
  });
  return existsSync(cible) ? cible : null;
}

/** Gathers the jars, and the archive of their classes. @throws Error in French when a jar cannot be had */
export async function preparerArchives(java: string, dire: (message: string) => void): Promise<Archives> {
  const jars = await dossierJars(dire);
  const classes = readdirSync(jars).sort().map((nom) => join(jars, nom)).join(':');
  return { classes, partage: await archiver(java, jars, classes, baseCommune()) };
}

/** Can a broker start here? Takes the jars if they were never taken. @returns the reason why it cannot, or null */
export async function empechement(dire: (message: string) => void): Promise<string | null> {
  const trouve = trouverJava();
  if ('absence' in trouve) return trouve.absence;
  return dossierJars(dire).then(() => null, (e: Error) => e.message);
}
