import { existsSync } from 'node:fs';
import { request } from 'node:http';
import type { RequestOptions } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { REGLAGES } from '@sm/kafka';
import { GenericContainer, Wait, getContainerRuntimeClient } from 'testcontainers';
import type { ContainerRuntimeClient } from 'testcontainers';

const IMAGE = 'apache/kafka:4.3.1';
const CLIENTS = 9094;

/** Where an engine may listen: DOCKER_HOST, else the usual sockets that exist. */
function adresses(): RequestOptions[] {
  const hote = process.env['DOCKER_HOST'];
  const prises = ['/var/run/docker.sock', join(homedir(), '.docker', 'run', 'docker.sock'), join(process.env['XDG_RUNTIME_DIR'] ?? '/run/user/0', 'docker.sock')];
  if (!hote) return prises.filter((prise) => existsSync(prise)).map((socketPath) => ({ socketPath }));
  if (hote.startsWith('unix://')) return [{ socketPath: hote.slice('unix://'.length) }];
  const { hostname, port } = new URL(hote.replace(/^tcp:/, 'http:'));
  return [{ host: hostname, port: port || 2375 }];
}

const repond = (adresse: RequestOptions, delaiMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const question = request({ ...adresse, path: '/_ping', signal: AbortSignal.timeout(delaiMs) }, (reponse) => {
      reponse.resume();
      resolve(true);
    });
    question.once('error', () => resolve(false));
    question.end();
  });

/** The Docker engine of this machine when it answers in time; null at once when none is announced. Asked by hand first: the client's own question cannot be taken back. */
export async function moteurDocker(delaiMs = 60_000): Promise<ContainerRuntimeClient | null> {
  const reponses = await Promise.all(adresses().map((adresse) => repond(adresse, delaiMs)));
  return reponses.includes(true) ? getContainerRuntimeClient().catch(() => null) : null;
}

const enVariable = (nom: string): string => `KAFKA_${nom.toUpperCase().replaceAll('.', '_')}`;

/**
 * Starts a broker in a container that disappears with this process.
 * @param port host port, chosen beforehand because the broker must announce it
 * @returns its address
 */
export async function courtierDocker(moteur: ContainerRuntimeClient, port: number): Promise<string> {
  const { host } = moteur.info.containerRuntime;
  const courtiers = `${host}:${port}`;
  const reglages = {
    ...REGLAGES,
    'listener.security.protocol.map': 'CLAIR:PLAINTEXT,CLIENTS:PLAINTEXT,CONTROLEUR:PLAINTEXT',
    'listeners': `CLAIR://localhost:9092,CLIENTS://0.0.0.0:${CLIENTS},CONTROLEUR://localhost:9093`,
    'advertised.listeners': `CLAIR://localhost:9092,CLIENTS://${courtiers}`,
    'controller.quorum.voters': '1@localhost:9093',
  };
  await new GenericContainer(IMAGE)
    .withEnvironment(Object.fromEntries(Object.entries(reglages).map(([nom, valeur]) => [enVariable(nom), valeur])))
    .withExposedPorts({ container: CLIENTS, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(180_000)
    .start();
  return courtiers;
}
