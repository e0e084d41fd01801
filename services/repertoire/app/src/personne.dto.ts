import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';

export const MOTIFS_FUSION = ['nir-definitif', 'doublon', 'erreur-de-saisie'] as const;

export class FusionDemandee {
  /** The record that becomes an alias of the one in the address. */
  @IsUUID()
  readonly absorbee: string;

  @IsIn(MOTIFS_FUSION)
  readonly motif: (typeof MOTIFS_FUSION)[number];

  /** Goes on although day of birth or sex differ. */
  @IsOptional() @IsBoolean()
  readonly malgreEcart?: boolean;
}

export class PersonneRendue {
  readonly id: string;
  readonly unite: number;
  readonly caisse: string;
  readonly departement: string;
  readonly medecinTraitant: string | null;
  readonly statut: 'active' | 'fusionnee';
  readonly fusionneeDans: string | null;
  readonly version: number;
}
