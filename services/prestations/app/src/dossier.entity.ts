import type { EtatBase } from '@sm/prestations-domaine';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Row of a dossier. `etat` holds nothing medical; `medical` and `cle` are sealed and never selected by lists. */
@Entity('dossier')
export class DossierEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('int', { name: 'unite_origine' })
  uniteOrigine: number;

  @Column('int', { name: 'unite_en_charge' })
  uniteEnCharge: number;

  @Column('text')
  procedure: string;

  @Column('text')
  statut: string;

  @Column('text')
  nature: string;

  @Column('text')
  canal: string;

  @Column('text', { nullable: true })
  regime: string | null;

  @Column('text')
  caisse: string;

  @Column('uuid', { nullable: true })
  personne: string | null;

  @Column('text', { nullable: true })
  praticien: string | null;

  @Column('boolean', { name: 'en_main' })
  enMain: boolean;

  @Column('text')
  source: string;

  @Column('text')
  numero: string;

  @Column('date', { name: 'jour_recu' })
  jourRecu: string;

  @Column('date', { name: 'complet_le', nullable: true })
  completLe: string | null;

  @Column('date', { name: 'retard_le', nullable: true })
  retardLe: string | null;

  @Column('date', { name: 'jour_avis', nullable: true })
  jourAvis: string | null;

  @Column('date', { name: 'fin_exoneration', nullable: true })
  finExoneration: string | null;

  @Column('int')
  version: number;

  @Column('jsonb', { select: false })
  etat: EtatBase;

  @Column('bytea', { select: false })
  medical: Buffer;

  @Column('int', { name: 'version_medicale' })
  versionMedicale: number;

  @Column('bytea', { select: false })
  cle: Buffer;

  @Column('boolean')
  repris: boolean;
}
