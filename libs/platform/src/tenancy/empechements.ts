import { enVigueur, type Absence, type Conflit, type Delegation } from '@sm/kernel';
import type { Tx } from '../db/db';
import type { Empechement } from './empechement.traduction';

const ajouter = <T>(index: Map<string, T[]>, cle: string, valeur: T): unknown => index.get(cle)?.push(valeur) ?? index.set(cle, [valeur]);

/** Delegations by who receives them, absences by who is away, conflicts: as committed, read whole at each change. */
export class Empechements {
  private readonly parDelegataire = new Map<string, Delegation[]>();
  private readonly parAbsent = new Map<string, Absence[]>();
  private readonly declares: Conflit[] = [];

  async relire(tx: Tx): Promise<void> {
    const lignes: Empechement[] = await tx.query('SELECT genre, donnees FROM empechement_copie WHERE NOT retire ORDER BY id');
    this.parDelegataire.clear();
    this.parAbsent.clear();
    this.declares.length = 0;
    for (const { genre, donnees } of lignes) {
      if (genre === 'delegation') ajouter(this.parDelegataire, donnees.delegataireId, donnees);
      else if (genre === 'absence') ajouter(this.parAbsent, donnees.acteurId, donnees);
      else this.declares.push(donnees);
    }
  }

  delegations(delegataireId: string, jour: string): Delegation[] {
    return (this.parDelegataire.get(delegataireId) ?? []).filter((d) => enVigueur(d, jour));
  }

  absences(acteurId: string, jour: string): Absence[] {
    return (this.parAbsent.get(acteurId) ?? []).filter((a) => enVigueur(a, jour));
  }

  conflits(jour: string): Conflit[] {
    return this.declares.filter((c) => enVigueur(c, jour));
  }
}
