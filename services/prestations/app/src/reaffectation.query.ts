import { Injectable } from '@nestjs/common';
import { ajouterJours, type Acteur } from '@sm/kernel';
import { Db, Tenancy, tableau, tableauTexte } from '@sm/platform';
import { ALD } from '@sm/prestations-domaine';
import { DossierHandler } from './dossier.handler';

/** A dossier in the hands of somebody who will not be there in time. */
export interface DossierAReaffecter {
  readonly id: string;
  readonly procedure: string;
  readonly version: number;
  readonly statut: string;
  readonly unite: string;
  readonly praticien: string;
  readonly raison: 'absence' | 'nomination-terminee';
  /** Last day of the absence; null when it is not known, or when the appointment is over. */
  readonly jusquAu: string | null;
  /** Local day from which the avis is late; null where no level of service holds. */
  readonly retardLe: string | null;
}

const EN_MAIN = 'SELECT DISTINCT praticien, unite_en_charge AS unite FROM dossier WHERE en_main AND praticien IS NOT NULL';
/** Urgent: late before the return, or within the horizon; whatever their date for whoever left. */
const URGENTS = `
SELECT d.id, d.procedure, d.version, d.statut, d.unite_en_charge AS unite, d.praticien, d.retard_le::text AS "retardLe", e.raison, e.retour::text AS "jusquAu"
FROM dossier d JOIN unnest($1::text[], $2::int[], $3::text[], $4::date[]) AS e(praticien, unite, raison, retour) ON d.praticien = e.praticien AND d.unite_en_charge = e.unite
WHERE d.en_main AND (e.raison = 'nomination-terminee' OR d.retard_le <= greatest(e.retour, $5::date) OR (e.retour IS NULL AND d.retard_le IS NOT NULL))
ORDER BY d.retard_le NULLS LAST, d.id LIMIT $6`;

interface Empeche {
  readonly praticien: string;
  readonly unite: number;
  readonly raison: DossierAReaffecter['raison'];
  readonly retour: string | null;
}

/** What the head of service must give to somebody else today. */
@Injectable()
export class ReaffectationQuery {
  constructor(private readonly db: Db, private readonly tenancy: Tenancy, private readonly handler: DossierHandler) {}

  /** @param horizonJours a dossier late within that many days is urgent. @throws ProblemeException 403 for whoever may not assign */
  async lister(acteur: Acteur, horizonJours: number, limite: number): Promise<DossierAReaffecter[]> {
    const ctx = this.handler.contexte(acteur, ALD, 'Affecter');
    const jour = this.tenancy.jour();
    return this.db.inTransaction(ctx, async (tx) => {
      const charges: { praticien: string; unite: number }[] = await tx.query(EN_MAIN);
      const empeches = charges.flatMap((c) => this.empechement(c, jour));
      if (!empeches.length) return [];
      const lignes: (Omit<DossierAReaffecter, 'unite'> & { unite: number })[] = await tx.query(URGENTS, [
        tableauTexte(empeches.map((e) => e.praticien)), tableau(empeches.map((e) => e.unite)), tableauTexte(empeches.map((e) => e.raison)), tableau(empeches.map((e) => e.retour)), ajouterJours(jour, horizonJours), limite]);
      return lignes.map((l) => ({ ...l, unite: this.tenancy.arbre().find((u) => u.id === l.unite)?.code ?? '' }));
    });
  }

  private empechement({ praticien, unite }: { praticien: string; unite: number }, jour: string): Empeche[] {
    if (!this.tenancy.affectationsSur(praticien, unite, jour).length) return [{ praticien, unite, raison: 'nomination-terminee', retour: null }];
    const absences = this.tenancy.absences(praticien, jour);
    if (!absences.length) return [];
    const retour = absences.some((a) => a.au === null) ? null : (absences.map((a) => a.au).sort().at(-1) ?? null);
    return [{ praticien, unite, raison: 'absence', retour }];
  }
}
