import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { creerDossier, sousVerrou, vivant } from '@sm/platform/postgres';
import { preparerArchives } from './archives';
import { optionsJava, trouverJava } from './java';
import { choisirPorts, lirePorts } from './ports';
import { ARRET, MORT, arreterProcessus, attacher, attendrePret, courtierDe, lancer } from './processus';
import type { Signaux } from './processus';
import { UTILISATEUR, journalisation, proprietes } from './reglages';
import type { Ports } from './reglages';
import { creerSecurite } from './securite';
import type { Securite } from './securite';
import { sonder } from './sonde';
import { formater, grappeDe, lieux } from './stockage';
import type { Lieux } from './stockage';

export interface OptionsKafka {
  /** State folder of the clone; the broker keeps to its subfolder `kafka`. */
  readonly dossierEtat: string;
  readonly journal?: (message: string) => void;
  /** Port of the clear listener; by default that of the last run, else 9092, else a free one. 0: any free one. */
  readonly port?: number;
  /** Largest Java heap, in MB. */
  readonly tasMo?: number;
  /** Adds two TLS listeners (client certificate; SASL). Chosen at the first start of a state, for good. */
  readonly securise?: boolean;
  /** Survives the death of the process that started it; otherwise it stops with it. */
  readonly detache?: boolean;
}

/** TLS addresses of a secured broker, with what a client needs to enter. */
export interface AccesSecurise {
  /** Client certificate required. */
  readonly tls: string;
  /** TLS, then SASL PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. */
  readonly sasl: string;
  readonly ac: string;
  readonly certificat: string;
  readonly cle: string;
  readonly utilisateur: string;
  readonly motDePasse: string;
}

export interface CourtierKafka {
  /** `127.0.0.1:port` of the clear listener. */
  readonly courtiers: string;
  readonly grappe: string;
  readonly pid: number;
  readonly reutilise: boolean;
  readonly securise: AccesSecurise | null;
  /** Graceful stop, bounded. */
  arreter(): Promise<void>;
  /** SIGKILL. */
  tuer(): Promise<void>;
}

const TAS_MO = 256;
const DEMARRAGE_MS = 120_000;

const verrouDe = (dossierEtat: string): string => join(dossierEtat, 'kafka.verrou');
const queue = (fichier: string): string => (existsSync(fichier) ? readFileSync(fichier, 'utf8').trim().split('\n').slice(-12).join('\n') : '');

function acces(ports: Ports, securite: Securite | null): AccesSecurise | null {
  if (!securite || !ports.tls || !ports.sasl) return null;
  const { ac, certificat, cle, motDePasse } = securite;
  return { tls: `127.0.0.1:${ports.tls}`, sasl: `127.0.0.1:${ports.sasl}`, ac, certificat, cle, utilisateur: UTILISATEUR, motDePasse };
}

interface EnMarche {
  readonly pid: number;
  readonly ports: Ports;
  readonly reutilise: boolean;
  readonly detacher: () => void;
}

async function dejaEnService(l: Lieux): Promise<EnMarche | null> {
  const pid = courtierDe(l.dossier);
  const ports = lirePorts(l.ports);
  if (pid === null) return null;
  const panne = ports ? await attendrePret(pid, ports.clair, grappeDe(l.donnees), 60_000) : 'ses ports sont inconnus';
  if (!panne && ports) return { pid, ports, reutilise: true, detacher: () => undefined };
  if (!vivant(pid)) return null;
  throw new Error(`Un courtier Kafka (processus ${pid}) tient ${l.dossier} mais ne répond pas : ${panne}.`);
}

async function lancerNeuf(l: Lieux, java: string, jvm: readonly string[], securite: Securite | null, options: OptionsKafka): Promise<EnMarche> {
  const dire = options.journal ?? (() => undefined);
  writeFileSync(l.journalisation, journalisation(l.trace));
  for (let essai = 0; essai < 5; essai++) {
    const ports = await choisirPorts(lirePorts(l.ports), options.port, securite !== null, dire);
    writeFileSync(l.reglages, proprietes(ports, l.donnees, securite), { mode: 0o600 });
    writeFileSync(l.ports, JSON.stringify(ports));
    const pid = lancer({ ...l, java, jvm }).pid;
    if (!pid) throw new Error(`${java} ne se lance pas.`);
    const detacher = options.detache ? () => undefined : attacher(pid, l.dossier);
    const panne = await attendrePret(pid, ports.clair, grappeDe(l.donnees), DEMARRAGE_MS);
    if (!panne) return { pid, ports, reutilise: false, detacher };
    detacher();
    if (vivant(pid)) await arreterProcessus(pid, MORT);
    const traces = `${queue(l.sortie)}\n${queue(l.trace)}`.trim();
    if (!/Address already in use|BindException/.test(traces)) throw new Error(`Kafka n'a pas démarré : ${panne}.\n${traces}`);
  }
  throw new Error("Kafka n'a trouvé aucun port libre après cinq essais.");
}

