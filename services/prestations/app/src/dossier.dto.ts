import {
  MOTIFS_ANNULATION, MOTIFS_DESAFFECTATION, MOTIFS_FIN, MOTIFS_IRRECEVABILITE, MOTIFS_REMPLACEMENT, REGIMES, SENS_AVIS, SENS_DECISION,
  type MotifAnnulation, type MotifDesaffectation, type MotifFin, type MotifIrrecevabilite, type MotifRemplacement, type Piece, type Regime, type SensAvis, type SensDecision,
} from '@sm/prestations-domaine';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { AgentNomme, CodesCim10, InstantZone, Jour, ListeDePieces, NirDeclare, TexteMedical } from './champs.dto';

/** Medical part of a request; what is absent is left as it was. */
export class DemandeMedicaleRecue {
  @IsOptional() @IsInt() @Min(1) @Max(32) readonly ald?: number;
  @IsOptional() @CodesCim10() readonly diagnostics?: string[];
  @IsOptional() @Jour() readonly debutSoins?: string;
  @IsOptional() @TexteMedical() readonly soins?: string;
}

export class PiecesRecues {
  @IsOptional() @ListeDePieces() readonly pieces?: Piece[];
  /** Given when the person was not found at reception. */
  @IsOptional() @NirDeclare() readonly nir?: string;
  @IsOptional() @IsIn(REGIMES) readonly regime?: Regime;
  @IsOptional() @ValidateNested() @Type(() => DemandeMedicaleRecue) readonly medical?: DemandeMedicaleRecue;
}

export class IrrecevabiliteDemandee {
  @IsIn(MOTIFS_IRRECEVABILITE) readonly motif: MotifIrrecevabilite;
}

/** Without a name, the practitioner is chosen by competence, presence and load. */
export class AffectationDemandee {
  @IsOptional() @AgentNomme() readonly praticien?: string;
}

export class DesaffectationDemandee {
  @IsIn(MOTIFS_DESAFFECTATION) readonly motif: MotifDesaffectation;
}

/** A complement asked for, or received. */
export class Complement {
  @IsOptional() @ListeDePieces() readonly pieces?: Piece[];
  @IsOptional() @TexteMedical() readonly texte?: string;
}

export class SecondAvisDemande {
  @IsOptional() @AgentNomme() readonly praticien?: string;
  @IsOptional() @TexteMedical() readonly texte?: string;
}

export class SecondAvisRendu {
  @IsIn(SENS_AVIS) readonly sens: SensAvis;
  @IsOptional() @TexteMedical() readonly motif?: string;
}

export class AvisRendu {
  @IsIn(SENS_AVIS) readonly sens: SensAvis;
  /** First day of cover. */
  @IsOptional() @Jour() readonly debut?: string;
  /** Years of cover; those of the table of the day when absent. */
  @IsOptional() @IsInt() @Min(1) @Max(99) readonly dureeAns?: number;
  @IsOptional() @TexteMedical() readonly motif?: string;
}

export class AvisRemplace extends AvisRendu {
  @IsIn(MOTIFS_REMPLACEMENT) readonly remplacement: MotifRemplacement;
  @IsInt() @Min(1) @Max(1000) readonly versionRemplacee: number;
}

export class DecisionNotifiee {
  @IsIn(SENS_DECISION) readonly sens: SensDecision;
  @IsInt() @Min(1) @Max(1000) readonly versionAvis: number;
}

export class RecoursRecu {
  @InstantZone() readonly recuLe: string;
}

export class FinDemandee {
  @IsIn(MOTIFS_FIN) readonly motif: MotifFin;
  /** Medical reason, sealed. */
  @IsOptional() @TexteMedical() readonly texte?: string;
}

export class AnnulationDemandee {
  @IsIn(MOTIFS_ANNULATION) readonly motif: MotifAnnulation;
}
