import type { MedicalBase } from './base';
import type { Faits } from './faits';
import type { HorlogeBase } from './horloges';

export const maintenantIso = ({ iso, maintenant }: Faits): string => iso ?? maintenant.toISOString();

/** A sealed note, or null when nothing was written. `rang` numbers the notes of one nature. */
export function note<N extends string>(medical: MedicalBase, nature: N, texte: string | null): { readonly nature: N; readonly rang: number; readonly texte: string } | null {
  if (texte === null || texte.trim() === '') return null;
  return { nature, rang: medical.notes.filter((ancienne) => ancienne.nature === nature).length + 1, texte };
}

/** Clocks already past on that day, in order, each with the effect of those before it. */
export function passees<E, H extends HorlogeBase>(etat: E, jour: string, horlogesApres: (etat: E) => readonly H[], echoir: (etat: E, passee: Pick<H, 'nature' | 'echoitLe'>) => E): Pick<H, 'nature' | 'echoitLe'>[] {
  const echues: Pick<H, 'nature' | 'echoitLe'>[] = [];
  let courant = etat;
  for (;;) {
    const [premiere] = horlogesApres(courant);
    if (!premiere || premiere.echoitLe > jour) return echues;
    const passee = { nature: premiere.nature, echoitLe: premiere.echoitLe };
    echues.push(passee);
    courant = echoir(courant, passee);
  }
}
