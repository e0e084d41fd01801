import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContenuMesure, GenreMesure } from './mesure';

@Entity('mesure')
export class MesureEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') genre: GenreMesure;
  @Column('int') unite: number;
  @Column('text') source: string;
  @Column('text') numero: string;
  @Column('text') acteur: string;
  @Column('date') du: string;
  @Column('date') au: string | null;
  @Column('jsonb') contenu: ContenuMesure;
  @Column('boolean') retiree: boolean;
  @Column('int') version: number;
  @Column('text', { name: 'declaree_par' }) declareePar: string;
}
