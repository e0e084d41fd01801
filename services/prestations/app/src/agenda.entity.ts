import type { ModeRendezVous, MotifFermeture } from '@sm/prestations-domaine';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A slot of a unit's agenda. */
@Entity('creneau')
export class CreneauEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('int')
  unite: number;

  @Column('text')
  praticien: string;

  @Column('text')
  site: string;

  @Column('text', { nullable: true })
  salle: string | null;

  @Column('text')
  mode: ModeRendezVous;

  @Column('timestamptz')
  debut: Date;

  @Column('int', { name: 'duree_minutes' })
  dureeMinutes: number;

  @Column('timestamptz')
  fin: Date;

  /** Local day and time at the unit. */
  @Column('date')
  jour: string;

  @Column('text')
  heure: string;

  @Column('text')
  statut: 'ouvert' | 'ferme';

  @Column('text', { name: 'motif_fermeture', nullable: true })
  motifFermeture: MotifFermeture | null;

  @Column('int')
  version: number;
}
