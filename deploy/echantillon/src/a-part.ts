import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { charger, type BilanChargement, type OptionsChargement } from './charger';
import { chargerCarte, type BilanCarte, type OptionsChargementCarte } from './charger-carte';
import type { Sortie } from './progression';

type OptionsAnnee = Omit<OptionsChargement, 'sortie'>;
type Travail = { readonly quoi: 'annee'; readonly options: OptionsAnnee } | { readonly quoi: 'carte'; readonly options: OptionsChargementCarte };
type Annonce = { readonly texte: string } | { readonly bilan: unknown };

const JEUNE_MO = 16;

/** Reading and sending files takes nothing from the thread of the host that serves them. */
function lancer(travail: Travail, sortie: Sortie): Promise<unknown> {
  const fil = new Worker(__filename, { workerData: { travail, terminal: sortie.isTTY === true }, resourceLimits: { maxYoungGenerationSizeMb: JEUNE_MO } });
  return new Promise((resoudre, rejeter) => {
    fil.on('message', (m: Annonce) => ('texte' in m ? sortie.write(m.texte) : resoudre(m.bilan)));
    fil.once('error', rejeter);
    fil.once('exit', (code) => rejeter(new Error(`le chargement s’est arrêté (code ${code})`)));
  });
}

/** `charger` on a thread of its own. */
export const chargerAPart = (options: OptionsAnnee, sortie: Sortie = process.stdout): Promise<BilanChargement> => lancer({ quoi: 'annee', options }, sortie) as Promise<BilanChargement>;

/** `chargerCarte` on a thread of its own. */
export const chargerCarteAPart = (options: OptionsChargementCarte): Promise<BilanCarte> => lancer({ quoi: 'carte', options }, process.stdout) as Promise<BilanCarte>;

if (!isMainThread && parentPort && workerData?.travail) {
  const port = parentPort;
  const { travail, terminal } = workerData as { travail: Travail; terminal: boolean };
  const annoncer = (annonce: Annonce): void => port.postMessage(annonce);
  const bilan = travail.quoi === 'carte' ? chargerCarte(travail.options) : charger({ ...travail.options, sortie: { isTTY: terminal, write: (texte) => annoncer({ texte }) } });
  void bilan.then((b) => annoncer({ bilan: b }));
}
