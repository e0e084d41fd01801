import { encoder } from '@sm/contracts';
import { affectationPubliee, type LigneJournal } from '@sm/platform';
import type { AffectationEntity } from './affectation.entity';

/** State of an assignment, and why it moved. The private part is its history: who, where, since when. */
export function affectationChangee(a: AffectationEntity, survenuLe: Date): LigneJournal {
  const { empreinte: _, ...prive } = a;
  const publiee = affectationPubliee({ ...a, acteurId: a.acteur, uniteId: a.unite }, a.retiree);
  return {
    topic: 'sm.organisation.affectation.v1',
    dossier: null,
    cle: a.id,
    version: a.version,
    unite: a.unite,
    type: 'AffectationPubliee',
    survenuLe,
    prive,
    public: encoder('sm.organisation.affectation.v1', 'AffectationPubliee', publiee),
  };
}
