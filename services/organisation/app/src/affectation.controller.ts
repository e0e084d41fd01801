import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { ActeurCourant, CleIdempotence, ProblemeException, Tenancy, VersionAttendue, type Contexte, type Page } from '@sm/platform';
import { AffectationDemandee, AffectationId, AffectationsDemandees, ClotureDemandee } from './affectation.dto';
import { AffectationHandler, type AffectationEcrite } from './affectation.handler';
import { AffectationQuery, type VueAffectation } from './affectation.query';
import { EffectifsQuery, type Effectifs } from './effectifs.query';
import { UniteDemandee } from './jour.dto';

/** Staff: assignments and headcounts. */
@Controller()
export class AffectationController {
  constructor(
    private readonly handler: AffectationHandler,
    private readonly registre: AffectationQuery,
    private readonly compte: EffectifsQuery,
    private readonly tenancy: Tenancy,
  ) {}

  @Get('effectifs')
  effectifs(@ActeurCourant() acteur: Acteur, @Query() { unite, jour }: UniteDemandee): Promise<Effectifs> {
    return this.compte.lire(acteur, unite, jour ?? this.tenancy.jour());
  }

  @Get('affectations')
  lister(@ActeurCourant() acteur: Acteur, @Query() demande: AffectationsDemandees): Promise<Page<VueAffectation>> {
    return this.registre.lister(acteur, demande);
  }

  /** Opens an assignment; by an administrator of the unit, or of the national one. */
  @Post('affectations') @HttpCode(201)
  ouvrir(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() d: AffectationDemandee): Promise<AffectationEcrite> {
    return this.handler.ouvrir(this.portee(acteur), cle, {
      acteur: d.acteur, nom: d.nom ?? null, prenom: d.prenom ?? null, categorie: d.categorie ?? null, profession: d.profession ?? null, rpps: d.rpps ?? null,
      emploi: d.emploi ?? null, employeur: d.employeur ?? null, unite: d.unite, role: d.role, activite: d.activite, quotite: d.quotite, du: d.du, au: d.au ?? null,
      habilitations: (d.habilitations ?? []).map((h) => ({ genre: h.genre, au: h.au ?? null })),
    });
  }

  /** Closes an assignment; `If-Match` names the version read. */
  @Post('affectations/:id/cloture') @HttpCode(200)
  clore(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @VersionAttendue() version: number, @Param() { id }: AffectationId, @Body() { au }: ClotureDemandee): Promise<AffectationEcrite> {
    return this.handler.cloturer(this.portee(acteur), cle, id, au, version);
  }

  private portee(acteur: Acteur): Contexte {
    const ctx = this.tenancy.contexte(acteur, 'organisation.gerer', '*');
    if (ctx.unites.length === 0) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    return ctx;
  }
}
