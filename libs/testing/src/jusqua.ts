import { setTimeout as pause } from 'node:timers/promises';

/**
 * Polls until the condition gives a value other than false, null or undefined, and returns it. An exception counts as "not yet".
 * @param delaiMs patience, 5 s unless told
 * @throws Error with the last exception when patience runs out
 */
export async function jusqua<T>(
  condition: () => T | Promise<T>,
  { delaiMs = 5_000, pasMs = 20, quoi = 'la condition' }: { delaiMs?: number; pasMs?: number; quoi?: string } = {},
): Promise<Exclude<T, false | null | undefined>> {
  const fin = performance.now() + delaiMs;
  let derniere: unknown;
  for (;;) {
    try {
      const valeur = await condition();
      if (valeur !== false && valeur !== null && valeur !== undefined) return valeur as Exclude<T, false | null | undefined>;
    } catch (e) {
      derniere = e;
    }
    if (performance.now() > fin) throw new Error(`${quoi} ne s'est pas vérifiée en ${delaiMs} ms`, { cause: derniere });
    await pause(pasMs);
  }
}
