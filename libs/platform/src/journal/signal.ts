import { EventEmitter } from 'node:events';

/** In-process wake-ups, a comfort: polling is the truth. Named by service. */
const emetteur = new EventEmitter().setMaxListeners(0);

export const signaler = (nom: string): void => void emetteur.emit(nom);

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
