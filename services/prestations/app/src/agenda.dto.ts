import { MODES_RENDEZ_VOUS, MOTIFS_FERMETURE, type ModeRendezVous, type MotifFermeture } from '@sm/prestations-domaine';
import { PageDemandee } from '@sm/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { AgentNomme, Jour, LibelleNeutre } from './champs.dto';

const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;
/** Places are codes: a free text could name anything. */
const LIEU = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;
const HEURE = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

class Emplacement {
  @IsString() @Matches(UNITE) readonly unite: string;
  @AgentNomme() readonly praticien: string;
  @LibelleNeutre() @Matches(LIEU) readonly site: string;
  /** Required when the person comes. */
  @ValidateIf((o: Emplacement) => o.salle !== undefined || o.mode === 'sur_personne') @LibelleNeutre() @Matches(LIEU) readonly salle?: string;
  @IsIn(MODES_RENDEZ_VOUS) readonly mode: ModeRendezVous;
  @IsInt() @Min(5) @Max(240) readonly dureeMinutes: number;
}

/** One slot; day and time are local to the département of the unit. */
export class CreneauOuvert extends Emplacement {
  @Jour() readonly jour: string;
  @IsString() @Matches(HEURE) readonly heure: string;
}

export class Plage {
  @IsString() @Matches(HEURE) readonly de: string;
  @IsString() @Matches(HEURE) readonly a: string;
}

export class Periode {
  @Jour() readonly du: string;
  @Jour() readonly au: string;
}

/** The same week repeated over a period; public holidays and the absences given are left out. */
export class RythmeOuvert extends Emplacement {
  @Jour() readonly du: string;
  @Jour() readonly au: string;
  /** 1 = Monday to 7 = Sunday. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(7) @ArrayUnique() @IsInt({ each: true }) @Min(1, { each: true }) @Max(7, { each: true }) readonly joursSemaine: number[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(6) @ValidateNested({ each: true }) @Type(() => Plage) readonly plages: Plage[];
  @IsOptional() @IsArray() @ArrayMaxSize(50) @ValidateNested({ each: true }) @Type(() => Periode) readonly absences?: Periode[];
}

/** `devenir` is required when somebody holds the slot: the convocation moves to `versCreneau`, or stays without appointment, to be called again. */
export class FermetureDemandee {
  @IsIn(MOTIFS_FERMETURE) readonly motif: MotifFermeture;
  @IsOptional() @IsIn(['reporter', 'liberer']) readonly devenir?: 'reporter' | 'liberer';
  @ValidateIf((o: FermetureDemandee) => o.devenir === 'reporter' || o.versCreneau !== undefined) @IsUUID() readonly versCreneau?: string;
}

/** `du` and `au` are local days, 62 at most. */
export class AgendaDemande extends PageDemandee {
  @IsOptional() @IsString() @Matches(UNITE) readonly unite?: string;
  /** `moi`, or an agent. */
  @IsOptional() @IsString() @Matches(/^(?:moi|agent:[A-Za-z0-9._-]{1,64})$/) readonly praticien?: string;
  @IsOptional() @IsIn(MODES_RENDEZ_VOUS) readonly mode?: ModeRendezVous;
  @Jour() readonly du: string;
  @Jour() readonly au: string;
}

/** Without `du`, from the first day that leaves the person the delay of the rule. */
export class LibresDemandes extends PageDemandee {
  @IsOptional() @IsString() @Matches(UNITE) readonly unite?: string;
  @IsOptional() @IsString() @Matches(/^(?:moi|agent:[A-Za-z0-9._-]{1,64})$/) readonly praticien?: string;
  @IsOptional() @IsIn(MODES_RENDEZ_VOUS) readonly mode?: ModeRendezVous;
  @IsOptional() @Jour() readonly du?: string;
  @IsOptional() @Jour() readonly au?: string;
}
