import { accepter, refuser, type Decision } from '@sm/kernel';
import { memesTraits, type Identite } from './identite';

export type RefusFusion = 'personne-introuvable' | 'fusion-avec-soi' | 'unites-differentes' | 'personne-deja-fusionnee' | 'personne-non-fusionnee' | 'traits-differents';

/** What a merger looks at. */
export interface PersonneAFusionner {
  readonly id: string;
  readonly unite: number;
  readonly version: number;
  readonly fusionneeDans: string | null;
  readonly traits: Pick<Identite, 'naissance' | 'sexe'>;
}

export interface FusionnerPersonnes {
  readonly titulaire: PersonneAFusionner;
  readonly absorbee: PersonneAFusionner;
  /** The agent has seen that day of birth or sex differ and goes on. */
  readonly malgreEcart: boolean;
}

export type FaitFusion = { readonly type: 'PersonnesFusionnees'; readonly personne: string; readonly absorbee: string; readonly ecart: boolean };

/** Merges two records of one person of one unit: the absorbed id becomes an alias, both histories stay. */
export function fusionner({ titulaire, absorbee, malgreEcart }: FusionnerPersonnes): Decision<FaitFusion, RefusFusion> {
  if (titulaire.id === absorbee.id) return refuser('invalide', 'fusion-avec-soi');
  if (titulaire.unite !== absorbee.unite) return refuser('invalide', 'unites-differentes');
  if (titulaire.fusionneeDans !== null || absorbee.fusionneeDans !== null) return refuser('conflit', 'personne-deja-fusionnee');
  const ecart = !memesTraits(titulaire.traits, absorbee.traits);
  if (ecart && !malgreEcart) return refuser('conflit', 'traits-differents');
  return accepter({ type: 'PersonnesFusionnees', personne: titulaire.id, absorbee: absorbee.id, ecart });
}
