import { Injectable } from '@nestjs/common';
import { refuser, uniteDeCode, type Acteur } from '@sm/kernel';
import { Db, ProblemeException, Tenancy, decoderCurseur, pageDe, type Page } from '@sm/platform';
import type { AffectationsDemandees } from './affectation.dto';
import { AffectationEntity } from './affectation.entity';
import { ArbreStore } from './arbre.store';

/** One stretch of an assignment; `affectation` and `version` are what closing it asks for. */
export interface VueAffectation {
  readonly affectation: string;
  readonly version: number;
  readonly acteur: string;
  readonly nom: string;
  readonly unite: string;
  readonly role: string;
  readonly activite: string;
  readonly quotite: number;
  readonly du: string;
  readonly au: string | null;
  readonly habilitations: readonly string[];
  readonly categorie: string | null;
  readonly profession: string | null;
  readonly emploi: string | null;
  readonly employeur: string | null;
}

const ACTIONS = ['organisation.gerer', 'dossier.affecter'] as const;

/** Register of assignments: administrators and chiefs of service, each within its own units. */
@Injectable()
export class AffectationQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly arbre: ArbreStore) {}

  /** Assignments in force on `jour` (all when absent), in order of id. @throws ProblemeException 403, 404 `unite-introuvable`, 400 `curseur-invalide`. */
  lister(acteur: Acteur, { unite: code, acteur: qui, jour, limite, curseur }: AffectationsDemandees): Promise<Page<VueAffectation>> {
    const unites = [...new Set(ACTIONS.flatMap((action) => this.tenancy.unitesPour(acteur, action, '*')))];
    if (unites.length === 0) throw new ProblemeException(refuser('interdit', 'interdit').refus);
    const apres = curseur === undefined ? null : decoderCurseur(curseur, { id: 'uuid' }).id;
    return this.db.inTransaction({ acteur, role: 'app', unites }, async (tx) => {
      const arbre = await this.arbre.lireDans(tx);
      const unite = code === undefined ? undefined : uniteDeCode(arbre.unites, code);
      if (code !== undefined && !unite) throw new ProblemeException(refuser('introuvable', 'unite-introuvable').refus);
      const lecture = tx.getRepository(AffectationEntity).createQueryBuilder('a').where('NOT a.retiree');
      if (unite) lecture.andWhere('a.unite = :unite', { unite: unite.id });
      if (qui !== undefined) lecture.andWhere('a.acteur = :qui', { qui });
      if (jour !== undefined) lecture.andWhere('a.du <= :jour AND coalesce(a.au >= :jour, true)', { jour });
      if (apres !== null) lecture.andWhere('a.id > :apres', { apres });
      const lignes = await lecture.orderBy('a.id').limit(limite + 1).getMany();
      const codes = new Map(arbre.unites.map((u) => [u.id, u.code]));
      const page = pageDe(lignes, limite, (l) => ({ id: l.id }));
      return { ...page, elements: page.elements.map((l) => vue(l, codes.get(l.unite) ?? '')) };
    });
  }
}

const vue = (l: AffectationEntity, unite: string): VueAffectation => ({
  affectation: l.demande, version: l.version, acteur: l.acteur, nom: l.nomAffiche, unite, role: l.role, activite: l.activite, quotite: l.quotite,
  du: l.du, au: l.au, habilitations: l.habilitations, categorie: l.categorie, profession: l.profession, emploi: l.emploi, employeur: l.employeur,
});
