import { EntierDeRequete, PageDemandee } from '@sm/platform';
import { IsIn, IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { AgentNomme, Jour } from './champs.dto';

const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;

/** What a review concludes; the second one waits for an answer and may be concluded later. */
export const RESULTATS_REVUE = ['justifiee', 'explication_demandee', 'injustifiee'] as const;
export type ResultatRevue = (typeof RESULTATS_REVUE)[number];

export class ConsultationsDemandees extends PageDemandee {
  @IsOptional() @IsUUID() readonly dossier?: string;
  @IsOptional() @AgentNomme() readonly acteur?: string;
  /** Unit in charge of the dossier; of whoever was refused. */
  @IsOptional() @IsString() @Matches(UNITE) readonly unite?: string;
  /** Local days, both included. */
  @IsOptional() @Jour() readonly du?: string;
  @IsOptional() @Jour() readonly au?: string;
  @IsOptional() @IsIn(['lu', 'refuse']) readonly resultat?: 'lu' | 'refuse';
  /** `attendue`: readings by somebody who was not in charge, that nobody concluded on; `faite`: those that were reviewed. */
  @IsOptional() @IsIn(['attendue', 'faite']) readonly revue?: 'attendue' | 'faite';
}

export class ConsultationsEnTable extends ConsultationsDemandees {
  @EntierDeRequete(1, 5000) override readonly limite: number = 1000;
}

export class RevueRendue {
  @IsIn(RESULTATS_REVUE) readonly resultat: ResultatRevue;
}
