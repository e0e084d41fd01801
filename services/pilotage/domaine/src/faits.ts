import type { EvenementCompte, Fait } from './fait';
import { faitsAld } from './faits-ald';
import { faitsArret } from './faits-arret';
import { faitsAtmp } from './faits-atmp';

const PAR_PROCEDURE: Readonly<Record<string, (e: EvenementCompte) => Fait[]>> = { ald: faitsAld, arret: faitsArret, atmp: faitsAtmp };

/** Facts of one public event. Figures follow the day of the act (reception, avis), never the day of recording. */
export const faitsDe = (e: EvenementCompte): Fait[] => PAR_PROCEDURE[e.typeDossier]?.(e) ?? [];

export const cleFait = (f: Pick<Fait, 'dossier' | 'indicateur' | 'fait'>): string => `${f.dossier}|${f.indicateur}|${f.fait}`;

/** The last state of each fact met in these events, in the order of their keys. */
export function replierFaits(evenements: Iterable<EvenementCompte>): Fait[] {
  const derniers = new Map<string, Fait>();
  for (const e of evenements) {
    for (const f of faitsDe(e)) {
      const cle = cleFait(f);
      const connu = derniers.get(cle);
      if (!connu || connu.version < f.version) derniers.set(cle, f);
    }
  }
  return [...derniers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, f]) => f);
}