async function demarrerSous(options: OptionsKafka): Promise<CourtierKafka> {
  const dire = options.journal ?? (() => undefined);
  const trouve = trouverJava();
  if ('absence' in trouve) throw new Error(`Kafka ne peut pas démarrer : ${trouve.absence}.`);
  const l = lieux(options.dossierEtat);
  creerDossier(l.dossier, 0o700);
  const neuf = !existsSync(l.donnees);
  if (!neuf && options.securise && !existsSync(l.securite)) throw new Error(`${l.dossier} a été créé sans sécurité : effacez-le d'abord.`);
  const securite = options.securise || existsSync(l.securite) ? await creerSecurite(l.securite) : null;
  let marche = neuf ? null : await dejaEnService(l);
  if (marche) dire(`Kafka tournait déjà (processus ${marche.pid}, port ${marche.ports.clair}) : il est repris.`);
  else {
    const archives = await preparerArchives(trouve.java, dire);
    if (neuf) await formater(l, trouve.java, archives, securite);
    marche = await lancerNeuf(l, trouve.java, optionsJava(archives, options.tasMo ?? TAS_MO), securite, options);
  }
  const { pid, ports, reutilise, detacher } = marche;
  const finir = (signaux: Signaux) => async (): Promise<void> => {
    detacher();
    if (courtierDe(l.dossier) === pid) await arreterProcessus(pid, signaux);
  };
  return { courtiers: `127.0.0.1:${ports.clair}`, grappe: grappeDe(l.donnees), pid, reutilise, securise: acces(ports, securite), arreter: finir(ARRET), tuer: finir(MORT) };
}

/**
 * Starts, or finds again, the Kafka broker of a state folder; formats its storage the first time. Loopback only.
 * @throws Error in French: no Java, jars out of reach, or the end of the broker's log
 */
export async function demarrerKafka(options: OptionsKafka): Promise<CourtierKafka> {
  creerDossier(options.dossierEtat, 0o711);
  return sousVerrou(verrouDe(options.dossierEtat), 900_000, () => demarrerSous(options));
}

/** What runs on a state folder, without starting anything. */
export async function etatKafka(dossierEtat: string): Promise<{ pid: number; courtiers: string; repond: boolean } | null> {
  if (!existsSync(dossierEtat)) return null;
  const l = lieux(dossierEtat);
  const pid = courtierDe(l.dossier);
  const ports = lirePorts(l.ports);
  if (pid === null || !ports) return null;
  return { pid, courtiers: `127.0.0.1:${ports.clair}`, repond: (await sonder(ports.clair)) === grappeDe(l.donnees) };
}

/** Stops the broker of a state folder, whoever started it. @returns false when none ran */
export async function arreterKafka(dossierEtat: string): Promise<boolean> {
  if (!existsSync(dossierEtat)) return false;
  return sousVerrou(verrouDe(dossierEtat), 60_000, async () => {
    const pid = courtierDe(lieux(dossierEtat).dossier);
    if (pid !== null) await arreterProcessus(pid, ARRET);
    return pid !== null;
  });
}

/** Deletes the broker's whole state. @throws Error while it runs */
export async function effacerKafka(dossierEtat: string): Promise<void> {
  if (!existsSync(dossierEtat)) return;
  await sousVerrou(verrouDe(dossierEtat), 60_000, async () => {
    const { dossier } = lieux(dossierEtat);
    const pid = courtierDe(dossier);
    if (pid !== null) throw new Error(`Le courtier Kafka (processus ${pid}) tourne encore : arrêtez-le avant d'effacer ${dossier}.`);
    rmSync(dossier, { recursive: true, force: true });
  });
}
