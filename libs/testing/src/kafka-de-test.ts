import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demarrerKafka, effacerKafka, empechement } from '@sm/kafka';
import type { AccesSecurise, CourtierKafka } from '@sm/kafka';
import { sousVerrou } from '@sm/platform/postgres';
import { courtierDocker, moteurDocker } from './kafka-docker';

/** The broker of this run, shared by the spec files: each keeps to topics and groups of its own. */
export interface KafkaDeTest {
  /** `host:port` */
  readonly courtiers: string;
  readonly moyen: 'docker' | 'archives';
}

/** A broker of one spec file, which may kill it. */
export interface KafkaPrive {
  /** The same address from one start to the next, as long as nobody takes the port meanwhile. */
  readonly courtiers: string;
  readonly pid: number;
  readonly securise: AccesSecurise | null;
  /** Graceful stop. */
  arreter(): Promise<void>;
  /** SIGKILL. */
  tuer(): Promise<void>;
  /** Starts it again on the same storage, stopping it gracefully if it still runs. */
  redemarrer(): Promise<void>;
  /** Stops it and deletes its storage. */
  fermer(): Promise<void>;
}

/** Why no broker can run here. */
export interface SansKafka {
  readonly absence: string;
}

const dire = (message: string): void => void process.stderr.write(`${message}\n`);

function renoncer(absence: string): SansKafka {
  if ((process.env['SM_EXIGER'] ?? '').split(',').includes('kafka')) throw new Error(`Kafka est exigé mais absent : ${absence}.`);
  dire(`Sans Kafka : ${absence}.`);
  return { absence };
}

const portLibre = (): Promise<number> =>
  new Promise((resolve) => {
    const essai = createServer().listen(0, '127.0.0.1', () => {
      const { port } = essai.address() as AddressInfo;
      essai.close(() => resolve(port));
    });
  });

async function parDocker(): Promise<KafkaDeTest | null> {
  const moteur = await moteurDocker();
  if (!moteur) return null;
  try {
    return { courtiers: await courtierDocker(moteur, await portLibre()), moyen: 'docker' };
  } catch (e) {
    dire(`Kafka par Docker n'a pas abouti (${(e as Error).message.split('\n')[0]}) : archives de Maven Central.`);
    return null;
  }
}

async function parArchives(dossierEtat: string): Promise<KafkaDeTest | SansKafka> {
  const absence = await empechement(dire);
  if (absence) return renoncer(absence);
  const { courtiers } = await demarrerKafka({ dossierEtat, port: 0 });
  return { courtiers, moyen: 'archives' };
}

/**
 * The broker of this run: started by the first spec file that asks, stopped with the run. By Docker where an engine answers within 60 s, else by `@sm/kafka`.
 * @returns it, or why there is none
 * @throws Error when SM_EXIGER requires it
 */
export async function ouvrirKafkaDeTest(): Promise<KafkaDeTest | SansKafka> {
  const dossierEtat = process.env['SM_TEST_ETAT'];
  if (!dossierEtat) throw new Error('SM_TEST_ETAT manque : ce test demande un projet Jest qui démarre PostgreSQL (integration, scenarios ou navigateur).');
  return sousVerrou(join(dossierEtat, 'kafka-partage.verrou'), 900_000, async () => {
    const temoin = join(dossierEtat, 'kafka-docker.json');
    if (existsSync(temoin)) return JSON.parse(readFileSync(temoin, 'utf8')) as KafkaDeTest;
    const conteneur = existsSync(join(dossierEtat, 'kafka')) ? null : await parDocker();
    if (conteneur) writeFileSync(temoin, JSON.stringify(conteneur));
    return conteneur ?? parArchives(dossierEtat);
  });
}

/**
 * A broker of one's own, from the jars of `@sm/kafka`, for tests that stop, kill or secure it.
 * @returns it, or why there is none
 * @throws Error when SM_EXIGER requires it
 */
export async function ouvrirKafkaPrive({ securise = false }: { securise?: boolean } = {}): Promise<KafkaPrive | SansKafka> {
  const absence = await empechement(dire);
  if (absence) return renoncer(absence);
  const dossierEtat = mkdtempSync(join(tmpdir(), 'sm-kafka-'));
  let courtier: CourtierKafka = await demarrerKafka({ dossierEtat, port: 0, securise });
  return {
    get courtiers() { return courtier.courtiers; },
    get pid() { return courtier.pid; },
    get securise() { return courtier.securise; },
    arreter: () => courtier.arreter(),
    tuer: () => courtier.tuer(),
    redemarrer: async () => {
      await courtier.arreter();
      courtier = await demarrerKafka({ dossierEtat, securise });
    },
    fermer: async () => {
      await courtier.arreter();
      await effacerKafka(dossierEtat);
      rmSync(dossierEtat, { recursive: true, force: true });
    },
  };
}
