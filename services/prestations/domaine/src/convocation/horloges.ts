import { ajouterJours } from '@sm/kernel';
import type { EtatConvocation } from './convocation';
import { delaiJustification } from './regles';
import type { NatureEcheanceConvocation } from './vocabulaire';

/** A clock of a convocation: falls due at the start of the local day `echoitLe`, the day after the last useful one. */
export interface HorlogeConvocation {
  readonly nature: NatureEcheanceConvocation;
  readonly echoitLe: string;
  /** The person: its expiry is only a presumption. */
  readonly proprietaire: string;
}

/** The clocks that must be armed in this state. */
export function horlogesConvocation(etat: EtatConvocation | null): readonly HorlogeConvocation[] {
  if (etat?.statut !== 'absence_constatee') return [];
  const { constateeLe, justifierAvant } = etat.absence;
  return [{ nature: 'justification', echoitLe: ajouterJours(justifierAvant, 1), proprietaire: delaiJustification(constateeLe).proprietaire }];
}
