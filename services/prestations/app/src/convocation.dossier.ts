import { Injectable } from '@nestjs/common';
import type { Tx } from '@sm/platform';
import { PROCEDURES_CONVOQUEES, type DossierConvoque, type EtatBase } from '@sm/prestations-domaine';
import { DossierStore } from './dossier.store';
import { moteurDe } from './procedures';

export interface DossierDeConvocation extends DossierConvoque {
  /** Its administrative state, for the head of public messages. */
  readonly etat: EtatBase;
}

/** Nobody may do anything more on it, whatever their role. */
function estClos(etat: EtatBase): boolean {
  const moteur = moteurDe(etat);
  return !moteur.commandes.some((type) => [...moteur.rolesDe(type)].some((role) => moteur.commandesPossibles(etat, [role]).includes(type)));
}

/** RPPS of the doctor who made the request, where the procedure has one. */
const medecins = (demande: EtatBase['demande']): readonly string[] => ('medecin' in demande && typeof demande.medecin === 'string' ? [demande.medecin] : []);

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
    return { id, procedure, unite: etat.uniteEnCharge, personneId: demande.personneId, clos: estClos(etat), rppsEnConflit: medecins(demande), etat };
  }
}
