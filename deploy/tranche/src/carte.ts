import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MESURES_CARTE, chargerCarteAPart } from '@sm/echantillon';
import type { Assemblage } from './assemblage';

export interface OptionsCarteNationale {
  readonly assemblage: Pick<Assemblage, 'url'>;
  readonly dossierEtat: string;
  readonly secret: string;
  readonly graine: number;
  readonly maintenant: Date;
  readonly dire: (texte: string) => void;
  /** Resolves once what was deposited is where everyone reads it. */
  readonly visible: () => Promise<void>;
}

const JOURS = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });
const UN_JOUR_MS = 86_400_000;

/** The day before, in Paris. */
export const veille = (maintenant: Date): string => new Date(Date.parse(`${JOURS.format(maintenant)}T00:00:00Z`) - UN_JOUR_MS).toISOString().slice(0, 10);

/** A measure added since the last start is deposited from its first day. */
const MESURES = MESURES_CARTE.map((m) => m.indicateur).join(' ');

const marqueDe = (dossierEtat: string): string => join(dossierEtat, 'carte', 'depose.json');

function dejaDepose(dossierEtat: string): string | undefined {
  const marque = marqueDe(dossierEtat);
  if (!existsSync(marque)) return undefined;
  const { hier, mesures } = JSON.parse(readFileSync(marque, 'utf8')) as { hier?: string; mesures?: string };
  return mesures === MESURES ? hier : undefined;
}

/** Whether the figures go as far as the day before. */
export const carteAJour = (dossierEtat: string, maintenant: Date): boolean => (dejaDepose(dossierEtat) ?? '') >= veille(maintenant);

/** Deposits the invented figures of the other units up to the day before, unless they are there; a later start adds the days gone by. */
export async function chargerCarteNationale(o: OptionsCarteNationale): Promise<void> {
  const dossier = join(o.dossierEtat, 'carte');
  const hier = veille(o.maintenant);
  const apres = dejaDepose(o.dossierEtat);
  mkdirSync(dossier, { recursive: true });
  const debut = performance.now();
  const { etat, unites, rejets } = await chargerCarteAPart({ url: o.assemblage.url, dossier, portee: 'api', secret: o.secret, graine: o.graine, hier, ...(apres ? { apres } : {}) });
  await o.visible();
  const secondes = ((performance.now() - debut) / 1000).toFixed(1).replace('.', ',');
  o.dire(`carte de démonstration : ${etat.lues.toLocaleString('fr-FR')} agrégats inventés de ${unites} unités, visibles en ${secondes} s`);
  // Refused for good: units whose figures another source has come to hold.
  if (etat.rejetees) o.dire(`carte de démonstration : ${etat.rejetees} ligne(s) refusée(s), dont ${rejets.join(' ; ')}`);
  writeFileSync(marqueDe(o.dossierEtat), JSON.stringify({ hier, mesures: MESURES, lignes: etat.lues, rejetees: etat.rejetees, secondes }));
}
