import { Controller } from '@nestjs/common';
import { decoder } from '@sm/contracts';
import type { Lot } from '../log/consommateur';
import { SurLot } from '../log/strategie';
import { Tenancy } from './tenancy';
import { affectationDepuis, uniteDepuis } from './traduction';

/** Keeps the local copies of units and assignments; state-carrying and versioned, so repeats and replays are harmless. */
@Controller()
export class OrganisationConsumer {
  constructor(private readonly tenancy: Tenancy) {}

  @SurLot('sm.organisation.unite.v1')
  async unites(lot: Lot): Promise<void> {
    const lignes = lot.messages.map((m) => ({ version: m.version, donnees: uniteDepuis(decoder(m.topic, m.donnees)) }));
    await lot.tx.query(
      `INSERT INTO unite_copie (id, version, donnees)
       SELECT DISTINCT ON (id) id, version, donnees FROM jsonb_to_recordset($1::jsonb) AS x(id int, version int, donnees jsonb) ORDER BY id, version DESC
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, donnees = excluded.donnees WHERE unite_copie.version < excluded.version`,
      [JSON.stringify(lignes.map((l) => ({ ...l, id: l.donnees.id })))]);
    await this.tenancy.relire(lot.tx);
  }

  @SurLot('sm.organisation.affectation.v1')
  async affectations(lot: Lot): Promise<void> {
    const lignes = lot.messages.map((m) => ({ version: m.version, donnees: affectationDepuis(decoder(m.topic, m.donnees)) }));
    await lot.tx.query(
      `INSERT INTO affectation_copie (id, acteur, version, donnees)
       SELECT DISTINCT ON (id) id, acteur, version, donnees FROM jsonb_to_recordset($1::jsonb) AS x(id text, acteur text, version int, donnees jsonb) ORDER BY id, version DESC
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, donnees = excluded.donnees WHERE affectation_copie.version < excluded.version`,
      [JSON.stringify(lignes.map((l) => ({ ...l, id: l.donnees.id, acteur: l.donnees.acteurId })))]);
    await this.tenancy.relire(lot.tx);
  }
}
