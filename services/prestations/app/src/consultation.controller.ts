import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, CleIdempotence, PageDemandee, Repond, UuidDeChemin, type Page } from '@sm/platform';
import { ConsultationsDemandees, ConsultationsEnTable, RevueRendue } from './consultation.dto';
import { ConsultationHandler, type RevueInscrite } from './consultation.handler';
import { ConsultationQuery, type Consultation, type LectureCommuniquee } from './consultation.query';
import { enCsv } from './consultation.csv';

/** Only what is set on a reply here. */
interface Reponse {
  header(nom: string, valeur: string): unknown;
}

/** Register of the readings of medical records: for the auditor and the data protection officer alone (processes.md §2.3, §2.8). */
@Controller('consultations')
export class ConsultationController {
  constructor(private readonly lecture: ConsultationQuery, private readonly handler: ConsultationHandler) {}

  /** Latest first. */
  @Get()
  lister(@ActeurCourant() acteur: Acteur, @Query() demande: ConsultationsDemandees): Promise<Page<Consultation>> {
    return this.lecture.lister(acteur, demande);
  }

  /** The same as a table; the cursor of the following lines is in `x-curseur-suivant`. */
  @Get('csv') @Header('content-type', 'text/csv; charset=utf-8') @Header('content-disposition', 'attachment; filename="consultations.csv"')
  @Repond<string>('text/csv')
  async table(@ActeurCourant() acteur: Acteur, @Query() demande: ConsultationsEnTable, @Res({ passthrough: true }) reponse: Reponse): Promise<string> {
    const { elements, suivant } = await this.lecture.lister(acteur, demande);
    if (suivant) reponse.header('x-curseur-suivant', suivant);
    return enCsv(elements);
  }

  /** What a person may know of who read their record; asked by the data protection officer. */
  @Get('personnes/:personne')
  communiquer(@ActeurCourant() acteur: Acteur, @Param('personne', UuidDeChemin) personne: string, @Query() page: PageDemandee): Promise<Page<LectureCommuniquee>> {
    return this.lecture.communiquer(acteur, personne, page);
  }

  @Post(':id/revue') @HttpCode(200)
  revoir(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Param('id', UuidDeChemin) id: string, @Body() { resultat }: RevueRendue): Promise<RevueInscrite> {
    return this.handler.revoir(acteur, { cle, id, resultat });
  }
}
