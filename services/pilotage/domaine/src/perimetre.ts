import type { Jour } from '@sm/kernel';

/** Under which map counters are read: that of their day, that of today, or that of a chosen day. */
export const PERIMETRES = ['epoque', 'courant', 'constant'] as const;
export type Perimetre = (typeof PERIMETRES)[number];

/** The day whose tree places a counter of `jour`. */
export type Carte = (jour: Jour) => Jour;

export const CARTE_EPOQUE: Carte = (jour) => jour;

/** `constante` is required by the mode of that name, and unused by the others. */
export function carteDe(perimetre: Perimetre, aujourdHui: Jour, constante: Jour | undefined): Carte {
  if (perimetre === 'epoque') return CARTE_EPOQUE;
  const jour = perimetre === 'courant' ? aujourdHui : (constante ?? aujourdHui);
  return () => jour;
}
