import { Injectable } from '@nestjs/common';
import type { Tx } from '@sm/platform';
import { convocationDuDossier, creneauOccupe, type ConvocationDuDossier, type EtatConvocation } from '@sm/prestations-domaine';
import { ConvocationEntity } from './convocation.entity';

export interface ConvocationChargee {
  readonly etat: EtatConvocation;
  readonly version: number;
}

const colonnes = (etat: EtatConvocation, jour: string) => ({
  statut: etat.statut, creneau: creneauOccupe(etat), praticien: etat.rendezVous?.praticien ?? null, jour: etat.rendezVous?.jour ?? jour,
});

/** Rows of convocations. */
@Injectable()
export class ConvocationStore {
  /** Null when it does not exist, or not for this scope. */
  async charger(tx: Tx, id: string): Promise<ConvocationChargee | null> {
    return tx.getRepository(ConvocationEntity).findOne({ select: { etat: true, version: true }, where: { id } });
  }

  async enCours(tx: Tx, dossier: string): Promise<boolean> {
    const trouvees: unknown[] = await tx.query("SELECT 1 FROM convocation WHERE dossier = $1 AND statut IN ('preparee', 'emise', 'reportee', 'absence_constatee') LIMIT 1", [dossier]);
    return trouvees.length > 0;
  }

  /** False when the dossier, or the slot, was taken meanwhile. `jour`: local day of the act. */
  async inserer(tx: Tx, etat: EtatConvocation, version: number, jour: string): Promise<boolean> {
    const { id, dossierId, procedure, personneId, unite } = etat.convocation;
    const c = colonnes(etat, jour);
    const ecrites: unknown[] = await tx.query(
      `INSERT INTO convocation (id, dossier, procedure, personne, unite, statut, creneau, praticien, jour, version, etat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT DO NOTHING RETURNING 1`, [id, dossierId, procedure, personneId, unite, c.statut, c.creneau, c.praticien, c.jour, version, JSON.stringify(etat)]);
    return ecrites.length === 1;
  }

  /** Writes a new state over the version it was decided on. False when another command came first. */
  async modifier(tx: Tx, avant: number, etat: EtatConvocation, version: number, jour: string): Promise<boolean> {
    const c = colonnes(etat, jour);
    const [faits]: [unknown[]] = await tx.query(
      'UPDATE convocation SET statut = $3, creneau = $4, praticien = $5, jour = $6, version = $7, etat = $8, maj_le = now() WHERE id = $1 AND version = $2 RETURNING 1',
      [etat.convocation.id, avant, c.statut, c.creneau, c.praticien, c.jour, version, JSON.stringify(etat)]);
    return faits.length === 1;
  }

  /** Convocation that holds a slot, or null. */
  async tenant(tx: Tx, creneau: string): Promise<ConvocationChargee | null> {
    return tx.getRepository(ConvocationEntity).findOne({ select: { etat: true, version: true }, where: { creneau } });
  }

  /** The last convocation of a dossier, or null. */
  async derniere(tx: Tx, dossier: string): Promise<EtatConvocation | null> {
    const [ligne]: [{ etat: EtatConvocation }?] = await tx.query('SELECT etat FROM convocation WHERE dossier = $1 ORDER BY id DESC LIMIT 1', [dossier]);
    return ligne?.etat ?? null;
  }

  /** What the decider of a procedure is given of the last convocation of its dossier that was not given up, or null. */
  async dernierExamen(tx: Tx, dossier: string): Promise<ConvocationDuDossier | null> {
    const [ligne]: [{ etat: EtatConvocation }?] = await tx.query("SELECT etat FROM convocation WHERE dossier = $1 AND statut <> 'annulee' ORDER BY id DESC LIMIT 1", [dossier]);
    return ligne ? convocationDuDossier(ligne.etat) : null;
  }
}
