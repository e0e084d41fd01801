import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Personne {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Index({ unique: true }) @Column('text') nir: string;
  @Column('text') nom: string;
  @Column('text', { nullable: true }) nomUsage: string | null;
  @Column('text') prenoms: string;
  @Column('date', { nullable: true }) naissance: string | null;
  @Column('text') sexe: string;
  @Column('int') rang: number;
  @Column('text') adresse: string;
  @Column('text') codePostal: string;
  @Column('text') commune: string;
  @Column('text') caisse: string;
  @Column('text', { nullable: true }) medecinTraitant: string | null;
}

@Entity()
@Index(['unite', 'source', 'numero'], { unique: true })
@Index(['unite', 'statut', 'recuLe', 'id'])
export class Dossier {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('text') unite: string;
  @Column('text') source: string;
  @Column('text') numero: string;
  @Column('text') type: string;
  @Column('text') nature: string;
  @Column('text') canal: string;
  @Column('text') caisse: string;
  @Column('text') medecin: string;
  @Index() @Column('uuid') personne: string;
  @Column('text') statut: string;
  @Column('text', { nullable: true }) praticien: string | null;
  @Column('text', { nullable: true }) regime: string | null;
  @Column('timestamptz') recuLe: Date;
  @Column('timestamptz', { nullable: true }) completLe: Date | null;
  @Column('timestamptz', { nullable: true }) avisLe: Date | null;
  @Column('date', { nullable: true }) finExoneration: string | null;
  @Column('int') version: number;
  @Column('jsonb') etat: object;
  @Column('bytea') medical: Buffer;
}

@Entity()
@Index(['unite', 'source', 'numero'], { unique: true })
export class AvisArret {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('text') unite: string;
  @Column('text') source: string;
  @Column('text') numero: string;
  @Column('text') risque: string;
  @Column('text') nature: string;
  @Column('text') canal: string;
  @Column('text') nir: string;
  @Column('text') prescripteur: string;
  @Column('date') debut: string;
  @Column('date') fin: string;
  @Column('timestamptz') recuLe: Date;
}

@Entity()
@Index(['dossier', 'version'])
export class Evenement {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('uuid') dossier: string;
  @Column('int') version: number;
  @Column('text') unite: string;
  @Column('text') type: string;
  @Column('timestamptz') survenuLe: Date;
  @Column('timestamptz') enregistreLe: Date;
  @Column('text') acteur: string;
  @Column('jsonb') prive: object;
  @Column('bytea', { nullable: true }) medical: Buffer | null;
}

@Entity()
export class Compteur {
  @PrimaryColumn('text') unite: string;
  @PrimaryColumn('text') indicateur: string;
  @PrimaryColumn('date') jour: string;
  @PrimaryColumn('text') axe: string;
  @Column('int') valeur: number;
}
