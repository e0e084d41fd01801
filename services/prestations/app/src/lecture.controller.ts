import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, AvecEtag, PageDemandee, Repond, UuidDeChemin, type Page } from '@sm/platform';
import { ProvenanceCourante, type Provenance } from './consultation.journal';
import { DossierQuery, type ActeDate, type VueMedicale } from './dossier.query';
import type { DossierLu, DossierMedicalLu } from './dossier.reponses';
import type { VueCaisse, VueService } from './dossier.vues';
import { LectureMedicale, ListeDemandee } from './travail.dto';
import { TravailQuery, type LigneTravail } from './travail.query';

/** Reading dossiers: administrative everywhere, medical on one route only. */
@Controller('dossiers')
export class LectureController {
  constructor(private readonly dossiers: DossierQuery, private readonly travail: TravailQuery) {}

  @Get()
  lister(@ActeurCourant() acteur: Acteur, @Query() demande: ListeDemandee): Promise<Page<LigneTravail>> {
    return this.travail.lister(this.dossiers.portee(acteur), demande);
  }

  @Get(':id') @AvecEtag() @Repond<DossierLu>()
  lire(@ActeurCourant() acteur: Acteur, @Param('id', UuidDeChemin) id: string): Promise<VueService | VueCaisse> {
    return this.dossiers.lire(acteur, id);
  }

  /** The reading is written in the journal; `motif` is required of whoever is not in charge. */
  @Get(':id/medical') @Repond<DossierMedicalLu>()
  medical(@ActeurCourant() acteur: Acteur, @Param('id', UuidDeChemin) id: string, @Query() { motif }: LectureMedicale, @ProvenanceCourante() provenance: Provenance): Promise<VueMedicale> {
    return this.dossiers.medical(acteur, { dossier: id, motif: motif ?? null }, provenance);
  }

  @Get(':id/chronologie')
  chronologie(@ActeurCourant() acteur: Acteur, @Param('id', UuidDeChemin) id: string, @Query() page: PageDemandee): Promise<Page<ActeDate>> {
    return this.dossiers.chronologie(acteur, id, page);
  }
}
