import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { refuser, uniteDeCode, type Acteur } from '@sm/kernel';
import { ActeurCourant, Db, ProblemeException, Tenancy, type Contexte } from '@sm/platform';
import type { UniteDatee } from './arbre';
import { ArbreStore, type ArbreVersionne } from './arbre.store';
import { AuJour, CodeUnite, UnitesDemandees } from './jour.dto';
import { branches, vuesDuJour, vueUnite, type BrancheUnite, type VueUnite } from './vues';

interface DuJour {
  readonly jour: string;
  readonly version: number;
}

interface CaisseDuJour {
  readonly code: string;
  readonly nom: string;
  readonly departement: string;
  readonly reprisePar: string | null;
}

/** The national tree at any date: a reference that every authenticated account may read. */
@Controller()
export class ArbreController {
  constructor(private readonly arbre: ArbreStore, private readonly tenancy: Tenancy, private readonly db: Db) {}

  @Get('unites') @Header('cache-control', 'private, max-age=60')
  async unites(@ActeurCourant() acteur: Acteur, @Query() { jour = this.tenancy.jour(), type }: UnitesDemandees): Promise<DuJour & { unites: VueUnite[] }> {
    const { version, unites } = await this.lire(acteur);
    return { jour, version, unites: vuesDuJour(unites, jour, type) };
  }

  /** One unit, by its stable code or by that of any map, with its whole history. */
  @Get('unites/:code')
  async unite(@ActeurCourant() acteur: Acteur, @Param() { code }: CodeUnite, @Query() { jour = this.tenancy.jour() }: AuJour): Promise<DuJour & { unite: VueUnite; historique: UniteDatee }> {
    const { version, unites } = await this.lire(acteur);
    const unite = uniteDeCode(unites, code);
    if (!unite) throw new ProblemeException(refuser('introuvable', 'unite-introuvable').refus);
    return { jour, version, unite: vueUnite(unites, unite, jour), historique: unite };
  }

  @Get('arbre') @Header('cache-control', 'private, max-age=60')
  async entier(@ActeurCourant() acteur: Acteur, @Query() { jour = this.tenancy.jour() }: AuJour): Promise<DuJour & { arbre: BrancheUnite[] }> {
    const { version, unites } = await this.lire(acteur);
    return { jour, version, arbre: branches(unites, jour) };
  }

  @Get('caisses') @Header('cache-control', 'private, max-age=60')
  async caisses(@ActeurCourant() acteur: Acteur, @Query() { jour = this.tenancy.jour() }: AuJour): Promise<{ jour: string; caisses: CaisseDuJour[] }> {
    const lignes = await this.db.inTransaction(contexteLecture(acteur), (tx) => this.arbre.caisses(tx, jour));
    return { jour, caisses: lignes.map(({ code, nom, departement, reprisePar }) => ({ code, nom, departement, reprisePar })) };
  }

  private lire(acteur: Acteur): Promise<ArbreVersionne> {
    return this.arbre.lire(contexteLecture(acteur));
  }
}

const contexteLecture = (acteur: Acteur): Contexte => ({ acteur, role: 'app', unites: [] });
