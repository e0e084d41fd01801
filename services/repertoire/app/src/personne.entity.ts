import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person in one unit. What identifies them is in `identite`, sealed under `cle`; the other columns are administrative. */
@Entity('personne')
export class PersonneEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('int') unite: number;
  @Column('text') caisse: string;
  @Column('text') departement: string;
  @Column('text', { name: 'medecin_traitant', nullable: true }) medecinTraitant: string | null;
  @Column('text') statut: 'active' | 'fusionnee';
  @Column('uuid', { name: 'fusionnee_dans', nullable: true }) fusionneeDans: string | null;
  @Column('int') version: number;
  @Column('bytea', { select: false }) identite: Buffer;
  @Column('bytea', { select: false }) cle: Buffer;
  @Column('int', { name: 'version_identite', select: false }) versionIdentite: number;
}
