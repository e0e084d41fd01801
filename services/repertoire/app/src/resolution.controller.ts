import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { jourValide, nirValide, normaliserNir, type Acteur } from '@sm/kernel';
import { ActeurCourant, Db, ProblemeException } from '@sm/platform';
import { Coffre, TAILLE_HMAC } from './coffre';
import { texteBeneficiaire, texteNir } from './identite';
import { ResolutionsDemandees, ResolutionsRendues, type CleDemandee } from './resolution.dto';
import { resoudre } from './resolution.query';

/** Services that may turn a NIR into a person id, for the units they name. */
const SERVICES_ADMIS: ReadonlySet<string> = new Set(['service:prestations']);
const PERSONNE = Buffer.alloc(TAILLE_HMAC);

@Controller('resolutions')
export class ResolutionController {
  constructor(private readonly db: Db, private readonly coffre: Coffre) {}

  /** Person ids of NIR, by batch, for the services that open dossiers. The numbers travel in the body only and are kept nowhere. */
  @Post() @HttpCode(200)
  async resoudre(@ActeurCourant() acteur: Acteur, @Body() { unites, cles }: ResolutionsDemandees): Promise<ResolutionsRendues> {
    if (acteur.genre !== 'service' || !SERVICES_ADMIS.has(acteur.id)) throw new ProblemeException({ code: 'interdit', categorie: 'interdit' });
    const hmacs = cles.map((c) => this.cle(c));
    return { personnes: await this.db.inTransaction({ acteur, role: 'app', unites }, (tx) => resoudre(tx, hmacs, unites)) };
  }

  private cle({ nir, naissance, rang }: CleDemandee): Buffer {
    const net = normaliserNir(nir);
    if (net === null || !nirValide(net)) return PERSONNE;
    if (naissance === undefined) return this.coffre.hmac(texteNir(net));
    return jourValide(naissance) ? this.coffre.hmac(texteBeneficiaire(net, naissance, rang ?? 1)) : PERSONNE;
  }
}
