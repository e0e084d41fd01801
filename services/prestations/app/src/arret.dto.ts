import {
  CONCLUSIONS_EMPLOYEUR, CONCLUSIONS_ORDINAIRES, MODES_EXAMEN, MODES_SUR_PIECES, MOTIFS_ANNULATION_ARRET, MOTIFS_DESAFFECTATION_ARRET, MOTIFS_REMPLACEMENT_ARRET, SENS_DECISION_ARRET,
  type ConclusionEmployeur, type ConclusionOrdinaire, type ModeExamen, type ModeSurPieces, type MotifAnnulation, type MotifDesaffectation, type MotifRemplacement, type SensDecisionArret,
} from '@sm/prestations-domaine';
import { IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { AgentNomme, InstantZone, Jour, NirDeclare, TexteMedical } from './champs.dto';

export class IdentiteDeclaree {
  @NirDeclare() readonly nir: string;
}

/** Without a name, the practitioner is chosen by competence, presence and load. */
export class PraticienDemande {
  @IsOptional() @AgentNomme() readonly praticien?: string;
}

export class DesaffectationArret {
  @IsIn(MOTIFS_DESAFFECTATION_ARRET) readonly motif: MotifDesaffectation;
}

export class TexteSeul {
  @IsOptional() @TexteMedical() readonly texte?: string;
}

export class ControleFait extends TexteSeul {
  @IsIn(MODES_SUR_PIECES) readonly mode: ModeSurPieces;
}

export class RapportEmployeur {
  /** Instant of the control led for the employer. */
  @InstantZone() readonly controleLe: string;
  @IsIn(CONCLUSIONS_EMPLOYEUR) readonly conclusion: ConclusionEmployeur;
  @IsBoolean() readonly examenPratique: boolean;
}

export class ConvocationDite {
  @IsIn(MODES_EXAMEN) readonly mode: ModeExamen;
  /** Day of the appointment. */
  @Jour() readonly jour: string;
  /** Day proved for the dispatch of the letter. */
  @IsOptional() @Jour() readonly preuveEnvoi?: string;
}

export class AbsenceDite {
  @IsBoolean() readonly justifiee: boolean;
  @IsOptional() @Jour() readonly preuveEnvoi?: string;
}

export class SecondAvisDemandeArret extends PraticienDemande {
  @IsOptional() @TexteMedical() readonly texte?: string;
}

export class SecondAvisRenduArret {
  @IsIn(CONCLUSIONS_ORDINAIRES) readonly conclusion: ConclusionOrdinaire;
  @IsOptional() @TexteMedical() readonly motif?: string;
}

export class AvisArretRendu extends SecondAvisRenduArret {
  /** Return to work, or stabilisation. */
  @IsOptional() @Jour() readonly date?: string;
  @IsOptional() @Jour() readonly jusquAu?: string;
  @IsOptional() @Jour() readonly prochaineRevue?: string;
}

export class AvisArretRemplace extends AvisArretRendu {
  @IsIn(MOTIFS_REMPLACEMENT_ARRET) readonly remplacement: MotifRemplacement;
  @IsInt() @Min(1) @Max(1000) readonly versionRemplacee: number;
}

export class SuspensionDemandee {
  @IsOptional() @TexteMedical() readonly motif?: string;
}

export class DecisionArret {
  @IsIn(SENS_DECISION_ARRET) readonly sens: SensDecisionArret;
  @IsInt() @Min(1) @Max(1000) readonly versionAvis: number;
  /** First unpaid day; the one the avis and the notice command when absent. */
  @IsOptional() @Jour() readonly effetLe?: string;
  /** The notice names the remedies and their delays. */
  @IsBoolean() readonly recoursMentionne: boolean;
  @IsBoolean() readonly prescripteurInforme: boolean;
}

export class Reception {
  @InstantZone() readonly recuLe: string;
}

export class PeriodePrescrite {
  @Jour() readonly du: string;
  @Jour() readonly au: string;
  @Jour() readonly prescritLe: string;
}

export class NouvellePrescription extends PeriodePrescrite {
  @Matches(/^\d{11}$/) readonly prescripteur: string;
}

export class AnnulationArret {
  @IsIn(MOTIFS_ANNULATION_ARRET) readonly motif: MotifAnnulation;
}
