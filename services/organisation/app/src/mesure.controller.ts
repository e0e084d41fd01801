import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, AvecEtag, CleIdempotence, VersionAttendue, type Page } from '@sm/platform';
import { AffectationId, ClotureDemandee } from './affectation.dto';
import { AbsenceDemandee, ConflitDemande, DelegationDemandee, InterimDemande, MesuresDemandees } from './mesure.dto';
import { MesureHandler, type MesureEcrite } from './mesure.handler';
import { MesureQuery, type VueMesure } from './mesure.query';

type Ecrite = Promise<MesureEcrite>;

/** Dated measures about a person: delegations of signature, interims, absences, declared conflicts of interest. */
@Controller()
export class MesureController {
  constructor(private readonly handler: MesureHandler, private readonly registre: MesureQuery) {}

  @Get('delegations')
  delegations(@ActeurCourant() acteur: Acteur, @Query() demande: MesuresDemandees): Promise<Page<VueMesure>> {
    return this.registre.lister(acteur, 'delegation', demande);
  }

  @Post('delegations') @HttpCode(201) @AvecEtag()
  deleguer(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() d: DelegationDemandee): Ecrite {
    const contenu = { genre: 'delegation', delegataire: d.delegataire, actes: d.actes, genres: d.genres ?? [], reference: d.reference } as const;
    return this.handler.declarer(acteur, cle, { acteur: d.acteur, unite: d.unite, du: d.du, au: d.au, contenu });
  }

  @Post('delegations/:id/cloture') @HttpCode(200) @AvecEtag()
  cloreDelegation(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @VersionAttendue() version: number, @Param() { id }: AffectationId, @Body() { au }: ClotureDemandee): Ecrite {
    return this.handler.clore(acteur, cle, 'delegation', id, au, version);
  }

  @Get('interims')
  interims(@ActeurCourant() acteur: Acteur, @Query() demande: MesuresDemandees): Promise<Page<VueMesure>> {
    return this.registre.lister(acteur, 'interim', demande);
  }

  @Post('interims') @HttpCode(201) @AvecEtag()
  interim(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() d: InterimDemande): Ecrite {
    const contenu = { genre: 'interim', remplace: d.remplace, role: d.role, activite: d.activite, quotite: d.quotite, reference: d.reference } as const;
    return this.handler.declarer(acteur, cle, { acteur: d.acteur, unite: d.unite, du: d.du, au: d.au, contenu });
  }

  @Post('interims/:id/cloture') @HttpCode(200) @AvecEtag()
  cloreInterim(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @VersionAttendue() version: number, @Param() { id }: AffectationId, @Body() { au }: ClotureDemandee): Ecrite {
    return this.handler.clore(acteur, cle, 'interim', id, au, version);
  }

  @Get('absences')
  absences(@ActeurCourant() acteur: Acteur, @Query() demande: MesuresDemandees): Promise<Page<VueMesure>> {
    return this.registre.lister(acteur, 'absence', demande);
  }

  @Post('absences') @HttpCode(201) @AvecEtag()
  absence(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() d: AbsenceDemandee): Ecrite {
    return this.handler.declarer(acteur, cle, { acteur: d.acteur, unite: d.unite, du: d.du, au: d.au ?? null, contenu: { genre: 'absence', motif: d.motif } });
  }

  @Post('absences/:id/cloture') @HttpCode(200) @AvecEtag()
  cloreAbsence(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @VersionAttendue() version: number, @Param() { id }: AffectationId, @Body() { au }: ClotureDemandee): Ecrite {
    return this.handler.clore(acteur, cle, 'absence', id, au, version);
  }

  /** Those of the unit for its chief, one's own for a practitioner; nobody else. */
  @Get('conflits')
  conflits(@ActeurCourant() acteur: Acteur, @Query() demande: MesuresDemandees): Promise<Page<VueMesure>> {
    return this.registre.lister(acteur, 'conflit', demande);
  }

  @Post('conflits') @HttpCode(201) @AvecEtag()
  conflit(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() d: ConflitDemande): Ecrite {
    const contenu = { genre: 'conflit', lien: d.lien, objet: { genre: d.objet, ref: d.reference } } as const;
    return this.handler.declarer(acteur, cle, { acteur: d.acteur, unite: d.unite, du: d.du, au: d.au ?? null, contenu });
  }

  @Post('conflits/:id/cloture') @HttpCode(200) @AvecEtag()
  cloreConflit(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @VersionAttendue() version: number, @Param() { id }: AffectationId, @Body() { au }: ClotureDemandee): Ecrite {
    return this.handler.clore(acteur, cle, 'conflit', id, au, version);
  }
}
