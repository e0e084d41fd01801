import { IsIn } from 'class-validator';

/** Why the content of a dossier is erased (articles 5, 17 and 18 of the GDPR). */
export const MOTIFS_EFFACEMENT = ['duree_conservation', 'decision_justice', 'dossier_errone', 'demande_personne'] as const;
export type MotifEffacement = (typeof MOTIFS_EFFACEMENT)[number];

export class EffacementDemande {
  @IsIn(MOTIFS_EFFACEMENT) readonly motif: MotifEffacement;
}
