import type { CodeRole } from '@sm/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const EN_NOMBRE = { to: (n: number) => n, from: (texte: string) => Number(texte) };

/** Who a person is; what the person does, where and when is in `affectation`. */
@Entity('agent')
export class AgentEntity {
  /** `agent:<matricule>` or `machine:<nom>`: the `sub` of its token. */
  @PrimaryColumn('text') id: string;
  @Column('text') nom: string | null;
  @Column('text') prenom: string | null;
  @Column('text') rpps: string | null;
  /** Home unit. */
  @Column('int') unite: number;
  @Column('int') version: number;
}

/** A stretch of one requested assignment (`demande`), with constant habilitations: what the other services copy. */
@Entity('affectation')
export class AffectationEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') demande: string;
  @Column('smallint') rang: number;
  @Column('text') source: string;
  @Column('text') numero: string;
  @Column('bytea') empreinte: Buffer;
  @Column('text') acteur: string;
  @Column('text', { name: 'nom_affiche' }) nomAffiche: string;
  @Column('int') unite: number;
  @Column('text') role: CodeRole;
  @Column('text') activite: string;
  @Column('numeric', { precision: 4, scale: 3, transformer: EN_NOMBRE }) quotite: number;
  @Column('date') du: string;
  @Column('date') au: string | null;
  @Column('text', { array: true }) habilitations: string[];
  @Column('text') rpps: string | null;
  @Column('text') categorie: 'praticien' | 'administratif' | null;
  @Column('text') profession: string | null;
  @Column('text') emploi: string | null;
  @Column('text') employeur: string | null;
  @Column('boolean') retiree: boolean;
  @Column('int') version: number;
}
