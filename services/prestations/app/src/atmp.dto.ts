import {
  CONCLUSIONS_LESION, MOTIFS_REFUS, MOTIFS_REMPLACEMENT, PARTIES, PIECES_ATMP, PREUVES, SENS_AVIS_ATMP, SENS_COMITE, SENS_DECISION_ATMP, type ConclusionLesion, type MotifRefus, type MotifRemplacement, type Partie, type PieceAtmp,
  type Preuve, type SensAvisAtmp, type SensComite, type SensDecisionAtmp,
} from '@sm/prestations-domaine';
import { cim10Valide } from '@sm/nomenclatures';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy, ValidateNested } from 'class-validator';
import { Jour, NirDeclare, TexteMedical } from './champs.dto';
import { RecoursRecu } from './dossier.dto';

const TABLEAU = /^(?:[1-9]\d?|1[01]\d)(?: (?:bis|ter))?(?: [A-J])?$/;
const CodeCim10 = (): PropertyDecorator => ValidateBy({ name: 'valeurHorsListe', constraints: [{ schema: { type: 'string', pattern: '^[A-Z][0-9]{2}', description: 'Code CIM-10.' } }], validator: { validate: (v) => typeof v === 'string' && cim10Valide(v), defaultMessage: () => 'valeurHorsListe' } });

export class PieceRecue {
  @IsIn(PIECES_ATMP) readonly piece: PieceAtmp;
  @IsOptional() @Jour() readonly recuLe?: string;
  @IsOptional() @IsIn(PREUVES) readonly preuve?: Preuve;
}

export class LesionRecue {
  @IsOptional() @CodeCim10() readonly code?: string;
  @IsOptional() @TexteMedical() readonly texte?: string;
}

/** Medical part of a declaration; what is absent is left as it was. */
export class DeclarationMedicale {
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => LesionRecue) readonly lesions?: LesionRecue[];
  @IsOptional() @IsString() @MaxLength(12) @Matches(TABLEAU) readonly tableau?: string;
  @IsOptional() @TexteMedical() readonly texte?: string;
}

export class PiecesAtmpRecues {
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => PieceRecue) readonly pieces?: PieceRecue[];
  /** Given when the person was not found at reception. */
  @IsOptional() @NirDeclare() readonly nir?: string;
  /** The table of the disease requires examinations. */
  @IsOptional() @IsBoolean() readonly examensRequis?: boolean;
  @IsOptional() @ValidateNested() @Type(() => DeclarationMedicale) readonly medical?: DeclarationMedicale;
}

export class Echange {
  @IsOptional() @TexteMedical() readonly texte?: string;
}

export class SecondAvisAtmpRendu {
  @IsIn(SENS_AVIS_ATMP) readonly sens: SensAvisAtmp;
  @IsOptional() @TexteMedical() readonly motif?: string;
}

/** Answers to the question the dossier asks: lesions by rank, conditions of a disease, or its link with the work. */
export class AvisAtmpRendu {
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsIn(CONCLUSIONS_LESION, { each: true }) readonly conclusions?: ConclusionLesion[];
  @IsOptional() @IsBoolean() readonly designee?: boolean;
  @IsOptional() @Jour() readonly premiereConstatation?: string;
  @IsOptional() @IsBoolean() readonly examensPresents?: boolean;
  @IsOptional() @IsBoolean() readonly seuilIncapacite?: boolean;
  @IsOptional() @IsBoolean() readonly lienDirect?: boolean;
  @IsOptional() @TexteMedical() readonly motif?: string;
}

export class AvisAtmpRemplace extends AvisAtmpRendu {
  @IsIn(MOTIFS_REMPLACEMENT) readonly remplacement: MotifRemplacement;
  @IsInt() @Min(1) @Max(1000) readonly versionRemplacee: number;
}

export class QuestionnaireEnvoye {
  /** Day the victim received it. */
  @IsOptional() @Jour() readonly recuLe?: string;
}

export class ReservesRecues {
  @IsOptional() @Jour() readonly recuesLe?: string;
  @IsBoolean() readonly motivees: boolean;
}

export class InvestigationOuverte {
  @IsOptional() @Jour() readonly ouverteLe?: string;
  @IsBoolean() readonly questionnaires: boolean;
  @IsBoolean() readonly enquete: boolean;
  /** Day the parties received the questionnaires. */
  @IsOptional() @Jour() readonly recuLe?: string;
  @IsOptional() @IsIn(PREUVES) readonly preuve?: Preuve;
}

export class QuestionnaireRetourne {
  @IsIn(PARTIES) readonly partie: Partie;
  @IsOptional() @Jour() readonly recuLe?: string;
}

export class DelaiProlonge {
  @IsOptional() @Jour() readonly notifieeLe?: string;
  @IsOptional() @IsIn(PREUVES) readonly preuve?: Preuve;
}

export class ConsultationOuverte {
  /** Day the parties were told. */
  @Jour() readonly informeesLe: string;
  @IsOptional() @Jour() readonly ouverteLe?: string;
}

/** Administrative conditions of the table, met or not. */
export class ConcertationConclue {
  @IsBoolean() readonly delai: boolean;
  @IsBoolean() readonly exposition: boolean;
  @IsBoolean() readonly travaux: boolean;
}

export class ComiteSaisi {
  @IsOptional() @Jour() readonly saisiLe?: string;
  @IsOptional() @IsIn(PREUVES) readonly preuve?: Preuve;
}

export class AvisComiteRecu {
  @IsIn(SENS_COMITE) readonly sens: SensComite;
}

export class DecisionAtmpNotifiee {
  @IsIn(SENS_DECISION_ATMP) readonly sens: SensDecisionAtmp;
  @IsOptional() @IsIn(MOTIFS_REFUS) readonly motif?: MotifRefus;
  /** Ranks taken in charge; those the avis covers when absent. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsInt({ each: true }) @Min(1, { each: true }) @Max(20, { each: true }) readonly lesions?: number[];
  /** Avis the caisse read; absent when there is none. */
  @IsOptional() @IsInt() @Min(1) @Max(1000) readonly versionAvis?: number;
  /** Day of the notice, when it precedes its record. */
  @IsOptional() @Jour() readonly notifieeLe?: string;
  @IsOptional() @IsIn(PREUVES) readonly preuve?: Preuve;
}

export class PresomptionConfirmee {
  @IsIn(PREUVES) readonly preuve: Preuve;
}

export class RecoursAtmpRecu extends RecoursRecu {
  @IsOptional() @IsIn(PARTIES) readonly auteur?: Partie;
}
