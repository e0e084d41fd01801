import { Controller } from '@nestjs/common';
import { decoder } from '@sm/contracts';
import type { Lot } from '../log/consommateur';
import { SurLot } from '../log/strategie';
import { Tenancy } from './tenancy';
import { empechementDepuis } from './empechement.traduction';
import { affectationDepuis, uniteDepuis } from './traduction';

/** Keeps the local copies of units and assignments; state-carrying and versioned, so repeats and replays are harmless. */
@Controller()
export class OrganisationConsumer {
  constructor(private readonly tenancy: Tenancy) {}

  @SurLot('sm.organisation.unite.v1')
  async unites(lot: Lot): Promise<void> {
    const lignes = lot.messages.flatMap((m) => {
      const donnees = uniteDepuis(decoder('sm.organisation.unite.v1', m.donnees));
      return donnees ? [{ id: donnees.id, version: m.version, donnees }] : [];
    });
    await lot.tx.query(
      `INSERT INTO unite_copie (id, version, donnees)
       SELECT DISTINCT ON (id) id, version, donnees FROM jsonb_to_recordset($1::jsonb) AS x(id int, version int, donnees jsonb) ORDER BY id, version DESC
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, donnees = excluded.donnees WHERE unite_copie.version < excluded.version`,
      [JSON.stringify(lignes)]);
    lot.apresValidation(() => this.tenancy.charger());
  }

  @SurLot('sm.organisation.affectation.v1')
  async affectations(lot: Lot): Promise<void> {
    const lignes = lot.messages.flatMap((m) => {
      const donnees = affectationDepuis(decoder('sm.organisation.affectation.v1', m.donnees));
      return donnees ? [{ id: donnees.id, acteur: donnees.acteurId, version: m.version, donnees }] : [];
    });
    await lot.tx.query(
      `INSERT INTO affectation_copie (id, acteur, version, donnees)
       SELECT DISTINCT ON (id) id, acteur, version, donnees FROM jsonb_to_recordset($1::jsonb) AS x(id text, acteur text, version int, donnees jsonb) ORDER BY id, version DESC
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, donnees = excluded.donnees WHERE affectation_copie.version < excluded.version`,
      [JSON.stringify(lignes)]);
    lot.apresValidation(() => this.tenancy.charger());
  }

  @SurLot('sm.organisation.empechement.v1')
  async empechements(lot: Lot): Promise<void> {
    const lignes = lot.messages.flatMap((m) => {
      const lu = empechementDepuis(decoder('sm.organisation.empechement.v1', m.donnees));
      return lu ? [{ id: lu.donnees.id, version: m.version, ...lu }] : [];
    });
    await lot.tx.query(
      `INSERT INTO empechement_copie (id, genre, version, retire, donnees)
       SELECT DISTINCT ON (id) id, genre, version, retire, donnees FROM jsonb_to_recordset($1::jsonb) AS x(id text, genre text, version int, retire boolean, donnees jsonb) ORDER BY id, version DESC
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, retire = excluded.retire, donnees = excluded.donnees WHERE empechement_copie.version < excluded.version`,
      [JSON.stringify(lignes)]);
    lot.apresValidation(() => this.tenancy.charger());
  }
}
