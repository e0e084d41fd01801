import type { EtatConvocation, ProcedureConvoquee, StatutConvocation } from '@sm/prestations-domaine';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Row of a convocation: columns that SQL filters, and its state, where nothing is medical. */
@Entity('convocation')
export class ConvocationEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  dossier: string;

  @Column('text')
  procedure: ProcedureConvoquee;

  @Column('uuid')
  personne: string;

  @Column('int')
  unite: number;

  @Column('text')
  statut: StatutConvocation;

  /** Slot kept from the others, null when none is. */
  @Column('uuid', { nullable: true })
  creneau: string | null;

  @Column('text', { nullable: true })
  praticien: string | null;

  /** Day of the appointment; of the last act when there is none. */
  @Column('date')
  jour: string;

  @Column('int')
  version: number;

  @Column('jsonb')
  etat: EtatConvocation;
}
