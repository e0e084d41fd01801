import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Ports } from './reglages';

const HABITUEL = 9092;

const libre = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const essai = createServer();
    essai.once('error', () => resolve(false));
    essai.listen({ port, host: '127.0.0.1', exclusive: true }, () => essai.close(() => resolve(true)));
  });

/** Below the ephemeral range: a client that retries towards a closed ephemeral port may connect to itself and keep the port from the broker. */
async function trouver(pris: Set<number>): Promise<number> {
  for (let essai = 0; essai < 200; essai++) {
    const port = randomInt(20_000, 32_000);
    if (!pris.has(port) && (await libre(port))) return port;
  }
  throw new Error('Aucun port libre sur 127.0.0.1 entre 20000 et 31999 pour Kafka.');
}

/** What the last run used, or null. */
export const lirePorts = (fichier: string): Ports | null => (existsSync(fichier) ? (JSON.parse(readFileSync(fichier, 'utf8')) as Ports) : null);

/**
 * Chooses the loopback ports: those of the last run while they are free, 9092 for the first one, else any free one.
 * @param voulu port of the clear listener; 0 for any
 */
export async function choisirPorts(anciens: Ports | null, voulu: number | undefined, securise: boolean, dire: (message: string) => void): Promise<Ports> {
  const pris = new Set<number>();
  const prendre = async (prefere: number | undefined): Promise<number> => {
    const port = prefere && !pris.has(prefere) && (await libre(prefere)) ? prefere : await trouver(pris);
    pris.add(port);
    return port;
  };
  const prefere = voulu || anciens?.clair || (voulu === 0 ? undefined : HABITUEL);
  const clair = await prendre(prefere);
  if (prefere && clair !== prefere) dire(`Le port ${prefere} est occupé : Kafka prend le port ${clair}.`);
  const controleur = await prendre(anciens?.controleur);
  return securise ? { clair, controleur, tls: await prendre(anciens?.tls), sasl: await prendre(anciens?.sasl) } : { clair, controleur };
}
