import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { ActeurCourant, CleIdempotence, Db, PageDemandee, ProblemeException, Tenancy, UuidDeChemin, decoderCurseur, pageDe, type Page } from '@sm/platform';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, Min } from 'class-validator';
import { SansCorps } from './sans-corps';
import { SelectionHandler, type NoticeExaminee, type Selection } from './selection.handler';

const SORTS = ['a_examiner', 'voie_rapide', 'retenu'] as const;
const UNITE = /^[A-Z0-9][A-Z0-9_-]{0,31}$/;

class AvisDemandes extends PageDemandee {
  @IsOptional() @IsIn(SORTS) readonly sort?: (typeof SORTS)[number];
  @IsOptional() @IsIn(['oui', 'non']) readonly tardif?: 'oui' | 'non';
  @IsOptional() @IsUUID() readonly personne?: string;
}

class SelectionDemandee {
  @IsOptional() @IsString() @Matches(UNITE) readonly unite?: string;
  @IsInt() @Min(1) @Max(2000) readonly limite: number = 500;
}

/** One notice as a list shows it: administrative only. */
interface AvisRecu {
  readonly id: string;
  readonly source: string;
  readonly numero: string;
  readonly personne: string | null;
  readonly risque: string;
  readonly nature: string;
  readonly canal: string;
  readonly debut: string;
  readonly fin: string;
  readonly recuLe: string;
  readonly tardif: boolean;
  readonly repete: boolean;
  readonly sort: string;
  readonly dossier: string | null;
}

const LISTER = `
SELECT id, source, numero, personne, risque, nature, canal, debut::text AS debut, fin::text AS fin, to_char(recu_le AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "recuLe", tardif, repete, sort, dossier
FROM avis_arret WHERE ($1::uuid IS NULL OR id > $1::uuid) AND ($2::text IS NULL OR sort = $2::text) AND ($3::boolean IS NULL OR tardif = $3::boolean) AND ($4::uuid IS NULL OR personne = $4::uuid)
ORDER BY id LIMIT $5`;

/** Notices of sick leave received, and what chooses some of them for control. */
@Controller('avis-arrets')
export class AvisArretController {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly selection: SelectionHandler) {}

  @Get()
  async lister(@ActeurCourant() acteur: Acteur, @Query() d: AvisDemandes): Promise<Page<AvisRecu>> {
    const ctx = this.tenancy.contexte(acteur, 'dossier.lire', 'arret');
    if (!ctx.unites.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    const apres = d.curseur ? decoderCurseur(d.curseur, { id: 'uuid' }).id : null;
    const tardif = d.tardif === undefined ? null : d.tardif === 'oui';
    const lignes: AvisRecu[] = await this.db.inTransaction(ctx, (tx) => tx.query(LISTER, [apres, d.sort ?? null, tardif, d.personne ?? null, d.limite + 1]));
    return pageDe(lignes, d.limite, ({ id }) => ({ id }));
  }

  /** Lets the dated rules examine the oldest notices not yet examined: each is retained, with the rule and its version, or follows the fast lane. */
  @Post('selection') @HttpCode(200)
  selectionner(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() demande: SelectionDemandee): Promise<Selection> {
    return this.selection.selectionner(acteur, cle, demande);
  }

  /** Opens the control of one notice by the choice of a practitioner. */
  @Post(':id/controle') @HttpCode(200)
  controler(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Param('id', UuidDeChemin) id: string, @Body(SansCorps) _vide: object): Promise<NoticeExaminee> {
    return this.selection.choisir(acteur, cle, id);
  }
}
