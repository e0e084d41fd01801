import { Controller, Get, Query } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { ActeurCourant } from '../auth/garde-jeton';
import { Db } from '../db/db';
import { decoderCurseur } from '../http/curseur';
import { PageDemandee, pageDe, type Page } from '../http/page';
import { ProblemeException } from '../http/probleme';
import { Tenancy } from '../tenancy/tenancy';
import { ACCES_REFUSE, type RefusObserve } from './refus';

/** A refusal as the register gives it back. */
export interface RefusLu extends Omit<RefusObserve, 'acteur'> {
  readonly le: string;
  readonly unite: number;
  readonly acteur: string;
  readonly roles: readonly string[];
}

const LIRE = `
SELECT id::float8 AS id, enregistre_le AS le, unite, acteur, prive->'roles' AS roles, prive->>'methode' AS methode, prive->>'route' AS route, prive->>'code' AS code,
  prive->>'article' AS article, prive->>'objet' AS objet, prive->>'correlation' AS correlation
FROM journal WHERE type = '${ACCES_REFUSE}' AND id > $1 ORDER BY id LIMIT $2`;

/** Register of refused accesses, for the auditor and the data protection officer (processes.md §2.3, §2.8). */
@Controller('exploitation/refus')
export class AccesController {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy) {}

  /** Oldest first, by pages. @throws ProblemeException 403 without `registre.lire` */
  @Get()
  async lister(@ActeurCourant() acteur: Acteur, @Query() { limite, curseur }: PageDemandee): Promise<Page<RefusLu>> {
    const ctx = this.tenancy.contexte(acteur, 'registre.lire', '*');
    if (!ctx.unites.length) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    const apres = curseur === undefined ? 0 : decoderCurseur(curseur, { id: 'entier' }).id;
    const lus = await this.db.inTransaction(ctx, (tx) => tx.query<(Omit<RefusLu, 'le'> & { readonly id: number; readonly le: Date })[]>(LIRE, [apres, limite + 1]));
    const { elements, suivant } = pageDe(lus, limite, (l) => ({ id: l.id }));
    return { suivant, elements: elements.map(({ id: _, le, ...l }) => ({ le: le.toISOString(), ...l })) };
  }
}
