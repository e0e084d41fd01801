import { ALD, ARRET, ATMP, type CodeProcedure, type EtatBase, type Moteur } from '@sm/prestations-domaine';

/** The procedures this service runs; the row of a dossier names its own. */
export const MOTEURS: Readonly<Record<CodeProcedure, Moteur>> = { ald: ALD, arret: ARRET, atmp: ATMP };

export const moteurDe = ({ demande }: Pick<EtatBase, 'demande'>): Moteur => MOTEURS[demande.procedure];

/** Procedure that a raw line of intake names by its `type`; ALD when it names none, whose check then says so. */
export function moteurDeLigne(brut: unknown): Moteur {
  const type: unknown = typeof brut === 'object' && brut !== null && 'type' in brut ? brut.type : null;
  return Object.values(MOTEURS).find(({ procedure }) => procedure === type) ?? ALD;
}
