import { join } from 'node:path';
import { FICHIERS_VIVANTS, animer } from '@sm/echantillon';
import { dossierPortefeuille } from './portefeuille';

export interface OptionsActiviteTranche {
  readonly url: string;
  readonly dossierEtat: string;
  readonly clients: Readonly<Record<string, string>>;
  readonly dire: (texte: string) => void;
}

/** Where the simulated caisse finds the people it speaks of. */
export const assuresDuPortefeuille = (dossierEtat: string): string => join(dossierPortefeuille(dossierEtat), FICHIERS_VIVANTS.assures);

/** Lets the simulated caisse live as long as the host: a few requests a minute, through the public door like any other. */
export function lancerActivite({ url, dossierEtat, clients, dire }: OptionsActiviteTranche): { arreter(): Promise<void> } {
  const arret = new AbortController();
  const secrets = { 'caisse-931': clients['caisse-931']!, 'courrier-931': clients['courrier-931']! };
  const fin = animer({ url, portee: 'api', secrets, assures: assuresDuPortefeuille(dossierEtat), dire, signal: arret.signal }).then(
    () => undefined,
    (erreur: unknown) => dire(`activité arrêtée : ${erreur instanceof Error ? erreur.message : 'erreur inconnue'}`),
  );
  return {
    async arreter() {
      arret.abort();
      await fin;
    },
  };
}
