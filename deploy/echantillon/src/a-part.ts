import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { charger, type BilanChargement, type OptionsChargement } from './charger';
import { chargerCarte, type BilanCarte, type OptionsChargementCarte } from './charger-carte';
import { generer, type OptionsGeneration } from './generateur';
import type { Manifeste } from './manifeste';
import type { Sortie } from './progression';

type OptionsAnnee = Omit<OptionsChargement, 'sortie'>;
type Travail =
  | { readonly quoi: 'annee'; readonly options: OptionsAnnee }
  | { readonly quoi: 'carte'; readonly options: OptionsChargementCarte }
  | { readonly quoi: 'fichiers'; readonly options: OptionsGeneration };
type Annonce = { readonly texte: string } | { readonly bilan: unknown };

const JEUNE_MO = 16;

/** Writing, reading and sending files takes nothing from the thread of the host that serves them. */
function lancer(travail: Travail, sortie: Sortie): Promise<unknown> {
  const fil = new Worker(__filename, { workerData: { travail, terminal: sortie.isTTY === true }, resourceLimits: { maxYoungGenerationSizeMb: JEUNE_MO } });
  return new Promise((resoudre, rejeter) => {
    fil.on('message', (m: Annonce) => ('texte' in m ? sortie.write(m.texte) : resoudre(m.bilan)));
    fil.once('error', rejeter);
    fil.once('exit', (code) => rejeter(new Error(`le travail sur l’échantillon s’est arrêté (code ${code})`)));
  });
}

/** `charger` on a thread of its own. */
export const chargerAPart = (options: OptionsAnnee, sortie: Sortie = process.stdout): Promise<BilanChargement> => lancer({ quoi: 'annee', options }, sortie) as Promise<BilanChargement>;

/** `chargerCarte` on a thread of its own. */
export const chargerCarteAPart = (options: OptionsChargementCarte): Promise<BilanCarte> => lancer({ quoi: 'carte', options }, process.stdout) as Promise<BilanCarte>;

/** `generer` on a thread of its own: its memory goes with it. */
export const genererAPart = (options: OptionsGeneration): Promise<Manifeste> => lancer({ quoi: 'fichiers', options }, process.stdout) as Promise<Manifeste>;

/** What the thread is asked to do. */
function faire(travail: Travail, sortie: Sortie): Promise<unknown> {
  switch (travail.quoi) {
    case 'annee':
      return charger({ ...travail.options, sortie });
    case 'carte':
      return chargerCarte(travail.options);
    case 'fichiers':
      return generer(travail.options);
  }
}

if (!isMainThread && parentPort && workerData?.travail) {
  const port = parentPort;
  const { travail, terminal } = workerData as { travail: Travail; terminal: boolean };
  const annoncer = (annonce: Annonce): void => port.postMessage(annonce);
  const bilan = faire(travail, { isTTY: terminal, write: (texte) => annoncer({ texte }) });
  void bilan.then((b) => annoncer({ bilan: b }));
}
