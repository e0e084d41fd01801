import { encoder } from '@sm/contracts';
import { unitePubliee, type LigneJournal } from '@sm/platform';
import type { UniteDatee } from './arbre';

/** The whole state of a unit, as it stands in version `version` of the tree. */
export const uniteChangee = (unite: UniteDatee, version: number, survenuLe: Date): LigneJournal => ({
  topic: 'sm.organisation.unite.v1',
  dossier: null,
  cle: String(unite.id),
  version,
  unite: unite.id,
  type: 'UnitePubliee',
  survenuLe,
  prive: { ...unite },
  public: encoder('sm.organisation.unite.v1', 'UnitePubliee', unitePubliee(unite, version)),
});
