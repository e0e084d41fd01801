/** Who bears the clock: when it is not the service médical, expiry is only a presumption. */
export type Proprietaire = 'sm' | 'caisse' | 'assure' | 'employeur' | 'comite' | 'commission';

/** A clock that runs in a state. It falls due at the start of the local day `echoitLe`, at the unit in charge. */
export interface HorlogeBase {
  readonly nature: string;
  /** Local day from which it is counted, kept as evidence. */
  readonly departLe?: string;
  readonly echoitLe: string;
  readonly proprietaire: Proprietaire;
  readonly effet: string;
  readonly article: string;
}

const cle = (horloge: HorlogeBase): string => `${horloge.nature}|${horloge.echoitLe}`;

export const parEcheance = (a: HorlogeBase, b: HorlogeBase): number => (a.echoitLe < b.echoitLe ? -1 : a.echoitLe > b.echoitLe ? 1 : 0);

/** Clocks to arm and natures to disarm when those that must run change. */
export function difference<H extends HorlogeBase>(anciennes: readonly H[], nouvelles: readonly H[]): { readonly armer: readonly H[]; readonly desarmer: readonly H['nature'][] } {
  const gardees = new Set(nouvelles.map(cle));
  const connues = new Set(anciennes.map(cle));
  return {
    armer: nouvelles.filter((horloge) => !connues.has(cle(horloge))),
    desarmer: anciennes.filter((horloge) => !gardees.has(cle(horloge))).map((horloge) => horloge.nature),
  };
}
