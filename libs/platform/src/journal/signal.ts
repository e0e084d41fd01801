import { EventEmitter } from 'node:events';

/** In-process wake-ups, a comfort: polling is the truth. Named by service. */
const emetteur = new EventEmitter().setMaxListeners(0);

export const signaler = (nom: string): void => void emetteur.emit(nom);

/** Connections whose transaction under way has written to the journal. */
const journalisees = new WeakSet<object>();

export const marquerJournal = (connexion: object): void => void journalisees.add(connexion);

/** Whether that transaction wrote to the journal; asked once, at its end. */
export const aJournalise = (connexion: object): boolean => journalisees.delete(connexion);

/** Resolves at the next signal of one of the names, after `ms` at the latest, or at once when stopped. */
export function attendreSignal(noms: readonly string[], ms: number, arret: AbortSignal): Promise<void> {
  return new Promise((resoudre) => {
    const fin = () => {
      clearTimeout(minuterie);
      arret.removeEventListener('abort', fin);
      for (const n of noms) emetteur.off(n, fin);
      resoudre();
    };
    const minuterie = setTimeout(fin, ms);
    if (arret.aborted) return fin();
    arret.addEventListener('abort', fin);
    for (const n of noms) emetteur.on(n, fin);
  });
}
