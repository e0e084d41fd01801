import type { Lien, TypeUnite } from '@sm/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Confiance } from './arbre';

@Entity('version_arbre')
export class VersionArbreEntity {
  @PrimaryColumn('int') numero: number;
  @Column('bytea') empreinte: Buffer;
  @Column('timestamptz', { name: 'chargee_le' }) chargeeLe: Date;
}

@Entity('unite')
export class UniteEntity {
  @PrimaryColumn('int') id: number;
  @Column('text') code: string;
  @Column('text') type: TypeUnite;
  /** Version of the tree that last changed the unit. */
  @Column('int') version: number;
}

@Entity('unite_nom')
export class UniteNomEntity {
  @PrimaryColumn('int') unite: number;
  @PrimaryColumn('smallint') rang: number;
  @Column('text') nom: string;
  @Column('date') du: string | null;
  @Column('date') au: string | null;
  @Column('text') confiance: Confiance;
  @Column('text') source: string;
}

@Entity('unite_code')
export class UniteCodeEntity {
  @PrimaryColumn('int') unite: number;
  @PrimaryColumn('smallint') rang: number;
  @Column('text') code: string;
  @Column('date') du: string | null;
  @Column('date') au: string | null;
  @Column('text') confiance: Confiance;
  @Column('text') source: string;
}

@Entity('unite_lien')
export class UniteLienEntity {
  @PrimaryColumn('int') unite: number;
  @PrimaryColumn('smallint') rang: number;
  @Column('text') nature: Lien['nature'];
  @Column('int', { name: 'cible_unite' }) cibleUnite: number | null;
  @Column('text', { name: 'cible_code' }) cibleCode: string | null;
  @Column('date') du: string | null;
  @Column('date') au: string | null;
  @Column('text') confiance: Confiance;
  @Column('text') source: string;
}

@Entity('caisse')
export class CaisseEntity {
  @PrimaryColumn('text') code: string;
  @PrimaryColumn('smallint') rang: number;
  @Column('text') type: string;
  @Column('text') nom: string;
  @Column('text') departement: string;
  @Column('text', { name: 'reprise_par' }) reprisePar: string | null;
  @Column('date') du: string | null;
  @Column('date') au: string | null;
  @Column('text') confiance: Confiance;
  @Column('text') source: string;
}
