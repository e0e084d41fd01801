import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { charger, type BilanChargement, type OptionsChargement } from './charger';
import type { Sortie } from './progression';

type OptionsAPart = Omit<OptionsChargement, 'sortie'>;
type Annonce = { readonly texte: string } | { readonly bilan: BilanChargement };

const JEUNE_MO = 16;

/** `charger` on a thread of its own: reading and sending files takes nothing from the thread of the host that serves them. */
export function chargerAPart(options: OptionsAPart, sortie: Sortie = process.stdout): Promise<BilanChargement> {
  const fil = new Worker(__filename, { workerData: { options, terminal: sortie.isTTY === true }, resourceLimits: { maxYoungGenerationSizeMb: JEUNE_MO } });
  return new Promise((resoudre, rejeter) => {
    fil.on('message', (m: Annonce) => ('texte' in m ? sortie.write(m.texte) : resoudre(m.bilan)));
    fil.once('error', rejeter);
    fil.once('exit', (code) => rejeter(new Error(`le chargement s’est arrêté (code ${code})`)));
  });
}

if (!isMainThread && parentPort && workerData?.options) {
  const port = parentPort;
  const { options, terminal } = workerData as { options: OptionsAPart; terminal: boolean };
  const annoncer = (annonce: Annonce): void => port.postMessage(annonce);
  void charger({ ...options, sortie: { isTTY: terminal, write: (texte) => annoncer({ texte }) } }).then((bilan) => annoncer({ bilan }));
}
