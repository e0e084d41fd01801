import { Injectable } from '@nestjs/common';
import { refuser, uniteDeCode, type Acteur, type Action } from '@sm/kernel';
import { Db, ProblemeException, Tenancy, decoderCurseur, pageDe, type Page } from '@sm/platform';
import { ArbreStore } from './arbre.store';
import type { ContenuMesure, GenreMesure } from './mesure';
import { ACTIONS_MESURE } from './mesure.controle';
import type { MesuresDemandees } from './mesure.dto';
import { MesureEntity } from './mesure.entity';

/** One measure; `version` is what closing it asks for. */
export interface VueMesure {
  readonly id: string;
  readonly version: number;
  readonly acteur: string;
  readonly unite: string;
  readonly du: string;
  readonly au: string | null;
  readonly contenu: ContenuMesure;
}

/** Who reads all the measures of a unit. A conflict of interest is the chief's alone to see, beside whom it concerns. */
const ENCADREMENT: Readonly<Record<GenreMesure, readonly Action[]>> = {
  delegation: ['delegation.gerer', 'organisation.gerer'], interim: ['delegation.gerer', 'organisation.gerer'], absence: ['delegation.gerer', 'organisation.gerer'], conflit: ['conflit.lire'],
};

/** Registers of measures, each within the caller's units. */
@Injectable()
export class MesureQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly arbre: ArbreStore) {}

  /** In order of id; without the right to see those of others, one's own. @throws ProblemeException 403, 404 `unite-introuvable`, 400 `curseur-invalide`. */
  lister(acteur: Acteur, genre: GenreMesure, { unite: code, acteur: qui, jour, limite, curseur }: MesuresDemandees): Promise<Page<VueMesure>> {
    const encadrees = ENCADREMENT[genre].flatMap((action) => this.tenancy.unitesPour(acteur, action, '*'));
    const unites = [...new Set([...encadrees, ...this.siennes(acteur, genre)])];
    if (unites.length === 0) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    const apres = curseur === undefined ? null : decoderCurseur(curseur, { id: 'uuid' }).id;
    return this.db.inTransaction({ acteur, role: 'app', unites }, async (tx) => {
      const arbre = await this.arbre.lireDans(tx);
      const unite = code === undefined ? undefined : uniteDeCode(arbre.unites, code);
      if (code !== undefined && !unite) throw new ProblemeException(refuser('introuvable', 'unite-introuvable').refus);
      const lecture = tx.getRepository(MesureEntity).createQueryBuilder('m').where('NOT m.retiree AND m.genre = :genre', { genre });
      lecture.andWhere("(m.unite = ANY(:encadrees) OR m.acteur = :moi OR m.contenu->>'delegataire' = :moi)", { encadrees, moi: acteur.id });
      if (unite) lecture.andWhere('m.unite = :unite', { unite: unite.id });
      if (qui !== undefined) lecture.andWhere('m.acteur = :qui', { qui });
      if (jour !== undefined) lecture.andWhere('m.du <= :jour AND coalesce(m.au >= :jour, true)', { jour });
      if (apres !== null) lecture.andWhere('m.id > :apres', { apres });
      const page = pageDe(await lecture.orderBy('m.id').limit(limite + 1).getMany(), limite, (l) => ({ id: l.id }));
      const codes = new Map(arbre.unites.map((u) => [u.id, u.code]));
      return { ...page, elements: page.elements.map(({ id, version, acteur: a, unite: u, du, au, contenu }) => ({ id, version, acteur: a, unite: codes.get(u) ?? '', du, au, contenu })) };
    });
  }

  /** Units where one's own measures may lie: where one declares them, or where one serves. */
  private siennes(acteur: Acteur, genre: GenreMesure): number[] {
    const declarees = genre === 'absence' || genre === 'conflit' ? this.tenancy.unitesPour(acteur, ACTIONS_MESURE[genre], '*') : [];
    return [...declarees, ...this.tenancy.affectations(acteur.id).map((a) => a.uniteId)];
  }
}
