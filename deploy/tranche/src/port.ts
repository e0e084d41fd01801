import { createServer } from 'node:net';

export const PORT_MAX = 65_535;

const libre = (port: number, hote: string): Promise<boolean> =>
  new Promise((resoudre) => {
    const essai = createServer();
    essai.once('error', () => resoudre(false));
    essai.listen(port, hote, () => essai.close(() => resoudre(true)));
  });

/** The wanted port, or the first free one of the fifty that follow. @throws Error when all are busy */
export async function portLibre(voulu: number, hote: string): Promise<number> {
  for (let port = voulu; port <= Math.min(voulu + 49, PORT_MAX); port++) if (await libre(port, hote)) return port;
  throw new Error(`aucun port libre de ${voulu} à ${Math.min(voulu + 49, PORT_MAX)}`);
}
