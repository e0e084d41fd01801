import { encoder } from '@sm/contracts';
import { absencePubliee, conflitPublie, delegationPubliee, type LigneJournal } from '@sm/platform';
import type { MesureEntity } from './mesure.entity';

const TOPIC = 'sm.organisation.empechement.v1';

/** Type and public state of a measure. An interim is told by the assignment it opens: nothing of its own is public. */
function publier({ id, acteur, unite, du, au, version, retiree, contenu }: MesureEntity): { type: string; public: Uint8Array | null } {
  switch (contenu.genre) {
    case 'delegation': {
      const { delegataire, actes, genres } = contenu;
      const d = { id, version, delegantId: acteur, delegataireId: delegataire, uniteId: unite, actes, genres, du, au: au ?? du };
      return { type: 'DelegationPubliee', public: encoder(TOPIC, 'DelegationPubliee', delegationPubliee(d, retiree)) };
    }
    case 'absence':
      return { type: 'AbsencePubliee', public: encoder(TOPIC, 'AbsencePubliee', absencePubliee({ id, acteurId: acteur, du, au }, retiree)) };
    case 'conflit':
      return { type: 'ConflitPublie', public: encoder(TOPIC, 'ConflitPublie', conflitPublie({ id, acteurId: acteur, objet: contenu.objet, du, au }, retiree)) };
    case 'interim':
      return { type: 'InterimDeclare', public: null };
  }
}

/** State of a measure after a command. The private part is its history: reasons and references stay there. */
export const mesureChangee = (m: MesureEntity, survenuLe: Date): LigneJournal => ({
  topic: TOPIC, dossier: null, cle: m.id, version: m.version, unite: m.unite, survenuLe, prive: { ...m }, ...publier(m),
});
