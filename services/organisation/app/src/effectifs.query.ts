import { Injectable } from '@nestjs/common';
import { perimetre, refuser, uniteDeCode, type Acteur } from '@sm/kernel';
import { Db, ProblemeException, Tenancy } from '@sm/platform';
import { ArbreStore } from './arbre.store';

/** Headcount of a profession: `personnes` counts each person once, `etp` sums shares of time, at most 1 a person. */
export interface LigneEffectif {
  readonly categorie: string;
  readonly profession: string | null;
  readonly personnes: number;
  readonly etp: number;
}

export interface Effectifs {
  readonly unite: string;
  readonly jour: string;
  readonly version: number;
  readonly personnes: number;
  readonly etp: number;
  readonly parProfession: readonly LigneEffectif[];
  /** Units of the perimeter of that day that the caller may not see and that are not counted. */
  readonly horsPortee: readonly string[];
}

const ACTIONS = ['organisation.gerer', 'rapport.lire', 'rapport.lire_agregats'] as const;

const COMPTER = `
SELECT categorie, profession, count(*)::int AS personnes, sum(etp)::float8 AS etp FROM (
  SELECT acteur, (array_agg(categorie ORDER BY quotite DESC, id))[1] AS categorie, (array_agg(profession ORDER BY quotite DESC, id))[1] AS profession, least(1, sum(quotite)) AS etp
  FROM affectation WHERE unite = ANY($1::int[]) AND NOT retiree AND source <> 'interim' AND categorie IS NOT NULL AND du <= $2 AND (au IS NULL OR au >= $2) GROUP BY acteur
) AS personne GROUP BY categorie, profession ORDER BY categorie DESC, personnes DESC, profession`;

/** Headcounts of a unit and of all that hangs from it, on any day. */
@Injectable()
export class EffectifsQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly arbre: ArbreStore) {}

  /** @throws ProblemeException 404 `unite-introuvable`, 403 `interdit`. */
  lire(acteur: Acteur, code: string, jour: string): Promise<Effectifs> {
    const portee = new Set(ACTIONS.flatMap((action) => this.tenancy.unitesPour(acteur, action, '*')));
    return this.db.inTransaction({ acteur, role: 'app', unites: [...portee] }, async (tx) => {
      const { version, unites } = await this.arbre.lireDans(tx);
      const unite = uniteDeCode(unites, code);
      if (!unite) throw new ProblemeException(refuser('introuvable', 'unite-introuvable').refus);
      if (!portee.has(unite.id)) throw new ProblemeException(refuser('interdit', 'interdit').refus);
      const comptees = perimetre(unites, unite.id, jour);
      const parProfession: LigneEffectif[] = await tx.query(COMPTER, [comptees.filter((id) => portee.has(id)), jour]);
      const total = (mesure: 'personnes' | 'etp') => parProfession.reduce((somme, l) => somme + l[mesure], 0);
      const horsPortee = comptees.filter((id) => !portee.has(id)).map((id) => unites.find((u) => u.id === id)?.code ?? String(id));
      return { unite: unite.code, jour, version, personnes: total('personnes'), etp: total('etp'), parProfession, horsPortee };
    });
  }
}
