import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { Acteur } from '@sm/kernel';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { ActeurCourant } from '../auth/garde-jeton';
import type { Contexte } from '../db/roles';
import { CleIdempotence } from '../http/cle-idempotence';
import { AccepteFlux, Flux, type FluxRecu } from '../http/corps';
import { decoderCurseur } from '../http/curseur';
import { pageDe, PageDemandee, type Page } from '../http/page';
import { ProblemeException, probleme } from '../http/probleme';
import type { EtatImport, Rejet } from '../import/import';
import { Imports } from '../import/imports';
import { Tenancy } from '../tenancy/tenancy';

class ImportDemande {
  @IsString() @MaxLength(40) @Matches(/^[a-z][a-z_-]*$/)
  readonly flux: string;

  @IsOptional() @IsIn(['csv', 'ndjson'])
  readonly format?: 'csv' | 'ndjson';
}

const formatDe = (type: string): 'csv' | 'ndjson' => {
  if (/^text\/csv\b/i.test(type)) return 'csv';
  if (/^application\/x-ndjson\b/i.test(type)) return 'ndjson';
  throw probleme('type-contenu-refuse', 415);
};

/** Streaming intake, the same for every service. */
@Controller('imports')
export class ImportsController {
  constructor(private readonly imports: Imports, private readonly tenancy: Tenancy) {}

  /** Takes a CSV or NDJSON body of any size; answers once every line has been read. Reposted under the same key, it resumes. */
  @Post() @HttpCode(202) @AccepteFlux() @ApiConsumes('text/csv', 'application/x-ndjson')
  recevoir(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Query() demande: ImportDemande, @Flux() corps: FluxRecu): Promise<EtatImport> {
    const flux = this.imports.trouver(demande.flux);
    const ctx = this.tenancy.contexte(acteur, flux.action, flux.procedure);
    if (!ctx.unites.length) throw new ProblemeException({ code: 'interdit', categorie: 'interdit' });
    return this.imports.recevoir(ctx, demande.flux, cle, demande.format ?? formatDe(corps.type), corps.octets);
  }

  @Get(':id')
  lire(@ActeurCourant() acteur: Acteur, @Param('id', ParseUUIDPipe) id: string): Promise<EtatImport> {
    return this.imports.lire(this.propre(acteur), id);
  }

  @Get(':id/rejets')
  async rejets(@ActeurCourant() acteur: Acteur, @Param('id', ParseUUIDPipe) id: string, @Query() page: PageDemandee): Promise<Page<Rejet>> {
    const apres = page.curseur ? decoderCurseur(page.curseur, { ligne: 'entier', rang: 'entier' }) : { ligne: 0, rang: -1 };
    const lignes = await this.imports.rejets(this.propre(acteur), id, [apres.ligne, apres.rang], page.limite + 1);
    const p = pageDe(lignes, page.limite, (d) => ({ ligne: d.ligne, rang: d.rang }));
    return { ...p, elements: p.elements.map(({ ligne, champ, code }) => ({ ligne, champ, code })) };
  }

  private propre(acteur: Acteur): Contexte {
    return { acteur, role: 'app', unites: [] };
  }
}
