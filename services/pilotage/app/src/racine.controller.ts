import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, Db, Tenancy, contexteSysteme, exigerExploitation } from '@sm/platform';
import { DemandeRacines } from './racine.dto';

const PAGE = 1000;
const COLONNES = "source, unite, rang::float8 AS rang, encode(h, 'hex') AS h, quand, cle, encode(signature, 'hex') AS signature";

interface RacineExportee {
  readonly source: string;
  readonly unite: number;
  readonly rang: number;
  readonly h: string;
  readonly quand: Date;
  readonly cle: string;
  readonly signature: string;
}

interface RacineRefusee extends RacineExportee {
  readonly motif: string;
  readonly recueLe: Date;
}

/** What an operator takes to the service that holds a chain, to have it compared: `POST /exploitation/chaine/racines` there. */
@ApiTags('Racines')
@Controller('racines')
export class RacinesController {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy) {}

  /** Roots anchored for a unit of a source, by rank; `apres` resumes after a rank. */
  @Get()
  async lister(@ActeurCourant() acteur: Acteur, @Query() { source, unite, apres = 0 }: DemandeRacines): Promise<{ racines: RacineExportee[] }> {
    exigerExploitation(this.tenancy, acteur);
    return { racines: await this.lire<RacineExportee>(`SELECT ${COLONNES} FROM racine_ancree WHERE source = $1 AND unite = $2 AND rang > $3 ORDER BY rang LIMIT ${PAGE}`, [source, unite, apres]) };
  }

  /** Roots refused, the last first, with the reason. */
  @Get('refus')
  async refus(@ActeurCourant() acteur: Acteur): Promise<{ racines: RacineRefusee[] }> {
    exigerExploitation(this.tenancy, acteur);
    return { racines: await this.lire<RacineRefusee>(`SELECT ${COLONNES}, motif, recue_le AS "recueLe" FROM racine_refusee ORDER BY recue_le DESC LIMIT ${PAGE}`, []) };
  }

  private lire<T>(sql: string, parametres: unknown[]): Promise<T[]> {
    return this.db.inTransaction(contexteSysteme('projection'), (tx) => tx.query(sql, parametres));
  }
}
