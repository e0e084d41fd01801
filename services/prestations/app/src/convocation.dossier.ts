import { Injectable } from '@nestjs/common';
import type { Tx } from '@sm/platform';
import { PROCEDURES_CONVOQUEES, type DossierConvoque, type Etat } from '@sm/prestations-domaine';
import { DossierStore } from './dossier.store';

const CLOS: ReadonlySet<string> = new Set(['irrecevable', 'annulee', 'terminee']);

export interface DossierDeConvocation extends DossierConvoque {
  /** Its administrative state, for the head of public messages. */
  readonly etat: Etat;
}

/** All that convocations know of a dossier, whatever its procedure: the only file that reads one. */
@Injectable()
export class DossierConvoqueReader {
  constructor(private readonly store: DossierStore) {}

  /** Null when it does not exist, or not for this scope. Needs no key: nothing medical is read. */
  async lire(tx: Tx, id: string): Promise<DossierDeConvocation | null> {
    const charge = await this.store.chargerAdministratif(tx, id);
    if (!charge) return null;
    const { etat } = charge;
    const { demande } = etat;
    const procedure = PROCEDURES_CONVOQUEES.find((p) => p === demande.procedure);
    if (!procedure) throw new Error(`no convocation for ${String(demande.procedure)}`);
    return { id, procedure, unite: etat.uniteEnCharge, personneId: demande.personneId, clos: CLOS.has(etat.statut), rppsEnConflit: [demande.medecin], etat };
  }
}
